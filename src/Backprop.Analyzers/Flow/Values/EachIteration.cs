using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// Turns what one walk over a loop's body left in memory into facts for every iteration: the index becomes a bound
/// variable, and what the body made or carried is told apart by it. Kept are places that the index picks, for the
/// next iteration overwrites all others; and the members of objects that an inner loop is at, one after the other: of each the
/// last visit decides, whichever iteration that was in.
/// </summary>
internal static class EachIteration
{
    public static ImmutableArray<Everywhere> Generalise(ValueState head, ValueState end, Origin counter, int first, IterationWrites writes)
    {
        var index = new Bound(first, counter.Type);
        var written = end.Contents.Where(entry => head.ContentsOf(entry.Key) is not { } was || !was.Equals(entry.Value));
        var before = new HashSet<Everywhere>(head.Everywhere);
        var left = written.Select(entry => new Everywhere(entry.Key, entry.Value))
            .Concat(end.Everywhere.Where(fact => !before.Contains(fact))).ToArray();
        var facts = left.Where(fact => fact.Place is not Element element || !writes.IsAtTwo(element)).Concat(Still(left, end, counter, first, writes))
            .Select(fact => Indexed(fact, counter, index, first, writes))
            .OfType<Everywhere>().ToImmutableArray();
        // a[t] and a[t - 1] written in one iteration: which write is the last one depends on the direction.
        return facts.Where(fact => facts.Count(other => SameArray(fact.Place, other.Place)) == 1).ToImmutableArray();
    }

    /// <summary>Memory that went into what was left, and holds the same still: z[j] of <c>a[j] = f(z[j])</c>, whatever z[j] was.</summary>
    private static IEnumerable<Everywhere> Still(Everywhere[] left, ValueState end, Origin counter, int first, IterationWrites writes) => left
        .SelectMany(fact => fact.Value.SelfAndDescendants().OfType<Place>()).Distinct()
        .Where(read => read.Version > first && read.Version == end.VersionOf(read) && read.SelfAndDescendants().Contains(counter)
            && !left.Any(fact => SameArray(fact.Place, read)) && writes.IsOfOne(read))
        .Select(read => new Everywhere(read.At(0), read));

    private static Everywhere? Indexed(Everywhere fact, Term counter, Bound index, int first, IterationWrites writes)
    {
        if (Each(fact.Place, counter, index, first) is not Place place) return null;
        if (place.SelfAndDescendants().Contains(index)) return new Everywhere(place, Each(fact.Value, counter, index, first));
        return place is Member { Receiver: Bound of } && writes.IsByOne(place)
            ? new Everywhere(place, LastVisit(fact.Value, counter, of, first))
            : null;
    }

    /// <summary>What one iteration made, told apart by the index.</summary>
    public static Term Each(Term term, Term counter, Bound index, int first) => term.Rewrite(part =>
        part.Equals(counter) ? index
        : part is PerIteration inner && MadeSince(inner.Each, first) ? new PerIteration(inner.Each, inner.Parts.Add(index))
        : MadeSince(part, first) ? new PerIteration(part, ImmutableArray.Create<Term>(index))
        : null);

    // foreach (layer) foreach (neuron) neuron.A = f(z): z of the iteration that came to the neuron last.
    private static Term LastVisit(Term term, Term counter, Bound of, int first) => term.Rewrite(part =>
        part is PerIteration ? part
        : part.Equals(counter) || MadeSince(part, first) ? new PerIteration(part, ImmutableArray.Create<Term>(of))
        : null);

    private static bool MadeSince(Term term, int first) => term switch
    {
        Origin { Identity: ValueWalker.Identity identity } => identity.Serial > first,
        Made made => made.Instance > first,
        _ => false,
    };

    // a[t][i] and a[t + 1][i] as well.
    private static bool SameArray(Term a, Term b) => a is Element x && b is Element y ? SameArray(x.Receiver, y.Receiver)
        : Place.Named(a).Equals(Place.Named(b));
}
