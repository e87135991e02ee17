using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What the forward loops of a type prove about its recurrence. Weights: what multiplies a state on its way into the next
/// step, and is neither written by the loop nor one of the step's own. Previous: where a step stores the state that it
/// began with. Gates: where a step stores what its state is multiplied with directly, as an LSTM's forget gate is.
/// </summary>
internal sealed record ForwardRecurrence(HashSet<Identity> Weights, HashSet<Identity> Previous, HashSet<Identity> Gates)
{
    public static ForwardRecurrence Of(IEnumerable<LoopTransfer> loops)
    {
        var found = new ForwardRecurrence(new(), new(), new());
        foreach (var loop in loops) found.Add(loop);
        return found;
    }

    public bool IsEmpty => Weights.Count == 0;

    private void Add(LoopTransfer loop)
    {
        var carries = Carries.Of(loop);
        var states = new HashSet<int>(carries.Select(carry => loop.Atoms.Find(carry.Read)).OfType<int>());
        var ends = carries.Select(carry => carry.Written).Distinct().ToList();
        var found = Partners(loop.Atoms, ends.SelectMany(place => DeepTerms(loop.Atoms, loop.AtEnd(place))), states)
            .Select(loop.Atoms.PlaceOf).OfType<Place>().Where(place => IsInvariant(loop, place)).Select(Identity.Of).OfType<Identity>().ToList();
        Weights.UnionWith(found);
        if (found.Count == 0) return;
        var gates = new HashSet<int>(Partners(loop.Atoms, ends.SelectMany(place => loop.AtEnd(place).All), states)
            .Where(atom => loop.Atoms.PlaceOf(atom) is not { } place || !IsInvariant(loop, place)));
        foreach (var store in loop.Log.Stores) AddStore(store, states, gates);
    }

    private void AddStore(Store store, HashSet<int> states, HashSet<int> gates)
    {
        if (Identity.Of(store.Place) is not { } identity) return;
        var single = store.Value.All.Where(term => !term.IsOne).ToList();
        if (single.Count != 1 || single[0].Atoms().ToList() is not { Count: 1 } atoms) return;
        if (states.Contains(atoms[0])) Previous.Add(identity);
        if (gates.Contains(atoms[0])) Gates.Add(identity);
    }

    private static IEnumerable<int> Partners(AtomTable atoms, IEnumerable<Term> terms, HashSet<int> states) => terms
        .Where(term => states.Any(term.Contains)).SelectMany(term => term.Atoms().Where(atom => !states.Contains(atom))).Distinct();

    /// <summary>The products in a value and in everything that went through functions into it.</summary>
    private static IEnumerable<Term> DeepTerms(AtomTable atoms, Terms terms)
    {
        var seen = new HashSet<int>();
        var waiting = new Stack<Terms>();
        waiting.Push(terms);
        while (waiting.Count > 0)
        {
            foreach (var term in waiting.Pop().All)
            {
                yield return term;
                foreach (var atom in term.Atoms().Where(atom => atoms.DefinitionOf(atom) is not null && seen.Add(atom)))
                    waiting.Push(atoms.DefinitionOf(atom) ?? Terms.Zero);
            }
        }
    }

    private static bool IsInvariant(LoopTransfer loop, Place place) =>
        loop.StepOf(place) is null && !loop.Writes.Any(written => place.IsWithin(written) || written.IsWithin(place));
}
