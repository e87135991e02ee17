using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// A derivative from the output that is handed the pre-activation, seen from one of its two ends: at a call, where every
/// implementation that is understood expects the output; or at an implementation, or a case, that expects the output although
/// all callers hand over the pre-activation, as others expect it.
/// </summary>
internal static class OutputFormOfInput
{
    public static IEnumerable<MisreadDerivative> In(TypeModel type) => AtCalls(type).Concat(new MisreadDerivatives(
        type, PairVerdict.DerivativeFromOutput, pair => pair.Reading == PairReading.Mixed ? type.Compilation.HandedOver.AlwaysInput(pair, type.Cancellation) : null).Written());

    private static IEnumerable<MisreadDerivative> AtCalls(TypeModel type)
    {
        foreach (var use in type.SharedDerivatives.Concat(SharedDerivative.OfOutputs(type)))
        {
            if (use.Pair.Reading != PairReading.FromOutput || !use.Pair.Implementations.Any(one => MisreadDerivatives.IsMisread(one, PairVerdict.DerivativeFromOutput))) continue;
            if (type.Uses.Any(known => known.Operation.Syntax == use.Call.Syntax && KnownValues.OutputsOf(type, known).Any())) continue; // an output of something else
            if (HandedInput.Of(use, type.ValuesOf(use.Body), type.Compilation, type.WritesOf(use.Body), type.Cancellation) is { } established)
                yield return new(use.Call.Syntax, use.Call.Syntax.ToString(), use.Applied.Text, established);
        }
    }
}
