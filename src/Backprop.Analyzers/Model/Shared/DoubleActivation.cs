using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// A derivative from the pre-activation that is handed the output, seen from one of its two ends: at a call, where every
/// implementation that is understood expects the pre-activation; or at an implementation, or a case, that expects the pre-activation
/// although all callers hand over the output: others expect it, or there are several such callers.
/// </summary>
internal static class DoubleActivation
{
    private const int Several = 2;

    public static IEnumerable<MisreadDerivative> In(TypeModel type) => AtCalls(type)
        .Concat(new MisreadDerivatives(type, PairVerdict.DerivativeFromInput, pair => CallersOf(pair, type)).Written());

    private static IEnumerable<MisreadDerivative> AtCalls(TypeModel type)
    {
        foreach (var use in type.SharedDerivatives)
        {
            if (use.Pair.Reading != PairReading.FromInput || !use.Pair.Implementations.Any(one => MisreadDerivatives.IsMisread(one, PairVerdict.DerivativeFromInput))) continue;
            if (IsComposition(type, use)) continue;
            if (HandedOutput.Of(use, type.Compilation, type.WritesOf(use.Body), type.Cancellation) is { } established)
                yield return new(use.Call.Syntax, use.Call.Syntax.ToString(), use.Applied.Text, established);
        }
    }

    // f(f(z)), whose derivative is f'(f(z)) * f'(z): the output is activated again, or the other factor stands there too.
    private static bool IsComposition(TypeModel type, SharedDerivative use)
    {
        var functions = type.Compilation.SharedFacts.Functions;
        var inner = use.Applied.Argument is Computation made ? Applied.Of(made) : null;
        return (inner is not null && type.SharedDerivatives.Any(other => other.Body == use.Body && other.Applied.Argument.Equals(inner.Argument)))
            || (type.ValuesOf(use.Body)?.Evaluations.Any(evaluation => evaluation.Term is Computation call && functions.IsCall(call.Operation, use.Pair)
                && Applied.Of(call) is { } forward && forward.Argument.Equals(use.Applied.Argument)) ?? false);
    }

    // One caller against implementations that all agree is wrong alone.
    private static AgreedCallers? CallersOf(DerivativePair pair, TypeModel type) => pair.Reading is PairReading.Mixed or PairReading.FromInput
        && type.Compilation.HandedOver.AlwaysOutput(pair, type.Cancellation) is { } callers && !(pair.Reading == PairReading.FromInput && callers.Count < Several) ? callers : null;
}
