using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// What is known of one region of memory. Writes to objects that the member made itself leave what was there at its entry
/// alone: that part has a version of its own, <see cref="Settled"/>.
/// </summary>
internal sealed class Memory(ImmutableDictionary<Place, Term> contents, int version, int settled, ImmutableArray<Everywhere> everywhere)
{
    public static readonly ImmutableDictionary<Place, Term> NoContents = ImmutableDictionary<Place, Term>.Empty;

    public Memory(ImmutableDictionary<Place, Term> contents, int version)
        : this(contents, version, version, ImmutableArray<Everywhere>.Empty)
    {
    }

    public ImmutableDictionary<Place, Term> Contents { get; } = contents;

    public int Version { get; } = version;

    public int Settled { get; } = settled;

    public ImmutableArray<Everywhere> Everywhere { get; } = everywhere;

    public static Memory Merge(Memory a, Memory b, Func<int> freshVersion)
    {
        if (ReferenceEquals(a, b)) return a;
        var contents = a.Contents;
        foreach (var entry in a.Contents)
            if (!b.Contents.TryGetValue(entry.Key, out var other) || !other.Equals(entry.Value)) contents = contents.Remove(entry.Key);
        return new Memory(
            contents,
            a.Version == b.Version ? a.Version : freshVersion(),
            a.Settled == b.Settled ? a.Settled : freshVersion(),
            a.Everywhere.Where(fact => b.Everywhere.Contains(fact)).ToImmutableArray());
    }
}
