using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Runs the operations of a term, sample by sample, with the sample in place of one of its subterms. Unknown where one of
/// them cannot be run. Not for several threads: what the operations are handed lies in the same place for every sample.
/// </summary>
internal sealed class TermRun(Term term, Term hole, Interpreter interpreter)
{
    private static readonly ImmutableDictionary<IOperation, Datum> NoOperations = ImmutableDictionary<IOperation, Datum>.Empty;

    private static readonly ImmutableDictionary<ISymbol, Datum> NoSymbols =
        ImmutableDictionary.Create<ISymbol, Datum>(SymbolEqualityComparer.Default);

    private readonly Dictionary<Term, Dictionary<IOperation, Datum>> handed = [];

    public Datum? At(Datum sample) => Value(term, sample);

    private Datum? Value(Term part, Datum sample)
    {
        if (part.Equals(hole)) return sample;
        return part switch
        {
            Literal literal => Of(literal.Value),
            Function function => interpreter.Evaluate(function.Operation, NoOperations, Captured(function, sample)),
            Computation computation => Computed(computation, sample),
            _ => null,
        };
    }

    private Datum? Computed(Computation computation, Datum sample)
    {
        if (!handed.TryGetValue(computation, out var operands)) handed[computation] = operands = new(computation.Parts.Length);
        for (var i = 0; i < computation.Parts.Length; i++)
        {
            if (Value(computation.Parts[i], sample) is not { } operand) return null;
            operands[computation.Operands[i]] = operand;
        }

        return interpreter.Evaluate(computation.Operation, operands, NoSymbols);
    }

    private ImmutableDictionary<ISymbol, Datum> Captured(Function function, Datum sample)
    {
        if (function.Parts.IsEmpty) return NoSymbols;
        var symbols = NoSymbols.ToBuilder();
        for (var i = 0; i < function.Parts.Length; i++)
            if (Value(function.Parts[i], sample) is { } value) symbols[function.Captured[i]] = value;
        return symbols.ToImmutable();
    }

    private static Datum? Of(object? constant) => constant switch
    {
        double value => new Number(value, NumericKind.Double),
        float value => new Number(value, NumericKind.Single),
        int value => Number.Of(value),
        long value => new Number(value, NumericKind.Int64),
        bool value => Truth.Of(value),
        string value => new Text(value),
        null => Absent.Null,
        _ => null,
    };
}
