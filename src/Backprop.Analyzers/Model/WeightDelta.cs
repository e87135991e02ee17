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
            if (factor.Other.IsZero || WeightOf(loop, factor.Atom) is not { } weight) continue;
            yield return new WeightDelta(weight, factor.Atom, factor.Other, null);
            if (OfThisStep(loop.Transfer, loop.Carries, factor.Other) is { } own) yield return new WeightDelta(weight, factor.Atom, loop.Transfer.AtEnd(own), own);
        }
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
