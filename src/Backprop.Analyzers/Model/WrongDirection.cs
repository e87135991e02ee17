using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A gradient that travels through the steps in the very order in which the forward pass took them. Proved where the loop
/// carries a product of a step's gradient and a recurrent weight into the next step of the forward pass; or where it leaves
/// such a product in a slot that it has passed already (`dh[t - 1] += ...` while t rises), or takes it from one that it has yet
/// to fill (`dh[t + 1]`).
/// </summary>
internal static class WrongDirection
{
    public static bool IsIn(BackwardLoop loop)
    {
        var transfer = loop.Transfer;
        if (loop.Accumulators.Count == 0 || !MayBe(loop) || loop.Forward.Direction == 0 || BackwardLoop.DirectionOf(transfer) != loop.Forward.Direction) return false;
        // A backward pass leaves alone what the forward pass stored.
        if (transfer.Writes.Any(place => Identity.Of(place, transfer) is { } identity && loop.Forward.Stored.Contains(identity))) return false;
        return loop.Carries.Any(carry => SendsOn(loop, transfer.AtEnd(carry.Written))) || transfer.Writes.Any(written => LeavesBehind(loop, written));
    }

    // What can be told without the forward pass, which costs more to run than everything else: most loops at rising indices
    // only add up.
    private static bool MayBe(BackwardLoop loop) => loop.Carries.Any(carry => MaySendOn(loop.Transfer.AtEnd(carry.Written)))
        || loop.Transfer.Writes.Any(written => LeavesBehind(loop, written, static term => term.Atoms().AreSeveral));

    private static bool MaySendOn(Terms value) => value.All.Any(term => term.Atoms().AreSeveral)
        && value.All.All(term => term.Atoms().AreSeveral || value.All.Any(whole => whole != term && whole.Contains(term)));

    // A trace that is carried forwards takes in the step's input as it is; what is sent back has been through a weight or a gate.
    private static bool SendsOn(BackwardLoop loop, Terms value) =>
        value.All.All(term => term.Atoms().Any(atom => loop.IsRecurrentWeight(atom) || loop.IsGate(atom)) || IsThroughRest(loop, value, term))
        && (loop.Accumulators.Count > 1 && loop.RecurrentIn(value).Any() || value.All.Any(term => IsOfCache(loop, term)));

    // d of `d * (1 - u)`, where u is a gate
    private static bool IsThroughRest(BackwardLoop loop, Terms value, Term term) =>
        !term.IsOne && value.Atoms.Atoms().Any(atom => loop.IsGate(atom) && value.Contains(term.Times(Term.Of(atom))));

    // `w^T * (d * (1 - h[t]^2))` with the h[t] that an activation has left there.
    private static bool IsOfCache(BackwardLoop loop, Term term) =>
        term.Atoms().Where(loop.IsRecurrentWeight).Any(weight => loop.Sharing(term.Without(Term.Of(weight))) > 0)
        && term.Atoms().Any(atom => loop.Transfer.Atoms.PlaceOf(atom) is { } place && loop.Transfer.StepOf(place) is not null
            && Identity.Of(place, loop.Transfer) is { } identity && loop.Forward.Steps.IsActivated(identity));

    private static bool LeavesBehind(BackwardLoop loop, Place written) => LeavesBehind(loop, written, term => term.Atoms().Any(loop.IsRecurrentWeight))
        && !loop.Carries.Any(carry => loop.Transfer.StepOf(carry.Written)?.Parent == loop.Transfer.StepOf(written)?.Parent && IsMultiplied(loop, carry.Read));

    private static bool LeavesBehind(BackwardLoop loop, Place written, Func<Term, bool> isSent)
    {
        var transfer = loop.Transfer;
        if (transfer.StepOf(written) is not { Key.Data: LinearIndex at, Parent: { } steps } ) return false;
        var stride = Math.Sign(transfer.Stride(at));
        return transfer.AtEnd(written).All.Any(term => isSent(term) && term.Atoms().Any(atom =>
            transfer.Atoms.PlaceOf(atom) is { } read && transfer.StepOf(read) is { Key.Data: LinearIndex from } slot && slot.Parent == steps
            && at.Minus(from) is { } ahead && ahead * stride < 0));
    }

    private static bool IsMultiplied(BackwardLoop loop, Place read) => loop.Transfer.Atoms.Find(read) is { } atom
        && loop.Transfer.Writes.Any(written => loop.Transfer.AtEnd(written).All.Any(term => term.Contains(atom) && term.Atoms().Any(loop.IsRecurrentWeight)));
}
