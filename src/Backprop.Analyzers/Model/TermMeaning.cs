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
    private readonly Dictionary<(Term, ITypeSymbol), Fingerprint?> known = [];

    /// <summary>What <paramref name="term"/> computes of <paramref name="of"/>.</summary>
    public Fingerprint? Recognise(Term term, Term of)
    {
        if (of.Type is not { } type || term.Type is null || !Shape.IsNumeric(type) || !Shape.IsNumeric(term.Type)) return null;
        // The same formula over another variable is the same function.
        var hole = new Bound(-1, type);
        var shape = term.Rewrite(part => part.Equals(of) ? hole : null);
        if (shape.Size > MostNodes || HasOpenPart(shape, hole)) return null;
        if (known.TryGetValue((shape, type), out var fingerprint)) return fingerprint;
        fingerprint = fingerprints.Recognise(type, new TermRun(shape, hole, interpreter).At);
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

    /// <summary>True where the output form of the activation's own value gave the same bits at every probe. Factors beside it change their order.</summary>
    public bool IsBitwiseOutputForm(ActivationUse use)
    {
        var activation = use.Meaning.Activation;
        return use.Upstream.IsEmpty && activation.OutputForm is { } form && use.Of.Type?.SpecialType == SpecialType.System_Double
            && Probes.Where(activation.Domain.Contains).All(z => ValueAt(use, z) is { } value && value.Equals(form.Evaluate(activation.F(z))));
    }

    private static readonly double[] Saturated = [8, -8, 15, -15];

    private static readonly double[] Probes =
        Enumerable.Range(1, 60).Select(i => (i * 0.3819660112501051 % 1 * 8) - 4).ToArray();

    private double? ValueAt(ActivationUse use, double z) =>
        Probe.Of(use.Of.Type, z) is { } sample ? Probe.Read(new TermRun(use.Slope, use.Of, interpreter).At(sample)) : null;

    // Something else than the hole that varies too.
    private static bool HasOpenPart(Term term, Term hole)
    {
        if (!term.IsVarying || term.Equals(hole)) return false;
        if (term is not (Computation or Function)) return true;
        foreach (var part in term.Parts)
            if (HasOpenPart(part, hole)) return true;
        return false;
    }
}
