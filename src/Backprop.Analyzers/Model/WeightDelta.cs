using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What a backward loop multiplies a weight of the forward pass with: the gradient of the sum that the weight is a part of.
/// Where that is read from the slot of another step (`w^T * dz[t + 1]`), it is what this step leaves in its own slot.
/// </summary>
internal sealed record WeightDelta(Identity Weight, int Atom, Terms Delta, Place? Slot)
{
    public static IEnumerable<WeightDelta> In(BackwardLoop loop)
    {
        foreach (var factor in loop.Transfer.Log.Factors)
        {
            if (factor.Other.IsZero) continue;
            if (WeightOf(loop, factor.Atom) is not { } weight)
            {
                if (Later(loop, factor) is { } later) yield return later;
                continue;
            }

            yield return new WeightDelta(weight, factor.Atom, factor.Other, null);
            if (OfThisStep(loop.Transfer, loop.Carries, factor.Other) is { } own) yield return new WeightDelta(weight, factor.Atom, loop.Transfer.AtEnd(own), own);
        }
    }

    // `w * dn[t + 1] * r[t + 1]`: what the weight is multiplied with is the product of both, as it is in this step.
    private static WeightDelta? Later(BackwardLoop loop, Factor factor)
    {
        var (transfer, atoms) = (loop.Transfer, loop.Transfer.Atoms);
        if (factor.Other.Count != 1 || factor.Other.All[0].Atoms().ToList() is not { Count: 2 } product) return null;
        var found = product.FindIndex(atom => WeightOf(loop, atom) is not null);
        if (found < 0) return null;
        var (weight, delta) = (product[found], product[1 - found]);
        if (WeightOf(loop, weight) is not { } identity || OfThisStep(transfer, loop.Carries, Terms.Of(delta)) is not { } own) return null;
        if (atoms.PlaceOf(delta) is not { } read || transfer.StepOf(read)?.Key.Data is not LinearIndex from || transfer.StepOf(own)?.Key.Data is not LinearIndex to) return null;
        return from.Minus(to) is { } ahead && AtomOf(transfer, factor.Atom, -ahead) is { } cached
            ? new WeightDelta(identity, weight, atoms.Product(transfer.AtEnd(own), Terms.Of(cached)), own) : null;
    }

    // `r[t + 1]` as `r[t]`
    private static int? AtomOf(LoopTransfer transfer, int atom, int ahead)
    {
        if (transfer.Atoms.PlaceOf(atom) is not { } place || transfer.StepOf(place) is not { Key.Data: LinearIndex at, Parent: { } steps } slot || !ReferenceEquals(slot, place)) return null;
        var moved = steps.Children.FirstOrDefault(other => other.Key.Data is LinearIndex index && index.Minus(at) == ahead);
        return moved is null ? null : transfer.Atoms.Find(moved);
    }

    /// <summary>True for the delta alone, as a bias has it for its gradient, and for the delta times one input.</summary>
    public bool IsGradient(BackwardLoop loop, Terms value)
    {
        if (value.Count != Delta.Count) return false;
        if (value.All.All(Delta.Contains)) return true;
        return value.All[0].Atoms().Where(loop.IsInput).Any(input => Delta.All.All(term => value.Contains(term.Times(Term.Of(input)))));
    }

    private static Identity? WeightOf(BackwardLoop loop, int atom) => loop.Transfer.Atoms.PlaceOf(atom) is { } place && loop.Transfer.StepOf(place) is null
        && Identity.Of(place, loop.Transfer) is { } identity && loop.Forward.Steps.PartnersOf(identity).Count > 0 ? identity : null;

    private static Place? OfThisStep(LoopTransfer transfer, IReadOnlyList<Carry> carries, Terms delta)
    {
        if (delta.Single is not { } atom || transfer.Atoms.PlaceOf(atom) is not { } read || transfer.StepOf(read) is not { Parent: { } steps }) return null;
        var identity = Identity.Of(read, transfer);
        var written = transfer.Writes.Where(place => transfer.StepOf(place) is { } slot && slot.Parent == steps && Equals(Identity.Of(place, transfer), identity)
            && carries.Any(carry => ReferenceEquals(carry.Written, place) && read.IsWithin(carry.Read))).ToList();
        return written.Count == 1 ? written[0] : null;
    }
}
