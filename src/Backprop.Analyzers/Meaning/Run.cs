using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// One bounded evaluation. Once stopped (fuel, depth or memory used up, an exception thrown, an effect that cannot be
/// followed) every further step yields unknown, so that the evaluation unwinds at once without exceptions.
/// </summary>
internal sealed class Run(CancellationToken cancellation, UsedNumbers? freeNumbers = null)
{
    private int steps = Limits.Steps;
    private int depth;
    private long elements = Limits.Elements;
    private Dictionary<ISymbol, Datum?>? statics;

    public bool Stopped { get; private set; }

    /// <summary>Operations whose value the caller has given, by node identity.</summary>
    public IReadOnlyDictionary<IOperation, Datum>? Known { get; init; }

    /// <summary>Fields, properties and variables whose value the caller has given.</summary>
    public IReadOnlyDictionary<ISymbol, Datum>? Symbols { get; init; }

    /// <summary>Static storage that this evaluation has written or initialised.</summary>
    public Dictionary<ISymbol, Datum?> Statics => statics ??= new(SymbolEqualityComparer.Default);

    /// <summary>What the last method that returns by reference has returned.</summary>
    public Reference? LastReference { get; set; }

    /// <summary>
    /// Where a free field, captured variable or other number is unknown: a value that stands for any. It depends on the symbol
    /// alone, so that a function and its derivative see the same one. Null unless the run asks for it.
    /// </summary>
    public Number? Free(ISymbol symbol, ITypeSymbol? type)
    {
        if (freeNumbers is null || NumericKinds.Of(type) is not { } kind || !kind.IsFloating())
        {
            return null;
        }

        freeNumbers.Add(symbol.OriginalDefinition);
        return Arithmetic.Rounded(FreeNumbers.Of(symbol), kind);
    }

    public void ReturnedFrom(SyntaxNode? value)
    {
        if (freeNumbers is not null) freeNumbers.LastReturned = value;
    }

    public bool Enter()
    {
        if (Stopped || --steps < 0 || depth >= Limits.Depth)
        {
            Stopped = true;
            return false;
        }

        if ((steps & 0xFF) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        depth++;
        return true;
    }

    public void Leave() => depth--;

    /// <summary>For work inside library models: loops there cost steps too.</summary>
    public bool Spend(long count)
    {
        steps = count > steps ? -1 : steps - (int)count;
        Stopped |= steps < 0;
        return !Stopped;
    }

    public bool Allocate(long count)
    {
        elements -= count;
        Stopped |= count < 0 || elements < 0;
        return !Stopped;
    }

    public Datum? Stop()
    {
        Stopped = true;
        return null;
    }
}
