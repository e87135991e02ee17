using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Shapes = Backprop.Analyzers.Flow.Effects.Shapes;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>dc = dh * o * later.Dc</c>: what the later step sends back is multiplied with another gradient where it must be added
/// to it. A backward pass is linear in what comes back to it, so that this is lost. Proved by degree: what is carried is a
/// gradient (each product in it went through a gate or a recurrent weight and holds another gradient), and nothing that a step
/// computes has it without another gradient beside it. What holds a recurrent weight's product with a delta is a gradient, and
/// so is what is added to that.
/// </summary>
internal sealed record GradientProduct(IOperation Site, string Name)
{
    public static GradientProduct? In(BackwardLoop loop) =>
        loop.Accumulators.Count == 0 || loop.Carries.Count < 2 || loop.Forward.IsEmpty ? null : new Search(loop).Find();

    private sealed class Search(BackwardLoop loop)
    {
        private readonly LoopTransfer transfer = loop.Transfer;
        private List<Terms>? values;
        private HashSet<Term>? gradients;

        public GradientProduct? Find()
        {
            foreach (var carry in loop.Carries)
                if (transfer.Atoms.Find(carry.Read) is { } atom && IsSentBack(carry, atom) && Values.TrueForAll(value => value.All.All(term => IsBesideGradient(term, atom, carry)))
                    && Product(atom) is { } site) return new GradientProduct(site, Identity.NameOf(carry.Read, transfer));
            return null;
        }

        // A variable is only on the way there.
        private List<Terms> Values => values ??= transfer.Log.Stores.Where(store => store.Place.Key.Data is not ILocalSymbol).Select(store => (store.Place, store.Value))
            .Concat(transfer.Writes.Select(place => (Place: place, Value: transfer.AtEnd(place)))).Where(held => MayBeNumbers(held.Place)).Select(held => held.Value).Distinct().ToList();

        private HashSet<Term> Gradients => gradients ??= FindGradients();

        // What came through a recurrent weight, and the other side of each sum with it: (up + later) * slope.
        private HashSet<Term> FindGradients()
        {
            var read = loop.Carries.Select(carry => transfer.Atoms.Find(carry.Read)).OfType<int>().Aggregate(Term.One, (all, atom) => all.Times(Term.Of(atom)));
            var found = new HashSet<Term>();
            foreach (var carry in loop.Carries)
            {
                if (transfer.Atoms.Find(carry.Read) is not { } atom || !loop.RecurrentIn(transfer.AtEnd(carry.Written)).Any() || !found.Add(Term.Of(atom))) continue;
                foreach (var value in Values)
                    foreach (var rest in value.All.Where(term => term.Contains(atom)).Select(term => term.Without(Term.Of(atom))).Where(rest => !rest.IsOne && rest.Common(read).IsOne))
                        found.UnionWith(value.All.Where(other => !other.Contains(atom) && other.Contains(rest)).Select(other => other.Without(rest)).Where(added => !added.IsOne));
            }

            return found;
        }

        // f * (...), W * (...), and nowhere as it came: f * later alone.
        private bool IsSentBack(Carry carry, int atom)
        {
            var left = transfer.AtEnd(carry.Written);
            return transfer.Atoms.Closure(left.Atoms).Contains(atom) && (loop.IsGated(left) || loop.RecurrentIn(left).Any())
                && !left.All.Any(term => term.Contains(atom) && term.Atoms().All(factor => factor == atom || IsOfForward(factor))) && left.All.All(term => HasGradientBeside(term, atom));
        }

        // A gate, a weight, a state: no gradient. The error of an output may be stored by the forward pass, and is one.
        private bool IsOfForward(int factor) => transfer.Atoms.PlaceOf(factor) is { } place && (transfer.IsInvariant(place)
            || Identity.Of(place, transfer) is { } identity && loop.Forward.Stored.Contains(identity) && loop.Forward.Steps.WeightOf(identity) is null);

        private bool HasGradientBeside(Term term, int atom) => Gradients.Any(gradient => !gradient.Contains(atom) && term.Contains(gradient));

        // In a product with another gradient, itself or as a function of nothing else; or not at all.
        private bool IsBesideGradient(Term term, int atom, Carry carry) => !transfer.Atoms.Closure(term).Contains(atom) || transfer.IsKept(term, carry.Written)
            || term.Atoms().All(factor => factor == atom || IsOfItAlone(factor, atom)) && HasGradientBeside(term, atom);

        private bool IsOfItAlone(int factor, int atom) => transfer.Atoms.Closure(Term.Of(factor)) is var inside
            && (!inside.Contains(atom) || inside.Atoms().All(other => other == atom || transfer.Atoms.PlaceOf(other) is not { } place || transfer.IsInvariant(place)));

        private IOperation? Product(int atom) => transfer.Log.Stores.FirstOrDefault(store => store.Value.All.Any(term =>
            transfer.Atoms.Closure(term).Contains(atom) && HasGradientBeside(term, atom)))?.Site;

        // What holds more than numbers is looked at part by part.
        private static bool MayBeNumbers(Place place) => place.Type is not { } type || Shapes.IsScalar(type) || Flow.Values.Shape.IsNumeric(type);
    }
}
