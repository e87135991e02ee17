using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// The output that a caller holds of the value it hands to a derivative. <paramref name="IsCertain"/>: proved for every object
/// and path; else it is what the forward pass leaves there, and some other code may leave something else.
/// </summary>
internal sealed record HeldOutput(string Text, Location Established, bool IsCertain);

/// <summary>Finds where a type's member, at a call of a derivative, has f of the same value.</summary>
internal sealed class SharedReach(TypeModel type)
{
    public HeldOutput? OutputOf(SharedDerivative use)
    {
        var at = new Naming(use.Call, use.Evaluation.Before, type.Type);
        return Nearest(Written(use, at)) ?? Nearest(Remembered(use, at, sameSelector: true))
            ?? Nearest(Remembered(use, at, sameSelector: false)) ?? Evaluated(use) ?? InLists(use);
    }

    // error = f(z) - y, error * f'(z): not stored, but evaluated on the way here. Or a moment later, Rate = f'(z); Output = f(z);
    private HeldOutput? Evaluated(SharedDerivative use)
    {
        var other = type.ValuesOf(use.Body)?.Evaluations.FirstOrDefault(one => ReferenceEquals(one.Function, use.Evaluation.Function)
            && Forward(one.Term, use) is { } forward && forward.IsSame(use.Applied, sameSelector: true)
            && Dominance.IsCertainWith(one.Operation, use.Call));
        return other is null ? null : new HeldOutput(other.Operation.Syntax.ToString(), other.Operation.Syntax.GetLocation(), IsCertain: false);
    }

    // sums.Add(z); outputs.Add(f(z)); f'(sums[i])
    private HeldOutput? InLists(SharedDerivative use) => type.ValuesOf(use.Body) is { } values
        ? new ParallelLists(use, values, type.Compilation.Effects, type.Meaning).OutputOf(value => Forward(value, use)) : null;

    private static HeldOutput? Nearest(IEnumerable<HeldOutput> found) =>
        found.OrderBy(output => output.Text.Length).ThenBy(output => output.Text, StringComparer.Ordinal).FirstOrDefault();

    // In a local, an element or a member that this member wrote itself.
    private IEnumerable<HeldOutput> Written(SharedDerivative use, Naming at)
    {
        var before = use.Evaluation.Before;
        var held = before.Variables.Select(entry => (Place: (Place)entry.Key, entry.Value))
            .Concat(before.Contents.Select(entry => (Place: entry.Key, entry.Value)));
        foreach (var (place, value) in held)
            if (Forward(value, use) is { } forward && forward.IsSame(use.Applied, sameSelector: true) && at.Name(place) is { } text)
                yield return new HeldOutput(text, forward.Call.Syntax.GetLocation(), IsCertain: true);
        foreach (var fact in before.Everywhere)
            if (Forward(fact.Value, use) is { } forward
                && Unifier.Match([forward.Argument, forward.Selector], [use.Applied.Argument, use.Applied.Selector])?.Apply(fact.Place) is Place place
                && at.Name(place) is { } text)
                yield return new HeldOutput(text, forward.Call.Syntax.GetLocation(), IsCertain: true);
    }

    private Applied? Forward(Term value, SharedDerivative use) =>
        value is Computation computation && Functions.IsCall(computation, use.Pair) ? Applied.Of(computation) : null;

    private IEnumerable<HeldOutput> Remembered(SharedDerivative use, Naming at, bool sameSelector)
    {
        var entry = At(use);
        foreach (var fact in Facts(use))
            if (fact.HolderOf(use.Applied, entry, sameSelector) is { } place && entry.IsUnwritten(place) && at.Name(place) is { } text)
                yield return new HeldOutput(text, fact.Established, fact.IsCertain && sameSelector);
    }

    private PairFunctions Functions => type.Compilation.SharedFacts.Functions;

    private IEnumerable<CallFact> Facts(SharedDerivative use) => type.Compilation.SharedFacts.Of(use.Pair, type.Cancellation);

    private EntryView At(SharedDerivative use) => new(use.Evaluation.Before, type.WritesOf(use.Body));
}
