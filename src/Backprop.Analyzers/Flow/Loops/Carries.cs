using Backprop.Analyzers.Flow.Effects;

namespace Backprop.Analyzers.Flow.Loops;

/// <summary>A place that one iteration writes, and the place of a later iteration's beginning where it may arrive.</summary>
internal sealed record Carry(Place Written, Place Read);

/// <summary>
/// What a loop carries: written in one iteration and used in a later one for something other than adding to itself. Where
/// two paths may lead to the same place, they are taken to.
/// </summary>
internal static class Carries
{
    public static IReadOnlyList<Carry> Of(LoopTransfer loop)
    {
        var found = new List<Carry>();
        var ends = loop.Writes.Select(place => (Place: place, Closure: loop.Atoms.Closure(loop.AtEnd(place).Atoms))).ToList();
        var entries = loop.Atoms.PlacesOf(ends.Aggregate(Term.One, (all, end) => all.Times(end.Closure))).ToList();
        foreach (var written in loop.Writes)
            foreach (var read in entries)
                if (MayArrive(loop, written, read) && loop.Atoms.Find(read) is { } atom
                    && ends.Exists(end => end.Closure.Contains(atom) && IsUsed(loop, end.Place, written, atom))) found.Add(new Carry(written, read));
        return found;
    }

    /// <summary>What the iteration left in a place beyond what it held before: nothing for a place that it only kept.</summary>
    public static IEnumerable<Term> Contributions(LoopTransfer loop, Place written) =>
        loop.AtEnd(written).All.Where(term => !loop.IsKept(term, written));

    private static bool MayArrive(LoopTransfer loop, Place written, Place read)
    {
        var target = written.Key.Kind == KeyKind.Elements && written.Parent is not null ? written.Parent : written;
        var (from, to) = (loop.StepOf(target), loop.StepOf(read));
        if (from is not null && to is not null) return MayArriveLater(loop, target, from, read, to);
        if (read.IsWithin(target) || target.IsWithin(read)) return true;
        // `h[j]` written through one name and `h[t]` read: the index is unknown to one of them.
        return from?.Parent is { } owner && read.IsWithin(owner) || to?.Parent is { } source && target.IsWithin(source)
            || from is null && to is null && MayMeet(loop, target, read);
    }

    // `ring[at]` and `ring[1 - at]`, where the loop sets `at`: what is the one in this iteration may be the other in the next.
    private static bool MayMeet(LoopTransfer loop, Place written, Place read)
    {
        for (var one = written; one is not null; one = one.Parent)
        {
            if (one is not { Key.Data: LinearIndex at, Parent: { } owner }) continue;
            for (var other = read; other is not null; other = other.Parent)
                if (ReferenceEquals(other.Parent, owner) && other.Key.Data is LinearIndex from && (loop.Moves(at) || loop.Moves(from) || at.Minus(from) is null)) return true;
        }

        return false;
    }

    private static bool MayArriveLater(LoopTransfer loop, Place written, Place from, Place read, Place to)
    {
        if (!ReferenceEquals(from.Parent, to.Parent)) return SameMember(written, read) && written.Parent != from && read.Parent != to;
        if (from.Key.Data is not LinearIndex writtenAt || to.Key.Data is not LinearIndex readAt) return true;
        var stride = loop.Stride(readAt);
        if (stride == 0 || writtenAt.Minus(readAt) is not { } ahead) return true;
        if (!SamePart(written, from, read, to)) return false;
        return ahead / stride > 0;
    }

    // `step[t].dh` and `step[t].Next.dh`: the neighbours of a step may be steps of the same collection.
    private static bool SameMember(Place written, Place read) =>
        written.Key.Kind == KeyKind.Member && written.Key == read.Key;

    private static bool SamePart(Place written, Place from, Place read, Place to)
    {
        if (ReferenceEquals(written, from) || ReferenceEquals(read, to)) return true;
        return written.Key == read.Key || written.Key.Kind != KeyKind.Member || read.Key.Kind != KeyKind.Member;
    }

    private static bool IsUsed(LoopTransfer loop, Place place, Place written, int atom)
    {
        bool? together = null;
        foreach (var term in loop.AtEnd(place).All)
        {
            if (!loop.Atoms.Closure(term).Contains(atom)) continue;
            if (!(loop.IsKept(term, written) || !ReferenceEquals(place, written) && term.Only == atom)) return true;
            if (!(together ??= AddTogether(loop, place, written))) return true;
        }

        return false;
    }

    // `gradients["Wy"] += ...; gradients[name] += ...;`: sums of one collection, of which each may be any.
    private static bool AddTogether(LoopTransfer loop, Place place, Place written) => ReferenceEquals(place, written)
        || place.Parent is not null && ReferenceEquals(place.Parent, written.Parent) && IsSum(loop, place) && IsSum(loop, written);

    private static bool IsSum(LoopTransfer loop, Place place)
    {
        var any = false;
        foreach (var store in loop.Log.Stores)
        {
            if (!ReferenceEquals(store.Place, place)) continue;
            if (!store.Accumulates) return false;
            any = true;
        }

        return any;
    }
}
