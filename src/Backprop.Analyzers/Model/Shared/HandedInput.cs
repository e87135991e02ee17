using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// A call of a derivative that is handed what the function of its pair was applied to. Proved: the member itself applies the
/// function of the same object to the value whenever it makes the call (a function of two modes does either), or the value lies where the forward pass left it and nothing else writes; and no
/// output lies there.
/// </summary>
internal static class HandedInput
{
    /// <summary>Where the function was applied to the value, or null where that is not proved.</summary>
    public static Location? Of(SharedDerivative use, MemberValues? values, CompilationModel compilation, HashSet<Region> written, CancellationToken cancellation)
    {
        var functions = compilation.SharedFacts.Functions;
        if (Snapshot.ContainerOf(use.Applied.Argument) is Computation made && functions.IsCall(made, use.Pair)) return null;
        var entry = new EntryView(use.Evaluation.Before, written);
        var facts = compilation.SharedFacts.Of(use.Pair, cancellation);
        if (facts.Any(fact => fact.Holds(use.Applied.Argument, entry))) return null;
        return facts.FirstOrDefault(fact => fact.IsCertain && fact.HolderOf(use.Applied, entry, sameSelector: true) is not null)?.Established
            ?? values?.Evaluations.FirstOrDefault(one => one.Term is Computation forward && functions.IsCall(forward, use.Pair)
                && Applied.Of(forward) is { } applied && applied.IsSame(use.Applied, sameSelector: true) && Dominance.IsCertainWith(one.Operation, use.Call))?.Operation.Syntax.GetLocation();
    }
}
