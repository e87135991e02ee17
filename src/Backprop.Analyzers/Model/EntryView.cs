using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Whether values at one point of a member are what the type's facts speak of. A fact holds whenever none of the type's
/// members is in the middle of writing; so at a point of a member it holds for memory that this member does not write
/// itself, whatever the calls before may have done, as long as all of it is read at the same time.
/// </summary>
internal sealed class EntryView(ValueState state, HashSet<Region> written, Func<List<Condition>?>? conditions = null)
{
    private readonly Lazy<List<Condition>?> known = new(() => conditions?.Invoke());

    /// <summary>The view of one point of a member, with what the branches around it say.</summary>
    public static EntryView At(ActivationUse use, TypeModel type) => new(
        use.Evaluation.Before, type.WritesOf(use.Body),
        () => type.ValuesOf(use.Body) is { } values ? Condition.Around(use.Operation, values.Terms, all: false) : null);

    /// <summary>True where a branch around the point says so.</summary>
    public bool IsKnown(Condition wanted) => known.Value is { } around && around.Any(one => one.SaysTheSame(wanted)
        && Unifier.Match(wanted.Subject, one.Subject, anyVersion: true) is { } match && match.Reads.All(Holds));

    /// <summary>True for a read of memory that the member did not write, nor read before something that may have.</summary>
    public bool Holds(Term read) => read switch
    {
        Snapshot snapshot => snapshot.Version == state.VersionOf(Element.AnyOf(snapshot.Container)) && !IsWritten(Element.AnyOf(snapshot.Container)),
        Place place => place.Version == 0 || (place.Version == state.VersionOf(place) && !IsWritten(place)),
        _ => false,
    };

    /// <summary>True where the place, and what it contains, was not written by the member itself.</summary>
    public bool IsUnwritten(Place place) => !IsWritten(place)
        && (place.Type is not { IsReferenceType: true } || Region.Of(Element.AnyOf(place)) is not { } inside || !state.HasWritten(inside));

    // Before the member's own write to it, the place is as it was.
    private bool IsWritten(Place place) =>
        state.VersionOf(place) != 0 && Region.Of(place) is { } region && written.Contains(region);
}
