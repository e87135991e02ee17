using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

internal enum Misapplication
{
    /// <summary><c>1 - z * z</c>, where tanh(z) is stored beside it.</summary>
    OutputFormOfInput,

    /// <summary>sigmoid' of the pre-activation of a tanh, or of its output.</summary>
    OfAnotherFunction,
}

/// <summary>
/// A derivative of a known activation, applied to a value that is known to be something else. <paramref name="Holder"/>: what
/// holds the output, where the value is the pre-activation.
/// </summary>
internal sealed record AppliedDerivative(
    ActivationUse Use, Misapplication Kind, Activation Applied, string Value, string? Holder, Location Established)
{
    public static IEnumerable<AppliedDerivative> In(TypeModel type)
    {
        var reach = new Reach(type);
        foreach (var use in type.Uses.Concat(OutputForms.In(type)))
            if (!use.Body.HasErrors && IsTelling(use.Meaning.Activation) && (!use.Upstream.IsEmpty || GradientUse.IsFactor(use.Operation, out _)) && Judge(type, reach, use) is { } found)
                yield return found;
    }

    // Only squashing functions: what else looks like a derivative of them is part of another function's.
    private static bool IsTelling(Activation activation) => activation is { IsCostly: true, MayOfferOutputForm: true } && activation.Range != Interval.All;

    private static AppliedDerivative? Judge(TypeModel type, Reach reach, ActivationUse use) => use.Meaning.Form switch
    {
        Form.DerivativeFromOutput => FromOutput(type, reach, use),
        Form.DerivativeFromInput => FromInput(type, reach, use),
        _ => null,
    };

    private static AppliedDerivative? FromOutput(TypeModel type, Reach reach, ActivationUse use)
    {
        var outputs = KnownValues.OutputsOf(type, use).ToArray();
        if (outputs.Any(one => one.Activation.Equals(use.Meaning.Activation))) return null;
        if (outputs.FirstOrDefault(one => IsTelling(one.Activation)) is { Activation: { } other } wrong)
            return outputs.All(one => IsTelling(one.Activation) && !IsMultiple(use.Meaning, one.Activation)) ? Of(Misapplication.OfAnotherFunction, other, null, wrong.Established) : null;
        return reach.Find(use, use.Meaning.Activation, use.Of) is { Established: { } at } cached && !IsOfAnotherMode(use, cached)
            ? Of(Misapplication.OutputFormOfInput, use.Meaning.Activation, cached.Text, at)
            : null;

        AppliedDerivative Of(Misapplication kind, Activation applied, string? holder, Location at) =>
            new(use, kind, applied, KnownValues.Text(type, use), holder, at);
    }

    // double F(double x, bool slope) { var y = Sigmoid(x); if (slope) return x * (1 - x); return y; }: what the parameter is, only the
    // caller knows, and the local means nothing where it is not read.
    private static bool IsOfAnotherMode(ActivationUse use, CachedOutput cached) => use.Of is Origin { Identity: IParameterSymbol } && cached.Local is { } local
        && !use.Body.Operations.Of(OperationKind.LocalReference).Exists(read => SymbolEqualityComparer.Default.Equals(((ILocalReferenceOperation)read).Local, local)
            && Dominance.IsCertainWith(read, use.Operation));

    private static AppliedDerivative? FromInput(TypeModel type, Reach reach, ActivationUse use)
    {
        if (KnownValues.OutputsOf(type, use).Any() || KnownValues.IsActivatedBy(type, use)) return null;
        var stored = Activations.All.Where(IsTelling).Select(activation => (Activation: activation, Cached: reach.Find(use, activation, use.Of)))
            .Where(one => one.Cached is not null).ToArray();
        if (stored.Length == 0) return FromElsewhere(type, use);
        return stored is [{ Activation: { } applied, Cached: { Established: { } at } cached }] && !applied.Equals(use.Meaning.Activation)
            && !IsMultiple(use.Meaning, applied)
            ? new(use, Misapplication.OfAnotherFunction, applied, KnownValues.Text(type, use), cached.Text, at)
            : null;
    }

    // What holds the activated value is another type's doing.
    private static AppliedDerivative? FromElsewhere(TypeModel type, ActivationUse use) =>
        type.Compilation.ForeignFacts.ActivationOf(use, type) is ({ } applied, var holder, var established) && IsTelling(applied)
            && !applied.Equals(use.Meaning.Activation) && !IsMultiple(use.Meaning, applied)
            && new Naming(use.Operation, use.Evaluation.Before, type.Type).Name(holder) is { } name
            ? new(use, Misapplication.OfAnotherFunction, applied, KnownValues.Text(type, use), name, established)
            : null;

    /// <summary><c>1 - a * a</c> of the bipolar sigmoid, half of which is its derivative: the factor may stand elsewhere.</summary>
    private static bool IsMultiple(Fingerprint used, Activation applied)
    {
        var ratios = applied.Samples.Where(z => Math.Abs(z) < 2)
            .Select(z => (used.Form == Form.DerivativeFromOutput ? used.Activation.DerivativeFromOutput?.Invoke(applied.F(z)) : used.Activation.DerivativeFromInput(z))
                / applied.DerivativeFromInput(z)).OfType<double>().ToArray();
        return ratios.Length > 1 && ratios.Max() - ratios.Min() < 1e-6 * Math.Abs(ratios[0]);
    }
}
