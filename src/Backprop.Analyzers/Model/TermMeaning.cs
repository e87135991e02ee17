using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What a term computes of one of its subterms: the interpreter runs the term's operations with samples in that subterm's
/// place, and the fingerprint says which activation, or which form of its derivative, came out. Null where the catalog does
/// not know it, or something in between cannot be run.
/// </summary>
internal sealed class TermMeaning(Interpreter interpreter, Fingerprints fingerprints)
{
    private static readonly ImmutableDictionary<IOperation, Datum> NoOperations = ImmutableDictionary<IOperation, Datum>.Empty;

    private static readonly ImmutableDictionary<ISymbol, Datum> NoSymbols =
        ImmutableDictionary.Create<ISymbol, Datum>(SymbolEqualityComparer.Default);

    private readonly Dictionary<(Term, ITypeSymbol), Fingerprint?> known = [];

    /// <summary>What <paramref name="term"/> computes of <paramref name="of"/>.</summary>
    public Fingerprint? Recognise(Term term, Term of)
    {
        if (of.Type is not { } type || term.Type is null || !Shape.IsNumeric(type) || !Shape.IsNumeric(term.Type)) return null;
        // The same formula over another variable is the same function.
        var hole = new Bound(-1, type);
        var shape = term.Rewrite(part => part.Equals(of) ? hole : null);
        if (shape.Size > MostNodes || shape.SelfAndDescendants().Any(part => part.IsVarying && IsOpen(part, hole))) return null;
        if (known.TryGetValue((shape, type), out var fingerprint)) return fingerprint;
        fingerprint = fingerprints.Recognise(type, sample => Run(shape, hole, sample));
        known[(shape, type)] = fingerprint;
        return fingerprint;
    }

    /// <summary>What a method of one value computes.</summary>
    public Fingerprint? OfMethod(IMethodSymbol method) => fingerprints.OfMethod(method);

    /// <summary>A formula of an activation is small; larger terms are not tried.</summary>
    public const int MostNodes = 60;

    /// <summary>
    /// True for a derivative that is more accurate than the output form where that cancels (1 / cosh^2 against 1 - a^2):
    /// it was written so for a reason.
    /// </summary>
    public bool KeepsAccuracy(ActivationUse use)
    {
        var activation = use.Meaning.Activation;
        if (activation.DerivativeFromOutput is not { } fromOutput) return false;
        foreach (var z in Saturated)
        {
            var exact = activation.DerivativeFromInput(z);
            var rounded = fromOutput(activation.F(z));
            if (!activation.Domain.Contains(z) || Math.Abs(exact - rounded) <= 1e-11 * Math.Abs(exact)) continue;
            if (ValueAt(use, z) is { } value && Math.Abs(value - exact) < 0.01 * Math.Abs(value - rounded)) return true;
        }

        return false;
    }

    /// <summary>True where the output form of the activation's own value gave the same bits at every probe.</summary>
    public bool IsBitwiseOutputForm(ActivationUse use)
    {
        var activation = use.Meaning.Activation;
        return activation.OutputForm is { } form && use.Of.Type?.SpecialType == SpecialType.System_Double
            && Probes.Where(activation.Domain.Contains).All(z => ValueAt(use, z) is { } value && value.Equals(form.Evaluate(activation.F(z))));
    }

    private static readonly double[] Saturated = [8, -8, 15, -15];

    private static readonly double[] Probes =
        Enumerable.Range(1, 60).Select(i => (i * 0.3819660112501051 % 1 * 8) - 4).ToArray();

    private double? ValueAt(ActivationUse use, double z) =>
        Probe.Of(use.Of.Type, z) is { } sample ? Probe.Read(Run(use.Evaluation.Term, use.Of, sample)) : null;

    private static bool IsOpen(Term part, Term hole) => part is not (Computation or Function) && !part.Equals(hole);

    private Datum? Run(Term term, Term hole, Datum sample)
    {
        if (term.Equals(hole)) return sample;
        switch (term)
        {
            case Literal literal:
                return Of(literal.Value);
            case Function function:
                return interpreter.Evaluate(function.Operation, NoOperations, Captured(function, hole, sample));
            case Computation computation:
                var operands = new Dictionary<IOperation, Datum>(computation.Parts.Length);
                for (var i = 0; i < computation.Parts.Length; i++)
                {
                    if (Run(computation.Parts[i], hole, sample) is not { } operand) return null;
                    operands[computation.Operands[i]] = operand;
                }

                return interpreter.Evaluate(computation.Operation, operands, NoSymbols);
            default:
                return null;
        }
    }

    private ImmutableDictionary<ISymbol, Datum> Captured(Function function, Term hole, Datum sample)
    {
        var symbols = NoSymbols.ToBuilder();
        for (var i = 0; i < function.Parts.Length; i++)
            if (Run(function.Parts[i], hole, sample) is { } value) symbols[function.Captured[i]] = value;
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
