using Backprop.Analyzers.Flow.Effects;

namespace Backprop.Analyzers.Model;

/// <summary>A cached value that a backward loop reads. Collection: null where its step is known from the forward pass's indices.</summary>
internal sealed record CachedValue(int Atom, Place Place, Identity Stream, Place? Collection, LinearIndex Step)
{
    public int Lag { get; init; }

    /// <summary>The step that stored it.</summary>
    public CachedValue Own => this with { Step = Step.Counted(Lag), Lag = 0 };

    public static CachedValue? Of(BackwardLoop loop, int atom)
    {
        var (transfer, steps) = (loop.Transfer, loop.Forward.Steps);
        if (transfer.Atoms.PlaceOf(atom) is not { } place || transfer.StepOf(place) is not { Key.Data: LinearIndex index } slot) return null;
        if (Identity.Of(place, transfer) is not { } identity || steps.ValueOf(identity) is not { } value) return null;
        var offset = Identity.Of(slot, transfer) is { } owner ? steps.SlotOf(owner) : null;
        return new CachedValue(atom, place, value.Stream, offset is null ? slot.Parent : null, index.Counted((offset ?? 0) - value.Lag)) { Lag = value.Lag };
    }

    public int? Minus(CachedValue other) => ReferenceEquals(Collection, other.Collection) ? Step.Minus(other.Step) : null;
}
