using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// Turns what one walk over a loop's body left in memory into facts for every iteration: the index becomes a bound
/// variable, and what the body made or carried is told apart by it. Only places that the index picks are kept, since the
/// next iteration overwrites all others.
/// </summary>
internal static class EachIteration
{
    public static ImmutableArray<Everywhere> Generalise(ValueState head, ValueState end, Origin counter, int first, Func<Element, bool> isWrittenAtTwo, Func<Element, bool> isOfOneIteration)
    {
        var index = new Bound(first, counter.Type);
        var written = end.Contents.Where(entry => head.ContentsOf(entry.Key) is not { } was || !was.Equals(entry.Value));
        var before = new HashSet<Everywhere>(head.Everywhere);
        var left = written.Select(entry => new Everywhere(entry.Key, entry.Value))
            .Concat(end.Everywhere.Where(fact => !before.Contains(fact))).ToArray();
        var facts = left.Where(fact => fact.Place is not Element element || !isWrittenAtTwo(element)).Concat(Still(left, end, counter, first, isOfOneIteration))
            .Select(fact => Indexed(fact, counter, index, first))
            .OfType<Everywhere>().ToImmutableArray();
        // a[t] and a[t - 1] written in one iteration: which write is the last one depends on the direction.
        return facts.Where(fact => facts.Count(other => SameArray(fact.Place, other.Place)) == 1).ToImmutableArray();
    }

    /// <summary>Memory that went into what was left, and holds the same still: z[j] of <c>a[j] = f(z[j])</c>, whatever z[j] was.</summary>
    private static IEnumerable<Everywhere> Still(Everywhere[] left, ValueState end, Origin counter, int first, Func<Element, bool> isOfOneIteration) => left
        .SelectMany(fact => fact.Value.SelfAndDescendants().OfType<Element>()).Distinct()
        .Where(read => read.Version > first && read.Version == end.VersionOf(read) && read.SelfAndDescendants().Contains(counter)
            && !left.Any(fact => SameArray(fact.Place, read)) && isOfOneIteration(read))
        .Select(read => new Everywhere(read.At(0), read));

    private static Everywhere? Indexed(Everywhere fact, Term counter, Bound index, int first)
    {
        if (Rewrite(fact.Place, counter, index, first) is not Place place) return null;
        return place.SelfAndDescendants().Contains(index)
            ? new Everywhere(place, Rewrite(fact.Value, counter, index, first))
            : null;
    }

    private static Term Rewrite(Term term, Term counter, Bound index, int first) => term.Rewrite(part =>
        part.Equals(counter) ? index
        : part is PerIteration inner && MadeSince(inner.Each, first) ? new PerIteration(inner.Each, inner.Parts.Add(index))
        : MadeSince(part, first) ? new PerIteration(part, ImmutableArray.Create<Term>(index))
        : null);

    private static bool MadeSince(Term term, int first) => term switch
    {
        Origin { Identity: ValueWalker.Identity identity } => identity.Serial > first,
        Made made => made.Instance > first,
        _ => false,
    };

    // a[t][i] and a[t + 1][i] as well.
    private static bool SameArray(Term a, Term b) => a is Element x && b is Element y ? SameArray(x.Receiver, y.Receiver)
        : a is Place place && b is Place other ? place.At(0).Equals(other.At(0)) : a.Equals(b);
}
