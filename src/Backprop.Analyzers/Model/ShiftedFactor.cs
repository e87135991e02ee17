using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A parameter's gradient in which the delta of one step meets the cached value of another. Proved from both passes: the
/// forward pass multiplies the weight with one step's value (`w * h[t - 1]`); the backward pass multiplies the weight with a
/// delta, which contains cached values of a known step; and a gradient is that very delta times the same stored value of
/// another step, while no gradient is the delta times the right one.
/// </summary>
internal sealed record ShiftedFactor(Store Store, Place Factor, string Name, string Cached, int Ahead)
{
    public static IEnumerable<ShiftedFactor> In(BackwardLoop loop)
    {
        if (loop.Accumulators.Count == 0 || loop.Forward.IsEmpty) return Enumerable.Empty<ShiftedFactor>();
        return new Search(loop).Find();
    }

    private sealed class Search(BackwardLoop loop)
    {
        private readonly LoopTransfer transfer = loop.Transfer;
        private readonly ForwardSteps steps = loop.Forward.Steps;
        private readonly List<(Place Place, HashSet<Term> Sum)> gradients = loop.Accumulators
            .Select(place => (place, new HashSet<Term>(Carries.Contributions(loop.Transfer, place).Where(term => !term.IsOne)))).ToList();

        public IEnumerable<ShiftedFactor> Find()
        {
            var cached = gradients.SelectMany(gradient => gradient.Sum).SelectMany(term => term.Atoms()).Distinct()
                .Select(Cached).OfType<CachedValue>().ToList();
            var deltas = Deltas(cached).ToList();
            var reported = new HashSet<Place>();
            foreach (var (weight, atom, delta, slot) in deltas)
            {
                foreach (var step in StepsOf(weight, atom, delta, slot, deltas))
                {
                    var wrong = Wrong(delta, step, steps.PartnersOf(weight), cached) ?? NeverMet(delta, step, cached);
                    if (wrong is not null && reported.Add(wrong.Store.Place)) yield return wrong;
                }
            }
        }

        // In numbers of the forward pass, or of the collection that the delta itself lies in.
        private IEnumerable<CachedValue> StepsOf(Identity weight, int atom, Terms delta, Place? slot, List<(Identity, int, Terms, Place?)> deltas)
        {
            if (StepOf(delta) is { } known) yield return known;
            else if (slot is null && StepOfReceiver(weight, atom, delta, deltas) is { } receiver) yield return receiver;
            if (slot is not null && StepOf(slot) is { } own) yield return own;
        }

        private IEnumerable<(Identity Weight, int Atom, Terms Delta, Place? Slot)> Deltas(List<CachedValue> cached)
        {
            foreach (var delta in WeightDelta.In(loop)) yield return (delta.Weight, delta.Atom, delta.Delta, delta.Slot);
            // An error that the forward pass has stored as a sum of the weight's products.
            foreach (var value in cached)
                if (steps.WeightOf(value.Stream) is { } weight) yield return (weight, -1, Terms.Of(value.Atom), null);
        }

        // `w^T * e` is a part of what the state of a step receives: e is of that step.
        private CachedValue? StepOfReceiver(Identity weight, int atom, Terms delta, List<(Identity, int Atom, Terms Delta, Place? Slot)> deltas)
        {
            if (atom < 0 || delta.Atoms.Atoms().Any(factor => Cached(factor) is not null)) return null;
            if (!steps.PartnersOf(weight).All(partner => partner.Lag == 0 && steps.IsState(partner.Stream))) return null;
            var receivers = deltas.Where(other => other.Atom != atom && other.Slot is null && other.Delta.Atoms.Contains(atom)).Select(other => StepOf(other.Delta)).ToList();
            return receivers.Count > 0 && receivers.All(step => step?.Minus(receivers[0]!) == 0) ? receivers[0] : null;
        }

