using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A state that the forward pass uses in several places, of whose gradient the backward pass adds up only some: one of several
/// recurrent weights sends nothing back although its own gradient is learned, or the product with the gate that the state
/// passes through is nowhere. Proved by absence: nothing that the loop computes, nor what goes into a call that is not
/// understood, holds the missing factor in that role, while the recurrent gradient does travel.
/// </summary>
internal sealed record MissingContribution(Place Carried, string Name, bool IsGate)
{
    public static MissingContribution? In(BackwardLoop loop)
    {
        if (loop.Accumulators.Count < 2 || loop.Forward.IsEmpty) return null;
        var carried = loop.Carries.Select(carry => carry.Written).FirstOrDefault(place => loop.RecurrentIn(loop.Transfer.AtEnd(place)).Any());
        if (carried is null) return null;
        return MissingWeight(loop) is { } weight ? new MissingContribution(carried, weight, false)
            : MissingGate(loop) is { } gate ? new MissingContribution(carried, gate, true) : null;
    }

    // dh = wf^T * df + wi^T * di + wc^T * dc, and wo^T * do is not there.
    private static string? MissingWeight(BackwardLoop loop)
    {
        var steps = loop.Forward.Steps;
        var seen = new HashSet<Identity>(loop.Transfer.Atoms.PlacesOf(All(loop)).SelectMany(place => Parts(loop, place)));
        foreach (var (state, together) in steps.Partners.Where(partner => partner.Lag == -1).Distinct().SelectMany(state => steps.WeightsOfLoops.Select(together => (state, together))))
        {
            var weights = together.Where(weight => loop.Forward.Weights.Contains(weight) && steps.PartnersOf(weight).Contains(state)).ToList();
            var missing = weights.Where(weight => !seen.Contains(weight)).ToList();
            if (missing.Count == 0 || missing.Count == weights.Count || Learned(loop, state) < weights.Count) continue;
            return missing[0].Symbol is Microsoft.CodeAnalysis.ISymbol symbol ? symbol.Name + missing[0].Suffix : missing[0].Symbol.ToString();
        }

        return null;
    }

    // How many gradients are a delta times the state of the step before: those of the weights that the state is multiplied with.
    private static int Learned(BackwardLoop loop, StepValue state) => loop.Accumulators.Count(place =>
    {
        var terms = Carries.Contributions(loop.Transfer, place).Where(term => !term.IsOne).ToList();
        return terms.Count > 0 && terms.Aggregate((all, term) => all.Common(term)).Atoms().Any(atom => IsStateBefore(loop, atom, state));
    });

    private static bool IsStateBefore(BackwardLoop loop, int atom, StepValue state) => loop.Transfer.Atoms.PlaceOf(atom) is { } place
        && loop.Transfer.StepOf(place) is not null && Identity.Of(place, loop.Transfer) is { } identity
        && loop.Forward.Steps.ValueOf(identity) is { } value && value.Stream.Equals(state.Stream);

    // c = f * cBefore + ...: nowhere is the gradient of c multiplied with f.
    private static string? MissingGate(BackwardLoop loop)
    {
        var all = All(loop);
        var gates = all.Atoms().Where(loop.IsGate).ToList();
        if (gates.Count == 0 || loop.Transfer.Atoms.Closure(all).Atoms().Any(atom => loop.IsGate(atom) && !gates.Contains(atom))) return null;
        // A function of the gate, or of something that holds it, may be the product.
        if (all.Atoms().Any(atom => loop.Transfer.Atoms.DefinitionOf(atom) is not null && loop.Transfer.Atoms.Closure(Term.Of(atom)).Atoms().Any(loop.IsGate))) return null;
        var values = loop.Transfer.Log.Stores.Select(store => store.Value).Concat(loop.Transfer.Writes.Select(loop.Transfer.AtEnd))
            .Concat(loop.Transfer.Log.Results.Select(result => loop.Transfer.Content(result.Value)));
        var sent = values.Any(value => value.All.Any(term => term.Atoms().Any(loop.IsGate) && term.Atoms().AreSeveral
            && !term.Atoms().Any(atom => loop.IsRecurrentWeight(atom) || loop.IsPreviousState(atom) || IsState(loop, atom))));
        return sent || loop.Transfer.Atoms.PlaceOf(gates[0]) is not { } gate ? null : Identity.NameOf(gate, loop.Transfer);
    }

    private static bool IsState(BackwardLoop loop, int atom) => loop.Transfer.Atoms.PlaceOf(atom) is { } place
        && Identity.Of(place, loop.Transfer) is { } identity && loop.Forward.Steps.ValueOf(identity) is { } value && loop.Forward.Steps.IsState(value.Stream);

    private static Term All(BackwardLoop loop) => loop.Transfer.Log.Stores.Select(store => store.Value.Atoms)
        .Concat(loop.Transfer.Writes.Select(place => loop.Transfer.AtEnd(place).Atoms))
        .Concat(loop.Transfer.Log.Factors.Select(factor => factor.Other.Atoms.Times(Term.Of(factor.Atom))))
        .Aggregate(Term.One, (all, atoms) => all.Times(atoms));

    // What an object that is read as a whole may hold counts as seen.
    private static IEnumerable<Identity> Parts(BackwardLoop loop, Place place)
    {
        for (var part = place; part is not null; part = part.Parent)
            if (Identity.Of(part, loop.Transfer) is { } identity) yield return identity;
        foreach (var child in place.Children)
            if (Identity.Of(child, loop.Transfer) is { } inside) yield return inside;
    }
}
