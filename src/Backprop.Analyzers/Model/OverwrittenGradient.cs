using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The gradient of a parameter that each step sets anew, in a loop that adds up those of its siblings. Taken for the gradient
/// of a parameter when it is the delta that the siblings are made of, alone or times something of the step; the gradient of a
/// state is a product with a weight or a gate instead. Nothing in the loop reads it, so all steps but one are lost.
/// </summary>
internal sealed record OverwrittenGradient(Store Store, string Name, Store? Sibling)
{
    /// <summary>True where the place is proved to hold zeros before the loop, so that `+=` adds up from nothing.</summary>
    public bool StartsAtZero { get; init; }

    public static IEnumerable<OverwrittenGradient> In(BackwardLoop loop)
    {
        // Where nothing is added up and nothing travels, each step may be meant for itself.
        if (loop.Forward.IsEmpty || loop.Accumulators.Count == 0 && !loop.CarriesRecurrentGradient) yield break;
        foreach (var place in loop.Overwritten)
        {
            var store = loop.Transfer.Log.Stores.Last(store => ReferenceEquals(store.Place, place));
            if (IsParameterGradient(loop, store) && !(loop.CarriesRecurrentGradient && DeadState.Is(loop, store)))
                yield return new OverwrittenGradient(store, Identity.NameOf(place, loop.Transfer), loop.Transfer.Log.Stores.FirstOrDefault(other => other.Accumulates && loop.Accumulators.Contains(other.Place)))
                    { StartsAtZero = loop.Transfer.AtStart(place).IsZero };
        }
    }

    // One, or the gradients of several as one object: `total = back.Part`.
    private static bool IsParameterGradient(BackwardLoop loop, Store store)
    {
        if (IsParameterGradient(loop, store, store.Value)) return true;
        var parts = loop.Transfer.PartsAtEnd(store.Place).ToList();
        return parts.Count > 1 && parts.All(part => part.Key.Kind == KeyKind.Member && IsParameterGradient(loop, store, loop.Transfer.AtEnd(part)));
    }

    private static bool IsParameterGradient(BackwardLoop loop, Store store, Terms value)
    {
        var terms = value.All.Where(term => !term.IsOne).ToList();
        if (WeightDelta.In(loop).Any(delta => loop.IsRecurrentWeight(delta.Atom) && delta.IsGradient(loop, value))) return true;
        if (terms.Count == 0 || terms.Any(term => term.Atoms().Any(loop.IsRecurrentWeight))) return false;
        // The gradients of a weight and of a bias may be one object.
        return terms.Any(term => IsDeltaTimesInput(loop, store.Place, term)) && terms.All(term => IsDeltaTimesInput(loop, store.Place, term) || IsDelta(loop, store.Place, term))
            || !store.Conditional && !loop.IsGated(value) && terms.All(term => IsDelta(loop, store.Place, term));
    }

    private static bool IsDeltaTimesInput(BackwardLoop loop, Place place, Term term) =>
        term.Atoms().Where(loop.IsInput).Any(atom => IsDelta(loop, place, term.Without(Term.Of(atom))));

    // Some other parameter's gradient is made of it too.
    private static bool IsDelta(BackwardLoop loop, Place place, Term term) => !term.IsOne && (IsWeighted(loop, term) || loop.Accumulators.Concat(loop.Overwritten)
        .Any(other => !ReferenceEquals(other, place) && Carries.Contributions(loop.Transfer, other).Any(contribution => contribution.Contains(term))));

    // A recurrent weight is multiplied with it, or the forward pass has stored it as the error of a weight's product.
    private static bool IsWeighted(BackwardLoop loop, Term term) =>
        loop.Transfer.Log.Factors.Any(factor => loop.IsRecurrentWeight(factor.Atom) && factor.Other.Contains(term))
        || ErrorOf(loop, term) is not null || IsPartOfError(loop, term);

    private static Identity? ErrorOf(BackwardLoop loop, Term term) => term.Only is >= 0 and var atom && loop.Transfer.Atoms.PlaceOf(atom) is { } place
        && Identity.Of(place, loop.Transfer) is { } identity ? loop.Forward.Steps.WeightOf(identity) : null;

    // `v^T * (y - wanted)`, where y is the product of that same v
    private static bool IsPartOfError(BackwardLoop loop, Term term)
    {
        foreach (var factor in loop.Transfer.Log.Factors)
        {
            if (!factor.Other.Contains(term) || loop.Transfer.Atoms.PlaceOf(factor.Atom) is not { } place || Identity.Of(place, loop.Transfer) is not { } weight) continue;
            if (factor.Other.All.Any(other => Equals(ErrorOf(loop, other), weight))) return true;
        }

        return false;
    }
}
