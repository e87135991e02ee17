using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// A derivative from the pre-activation that is handed the output, seen from one of its two ends: at a call, where every
/// implementation that is understood expects the pre-activation; or at an implementation that expects the pre-activation
/// although all callers hand over the output: other implementations expect it, or there are several such callers.
/// </summary>
internal sealed record DoubleActivation(SyntaxNode Where, string What, string Value, Location Established)
{
    private const int Several = 2;

    public static IEnumerable<DoubleActivation> AtCalls(TypeModel type)
    {
        foreach (var use in type.SharedDerivatives)
        {
            if (use.Pair.Reading != PairReading.FromInput || !use.Pair.Implementations.Any(one => IsMisread(one with { IsHeld = false }))) continue;
            if (IsComposition(type, use)) continue;
            if (HandedOutput.Of(use, type.Compilation, type.WritesOf(use.Body), type.Cancellation) is { } established)
                yield return new DoubleActivation(use.Call.Syntax, use.Call.Syntax.ToString(), use.Applied.Text, established);
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

    public static IEnumerable<DoubleActivation> AtImplementations(TypeModel type)
    {
        foreach (var body in type.Bodies)
        {
            if (DerivativeSites.Of(body, type, IsMisread) is not ({ Reading: PairReading.Mixed or PairReading.FromInput } pair, var misread)) continue;
            // One caller against implementations that all agree is wrong alone.
            if (type.Compilation.HandedOver.AlwaysOutput(pair, type.Cancellation) is not { } callers || pair.Reading == PairReading.FromInput && callers.Count < Several) continue;
            if (DerivativeSites.Returned(body) is { } returned) yield return new DoubleActivation(returned, body.Member.Name, DerivativeSites.Source(misread, ArgumentRole.PreActivation), callers.Activated);
        }
    }

    /// <summary>
    /// <c>case Kind.Tanh: return 1 - Math.Tanh(y) * Math.Tanh(y);</c> beside <c>case Kind.Sigmoid: return y * (1 - y);</c>, of which all
    /// callers hand over the output.
    /// </summary>
    public static IEnumerable<DoubleActivation> AtCases(TypeModel type)
    {
        foreach (var body in type.Bodies)
        {
            if (body.Member is not IMethodSymbol method || !SelectorTable.MayTellApart(method) || body.HasErrors) continue;
            if (SharedDerivative.PairOf(method, type.Compilation, type.Cancellation) is not { Reading: PairReading.Mixed } pair) continue;
            var misread = pair.Implementations.Where(one => one.Case is not null && IsMisread(one)).ToArray();
            if (misread.Length == 0 || type.Compilation.HandedOver.AlwaysOutput(pair, type.Cancellation) is not { } callers) continue;
            foreach (var one in misread) yield return new DoubleActivation(SelectorCases.Result(one.Case!.At), method.Name, DerivativeSites.Source(one, ArgumentRole.PreActivation), callers.Activated);
        }
    }

    // What relu does is right of either.
    private static bool IsMisread(PairImplementation one) =>
        one is { Meaning.Verdict: PairVerdict.DerivativeFromInput, IsStraight: false, IsHeld: false } && one.Activation is not { SameFromEither: true };
}
