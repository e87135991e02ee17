using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What a later step has left in its slot, multiplied with the gate of another step: <c>dh[t] = ... + dh[t + 1] * z[t]</c> where
/// <c>h[t] = z[t] * h[t - 1] + ...</c>. Proved: the forward pass lets the state of the step before through this gate and no
/// other state; and the delta of the gate's own weight is a multiple of what each step leaves in its slot and of the gate at
/// one index, which says which gate and which slot belong to one step.
/// </summary>
internal sealed record ShiftedCarry(SyntaxNode Site, string Gradient, string Gate)
{
    public static IEnumerable<ShiftedCarry> In(BackwardLoop loop)
    {
        if (loop.Accumulators.Count == 0 || loop.Forward.IsEmpty || !loop.Forward.Steps.HasGates) yield break;
        foreach (var factor in loop.Transfer.Log.Factors)
        {
            if (factor.Other.Single is not { } atom || CachedValue.Of(loop, atom) is not { } gate || loop.Forward.Steps.StateThrough(gate.Stream) is null) continue;
            if (Slot(loop, factor.Atom) is not var (own, ahead) || OwnGate(loop, own, gate) is not { } known || gate.Minus(known) is not { } apart || apart == ahead) continue;
            var store = loop.Transfer.Log.Stores.FirstOrDefault(store => store.Value.All.Any(term => term.Contains(factor.Atom) && term.Contains(atom)));
            if (store is not null) yield return new ShiftedCarry(Statement(store), Identity.NameOf(own, loop.Transfer), Identity.NameOf(gate.Place, loop.Transfer));
        }
    }

    // The statement itself where it stands in the same file as the loop.
    private static SyntaxNode Statement(Store store) => store.Operation.Syntax.SyntaxTree == store.Site.Syntax.SyntaxTree ? store.Operation.Syntax : store.Site.Syntax;

    // `dh[t]` of `dh[t + 1]`, and how far apart they are
    private static (Place Own, int Ahead)? Slot(BackwardLoop loop, int atom)
    {
        if (loop.Transfer.Atoms.PlaceOf(atom) is not { } read || loop.Transfer.StepOf(read) is not { Key.Data: LinearIndex from, Parent: { } steps }) return null;
        foreach (var carry in loop.Carries)
            if (read.IsWithin(carry.Read) && loop.Transfer.StepOf(carry.Written) is { Key.Data: LinearIndex to } own && ReferenceEquals(own.Parent, steps) && from.Minus(to) is { } ahead && ahead != 0)
                return (carry.Written, ahead);
        return null;
    }

    // z of `dz[t] = dh[t] * ... * z[t] * (1 - z[t])`
    private static CachedValue? OwnGate(BackwardLoop loop, Place own, CachedValue gate)
    {
        var left = loop.Transfer.AtEnd(own);
        foreach (var delta in WeightDelta.In(loop))
        {
            if (delta.Delta.IsZero || loop.Forward.Steps.GateOf(delta.Weight) is not { } names || !names.Contains(gate.Stream) || !delta.Delta.All.All(term => left.All.Any(term.Contains))) continue;
            var common = delta.Delta.All.Aggregate((all, term) => all.Common(term));
            if (common.Atoms().Select(atom => CachedValue.Of(loop, atom)).OfType<CachedValue>().Where(value => value.Stream.Equals(gate.Stream)).ToList() is [var only]) return only;
        }

        return null;
    }
}