        private ShiftedFactor? Wrong(Terms delta, CachedValue step, IReadOnlyCollection<StepValue> partners, List<CachedValue> cached)
        {
            var candidates = cached.Select(value => (Value: value, At: value.Minus(step)))
                .Where(candidate => candidate.At is not null && partners.Any(partner => partner.Stream.Equals(candidate.Value.Stream))).ToList();
            bool IsRight((CachedValue Value, int? At) candidate) => partners.Contains(new StepValue(candidate.Value.Stream, candidate.At ?? 0));
            if (candidates.Where(IsRight).Any(right => gradients.Any(gradient => gradient.Sum.IsSupersetOf(Products(delta, right.Value.Atom))))) return null;
            foreach (var (value, at) in candidates.Where(candidate => !IsRight(candidate)))
            {
                var product = Products(delta, value.Atom);
                if (product.SetEquals(delta.All)) continue;
                var place = gradients.FirstOrDefault(gradient => gradient.Sum.SetEquals(product)).Place;
                if (place is not null) return Of(place, value, (at ?? 0) - partners.First(partner => partner.Stream.Equals(value.Stream)).Lag);
            }

            return null;
        }

        // An input or gate of another step, which the forward pass never brings together with this step's.
        private ShiftedFactor? NeverMet(Terms delta, CachedValue step, List<CachedValue> cached)
        {
            foreach (var value in cached.Where(value => !steps.IsState(value.Stream) && !delta.Atoms.Contains(value.Atom)))
            {
                var met = steps.Partners.Where(partner => partner.Stream.Equals(value.Stream)).ToList();
                if (met.Count == 0 || value.Minus(step) is not { } at || met.Any(partner => partner.Lag == at)) continue;
                var product = Products(delta, value.Atom);
                var place = gradients.FirstOrDefault(gradient => gradient.Sum.IsSupersetOf(product)).Place;
                if (place is not null) return Of(place, value, at - met[0].Lag);
            }

            return null;
        }

        private ShiftedFactor Of(Place gradient, CachedValue value, int ahead)
        {
            var store = transfer.Log.Stores.Last(store => ReferenceEquals(store.Place, gradient));
            return new ShiftedFactor(store, value.Place, Identity.NameOf(gradient, transfer), Identity.NameOf(value.Place, transfer), ahead);
        }

        private static HashSet<Term> Products(Terms delta, int atom) => new(delta.All.Select(term => term.Times(Term.Of(atom))));

        // The latest step of which a cached value is in it. Only a state may be the one of the step before; where the values of
        // two steps are mixed (`dh[t + 1] * z[t + 1]` in the sum), it is not known whose delta it is.
        private CachedValue? StepOf(Terms delta)
        {
            var values = delta.Atoms.Atoms().Select(Cached).OfType<CachedValue>().ToList();
            if (values.Count == 0) return null;
            var latest = values[0].Own;
            foreach (var value in values)
            {
                if (value.Own.Minus(latest) is not { } ahead) return null;
                if (ahead > 0) latest = value.Own;
            }

            var isMixed = values.Any(value => value.Own.Minus(latest) != 0 && (!steps.IsState(value.Stream)
                || values.Any(other => other.Stream.Equals(value.Stream) && other.Minus(latest) == 0)));
            return isMixed ? StepOfAll(delta, values) : latest;
        }

        // What every product of it holds is of the step at hand, where everything else is of later ones.
        private CachedValue? StepOfAll(Terms delta, List<CachedValue> values)
        {
            var common = delta.All.Aggregate((all, term) => all.Common(term));
            var factors = values.Where(value => common.Contains(value.Atom) && !steps.IsState(value.Stream)).ToList();
            return factors.Count > 0 && values.All(value => steps.IsState(value.Stream) || value.Own.Minus(factors[0].Own) >= 0)
                && factors.All(value => value.Own.Minus(factors[0].Own) == 0) ? factors[0].Own : null;
        }

        private CachedValue? StepOf(Place slot) => transfer.StepOf(slot) is { Key.Data: LinearIndex index, Parent: { } steps }
            ? new CachedValue(-1, slot, default, steps, index) : null;

        private CachedValue? Cached(int atom) => CachedValue.Of(loop, atom);
    }
}
