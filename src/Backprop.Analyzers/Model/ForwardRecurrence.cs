using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What a loop proves about the recurrence in it: the weights that multiply a state on its way into the next step. A weight
/// is a place that the loop does not write and that is not one of the step's own; an accumulator is not a state.
/// </summary>
internal static class ForwardRecurrence
{
    public static IEnumerable<Identity> WeightsOf(LoopTransfer loop)
    {
        var carries = Carries.Of(loop);
        var states = carries.Select(carry => loop.Atoms.Find(carry.Read)).OfType<int>().Distinct().ToList();
        var written = carries.Select(carry => carry.Written).Distinct().ToList();
        return written.SelectMany(place => DeepTerms(loop.Atoms, loop.AtEnd(place)))
            .Where(term => states.Any(term.Contains))
            .SelectMany(term => term.Atoms().Where(atom => !states.Contains(atom)))
            .Distinct()
            .Select(loop.Atoms.PlaceOf).OfType<Place>()
            .Where(place => IsInvariant(loop, place))
            .Select(Identity.Of).OfType<Identity>().Distinct();
    }

    /// <summary>The products in a value and in everything that went through functions into it.</summary>
    public static IEnumerable<Term> DeepTerms(AtomTable atoms, Terms terms)
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
