using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// A derivative from the output that is handed the pre-activation, seen from one of its two ends: at a call, where every
/// implementation that is understood expects the output; or at an implementation, or a case, that expects the output although
/// all callers hand over the pre-activation, as others expect it.
/// </summary>
internal sealed record OutputFormOfInput(SyntaxNode Where, string What, string Value, Location Established)
{
    public static IEnumerable<OutputFormOfInput> In(TypeModel type) => AtCalls(type).Concat(AtImplementations(type)).Concat(AtCases(type));

    private static IEnumerable<OutputFormOfInput> AtCalls(TypeModel type)
    {
        foreach (var use in type.SharedDerivatives.Concat(SharedDerivative.OfOutputs(type)))
        {
            if (use.Pair.Reading != PairReading.FromOutput || !use.Pair.Implementations.Any(one => IsMisread(one with { IsHeld = false }))) continue;
            if (type.Uses.Any(known => known.Operation.Syntax == use.Call.Syntax && KnownValues.OutputsOf(type, known).Any())) continue; // an output of something else
            if (HandedInput.Of(use, type.ValuesOf(use.Body), type.Compilation, type.WritesOf(use.Body), type.Cancellation) is { } established)
                yield return new(use.Call.Syntax, use.Call.Syntax.ToString(), use.Applied.Text, established);
        }
    }

    private static IEnumerable<OutputFormOfInput> AtImplementations(TypeModel type)
    {
        foreach (var body in type.Bodies)
            if (DerivativeSites.Of(body, type, IsMisread) is ({ Reading: PairReading.Mixed } pair, var own)
                && type.Compilation.HandedOver.AlwaysInput(pair, type.Cancellation) is { } callers && DerivativeSites.Returned(body) is { } returned)
                yield return new(returned, body.Member.Name, DerivativeSites.Source(own, ArgumentRole.Output), callers.Activated);
    }

    private static IEnumerable<OutputFormOfInput> AtCases(TypeModel type)
    {
        foreach (var body in type.Bodies)
        {
            if (body.Member is not IMethodSymbol method || !SelectorTable.MayTellApart(method) || body.HasErrors) continue;
            if (SharedDerivative.PairOf(method, type.Compilation, type.Cancellation) is not { Reading: PairReading.Mixed } pair) continue;
            var misread = pair.Implementations.Where(one => one.Case is not null && IsMisread(one)).ToArray();
            if (misread.Length == 0 || type.Compilation.HandedOver.AlwaysInput(pair, type.Cancellation) is not { } callers) continue;
            foreach (var one in misread)
                yield return new(SelectorCases.Result(one.Case!.At), method.Name, DerivativeSites.Source(one, ArgumentRole.Output), callers.Activated);
        }
    }

    // What relu does is right of either.
    private static bool IsMisread(PairImplementation one) =>
        one is { Meaning.Verdict: PairVerdict.DerivativeFromOutput, IsStraight: false, IsHeld: false } && one.Activation is not { SameFromEither: true };
}
