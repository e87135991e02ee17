using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// A call of a derivative that is handed what the function of its pair returned. Proved: the value is that call's result, or that
/// of a member which returns nothing else, or lies where nothing but such results is ever left; and nothing activates it once more, so that it is not the pre-activation
/// of a further layer.
/// </summary>
internal static class HandedOutput
{
    /// <summary>Where the value was activated, or null where that is not proved.</summary>
    public static Location? Of(SharedDerivative use, CompilationModel compilation, HashSet<Region> written, CancellationToken cancellation)
    {
        var argument = Snapshot.ContainerOf(use.Applied.Argument);
        var functions = compilation.SharedFacts.Functions;
        if (argument is Computation made)
            return !functions.IsCall(made.Operation, use.Pair) ? use.Applied.IsChosen ? null : compilation.ReturnedOutput.Of(made, use.Pair, cancellation)
                : Applied.Of(made) is { } forward && forward.Selector.Equals(use.Applied.Selector) ? made.Operation.Syntax.GetLocation() : null;
        var entry = new EntryView(use.Evaluation.Before, written);
        var facts = compilation.SharedFacts.Of(use.Pair, cancellation);
        if (facts.FirstOrDefault(fact => fact.IsAlwaysOutput && fact.Holds(use.Applied.Argument, entry)) is not { } found) return null;
        return facts.Any(fact => IsActivated(fact, use.Applied.Argument, entry)) ? null : found.Established;
    }

    // second.Output = f(first.Output): the output is a pre-activation as well.
    private static bool IsActivated(CallFact fact, Term argument, EntryView entry) => !fact.Argument.Equals(Relation.Unnamed)
        && Unifier.Match(fact.Argument, argument, anyVersion: true) is { } match && match.Reads.All(entry.Holds);
}
