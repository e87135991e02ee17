using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>What a library model does with one call; null for an unknown result.</summary>
internal delegate Datum? LibraryModel(Call call);

/// <summary>A call into a library, its arguments evaluated and in the order of the parameters.</summary>
internal sealed record Call(
    Interpreter Machine,
    IMethodSymbol Method,
    Datum? Receiver,
    Reference[] Arguments,
    Frame Frame,
    INamedTypeSymbol? Created = null,
    ITypeSymbol? ConstrainedTo = null)
{
    public Run Run => Frame.Run;

    public int Count => Arguments.Length;

    public Datum? Argument(int index) => index < Arguments.Length ? Arguments[index].Value : null;

    public Number? Number(int index) => Argument(index) as Number;

    public int? Int(int index) => Argument(index) is Number { Kind: var kind } number && !kind.IsFloating() ? (int)number.Value : null;

    /// <summary>An argument that can be run over: array, list, span, matrix, or a sequence of the user's own.</summary>
    public Elements? Sequence(int index) => Machine.Sequences.Enumerate(Argument(index), Frame);

    public FunctionDatum? Function(int index) => Argument(index) as FunctionDatum;

    public Datum? Apply(FunctionDatum function, params Datum?[] arguments) => Machine.Calls.Apply(function, arguments, Frame);

    /// <summary>A new list of computed elements; the budget is charged first.</summary>
    public ListDatum? List(int count, Func<int, Datum?> element, NumericKind? kind = null)
    {
        if (count < 0 || !Run.Allocate(count) || !Run.Spend(count))
        {
            Run.Stop();
            return null;
        }

        var items = new List<Datum?>(count);
        for (var i = 0; i < count && !Run.Stopped; i++)
        {
            items.Add(element(i));
        }

        return Run.Stopped ? null : new ListDatum(items, kind);
    }

    public ArrayDatum? Array(int count, Func<int, Datum?> element, NumericKind? kind = null)
        => List(count, element) is { } list ? new ArrayDatum([.. list.Items], kind) : null;

    /// <summary>The call cannot be followed: neither its result nor its effects are known.</summary>
    public Datum? Unknown() => Run.Stop();
}
