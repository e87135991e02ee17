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
    public static IEnumerable<OverwrittenGradient> In(BackwardLoop loop)
    {
        if (loop.Forward.IsEmpty) yield break;
        foreach (var place in loop.Transfer.Writes.Where(place => loop.Transfer.StepOf(place) is null && !loop.Transfer.Log.Read.Contains(place)))
        {
            var stores = loop.Transfer.Log.Stores.Where(store => ReferenceEquals(store.Place, place)).ToList();
            if (stores.Count == 0 || stores.Any(store => store.Accumulates)) continue;
            var last = stores[stores.Count - 1];
            if (IsParameterGradient(loop, last))
                yield return new OverwrittenGradient(last, NameOf(place), loop.Transfer.Log.Stores.FirstOrDefault(store => store.Accumulates && loop.Accumulators.Contains(store.Place)));
        }
    }

    private static bool IsParameterGradient(BackwardLoop loop, Store store)
    {
        var terms = store.Value.All.Where(term => !term.IsOne).ToList();
        return terms.Count > 0 && !terms.Any(term => term.Atoms().Any(loop.IsRecurrentWeight)) && terms.All(term => IsDeltaTimesStep(loop, term) || !store.Conditional && loop.Sharing(term) > 0);
    }

    private static bool IsDeltaTimesStep(BackwardLoop loop, Term term) =>
        term.Atoms().Where(atom => IsOfStep(loop, atom)).Any(atom => loop.Sharing(term.Without(Term.Of(atom))) > 0);

    private static bool IsOfStep(BackwardLoop loop, int atom) => loop.Transfer.Atoms.PlaceOf(atom) is { } place
        && loop.Transfer.StepOf(place) is not null && !(Identity.Of(place) is { } identity && loop.Forward.Gates.Contains(identity));

    private static string NameOf(Place place)
    {
        for (var part = place; part is not null; part = part.Parent)
        {
            if (part.Key.Data is ISymbol symbol) return symbol.Name;
        }

        return "";
    }
}
