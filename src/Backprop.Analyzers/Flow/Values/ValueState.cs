using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// What is known of memory at one point of a member: which place holds which term, the version of every region written so
/// far, and what holds for every iteration of a loop that has ended. Immutable, so that a report can look at the state of
/// its own point. Proved: a place holds its term on every path that reaches the point. Not proved: that two references of
/// unknown origin are different objects (see <see cref="Region"/>).
/// </summary>
internal sealed class ValueState(
    ImmutableDictionary<Term, Term> contents,
    ImmutableDictionary<Region, int> versions,
    ImmutableArray<Everywhere> everywhere,
    int baseVersion = 0)
{
    public static readonly ValueState Empty = new(
        ImmutableDictionary<Term, Term>.Empty, ImmutableDictionary<Region, int>.Empty, ImmutableArray<Everywhere>.Empty);

    public ImmutableDictionary<Term, Term> Contents { get; } = contents;

    public ImmutableDictionary<Region, int> Versions { get; } = versions;

    /// <summary><c>a[i] = tanh(z[i])</c> for every i of an ended loop.</summary>
    public ImmutableArray<Everywhere> Everywhere { get; } = everywhere;

    /// <summary>The version of every region that has none of its own.</summary>
    public int BaseVersion { get; } = baseVersion;

    public Term Read(Place place)
    {
        if (Contents.TryGetValue(place.At(0), out var value)) return value;
        foreach (var fact in Everywhere)
            if (fact.At(place) is { } instance) return instance;
        return place.At(VersionOf(place));
    }

    public int VersionOf(Term place) => Region.Of(place) is { } region ? VersionOf(region) : BaseVersion;

    private int VersionOf(Region region) => Versions.TryGetValue(region, out var version) ? version : BaseVersion;

    public ValueState Write(Place place, Term value, int freshVersion)
    {
        var key = place.At(0);
        return Forget(key, freshVersion).WithContents(key, value);
    }

    public ValueState WithContents(Term key, Term value) => new(Contents.SetItem(key, value), Versions, Everywhere, BaseVersion);

    public ValueState WithEverywhere(IEnumerable<Everywhere> facts) => new(Contents, Versions, Everywhere.AddRange(facts), BaseVersion);

    /// <summary>Drops what a write to the place may have changed.</summary>
    private ValueState Forget(Term key, int freshVersion)
    {
        if (Region.Of(key) is not { } region) return this;
        var stale = Contents.Keys.Where(other =>
            Region.Of(other) is { } its && its.Equals(region) && !Disjoint.Prove(other, key));
        return new ValueState(
            Contents.RemoveRange(stale),
            Versions.SetItem(region, freshVersion),
            Everywhere.RemoveAll(fact => Region.Of(fact.Place) is { } its && its.Equals(region)),
            BaseVersion);
    }

    /// <summary>Drops all that is known of the contents of a region, as after a call that may write it.</summary>
    public ValueState Forget(Region region, int freshVersion) => new(
        Contents.RemoveRange(Contents.Keys.Where(key => Region.Of(key) is { } its && its.Equals(region))),
        Versions.SetItem(region, freshVersion),
        Everywhere.RemoveAll(fact => Region.Of(fact.Place) is { } its && its.Equals(region)),
        BaseVersion);

    /// <summary>Keeps only the variables: a call may have written any memory.</summary>
    public ValueState ForgetMemory(int freshVersion) => new(
        Contents.RemoveRange(Contents.Keys.Where(key => key is not Variable)),
        ImmutableDictionary<Region, int>.Empty, ImmutableArray<Everywhere>.Empty, freshVersion);

    /// <summary>What holds on both of two paths that meet.</summary>
    public static ValueState Merge(ValueState a, ValueState b, Func<Term, Term> unknown, Func<int> freshVersion)
    {
        if (ReferenceEquals(a, b)) return a;
        var contents = a.Contents;
        foreach (var key in a.Contents.Keys.Concat(b.Contents.Keys).Distinct())
        {
            var left = a.Contents.TryGetValue(key, out var x) ? x : null;
            var right = b.Contents.TryGetValue(key, out var y) ? y : null;
            if (left is not null && left.Equals(right)) continue;
            contents = key is Variable && left is not null && right is not null
                ? contents.SetItem(key, unknown(key))
                : contents.Remove(key);
        }

        var versions = a.Versions;
        foreach (var region in a.Versions.Keys.Concat(b.Versions.Keys).Distinct())
            if (a.VersionOf(region) != b.VersionOf(region)) versions = versions.SetItem(region, freshVersion());
        var everywhere = a.Everywhere.Where(fact => b.Everywhere.Contains(fact)).ToImmutableArray();
        return new ValueState(contents, versions, everywhere, a.BaseVersion == b.BaseVersion ? a.BaseVersion : freshVersion());
    }
}
