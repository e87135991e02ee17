using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// What is known at one point of a member: which variable and which memory holds which term, the version of every region
/// written so far, and what holds for every iteration of a loop that has ended. Immutable, so that a report can look at the
/// state of its own point. Proved: a place holds its term on every path that reaches the point. Not proved: that two
/// references of unknown origin are different objects (see <see cref="Region"/>).
/// </summary>
internal sealed class ValueState
{
    public static readonly ValueState Empty = new(
        ImmutableDictionary<Variable, Term>.Empty, ImmutableDictionary<Region, Memory>.Empty, 0);

    private readonly ImmutableDictionary<Region, Memory> regions;

    private ValueState(ImmutableDictionary<Variable, Term> variables, ImmutableDictionary<Region, Memory> regions, int baseVersion)
    {
        Variables = variables;
        this.regions = regions;
        BaseVersion = baseVersion;
    }

    public ImmutableDictionary<Variable, Term> Variables { get; }

    /// <summary>The version of every region that was not written on its own.</summary>
    public int BaseVersion { get; }

    /// <summary>Every place outside of variables whose contents are known.</summary>
    public IEnumerable<KeyValuePair<Place, Term>> Contents => regions.Values.SelectMany(memory => memory.Contents);

    /// <summary><c>a[i] = tanh(z[i])</c> for every i of an ended loop.</summary>
    public IEnumerable<Everywhere> Everywhere => regions.Values.SelectMany(memory => memory.Everywhere);

    public Term? ContentsOf(Place place) => place is Variable variable
        ? Variables.TryGetValue(variable, out var held) ? held : null
        : Region.Of(place) is { } region && regions.TryGetValue(region, out var memory)
            && memory.Contents.TryGetValue(place.At(0), out var value) ? value : null;

    public Term Read(Place place)
    {
        if (ContentsOf(place) is { } value) return value;
        if (Region.Of(place) is not { } region || !regions.TryGetValue(region, out var memory)) return place.At(BaseVersion);
        foreach (var fact in memory.Everywhere)
            if (fact.At(place) is { } instance) return instance;
        return place.At(VersionIn(memory, place));
    }

    /// <summary>
    /// A value with what a loop has made of the elements before named by where it lies: <c>w * f(u[l - 1] * a[l - 1])</c> is
    /// <c>w * a[l]</c>, as the code has it.
    /// </summary>
    public Term Folded(Term value)
    {
        var facts = Everywhere.Where(fact => fact.IsRecurrent).ToArray();
        return facts.Length == 0 ? value : value.Rewrite(part => facts.Select(fact => fact.HolderOf(part)).FirstOrDefault(place => place is not null) is { } place
            ? place.At(VersionOf(place)) : null);
    }

    public int VersionOf(Term place) =>
        Region.Of(place) is { } region && regions.TryGetValue(region, out var memory) ? VersionIn(memory, place) : BaseVersion;

    /// <summary>True where nothing but variables was written, nor may have been.</summary>
    public bool IsUntouched => regions.IsEmpty && BaseVersion == 0;

    /// <summary>The version of a region, of objects that the member found, or of any.</summary>
    public int VersionOf(Region region, bool ofEntry) => !regions.TryGetValue(region, out var memory) ? BaseVersion
        : ofEntry ? memory.Settled : memory.Version;

    /// <summary>The last write, or what may have been one.</summary>
    public int LatestVersion()
    {
        var latest = BaseVersion;
        foreach (var memory in regions.Values) latest = Math.Max(latest, memory.Version);
        return latest;
    }

    private static int VersionIn(Memory memory, Term place) =>
        memory.Settled != memory.Version && Age.IsOfEntry(place) ? memory.Settled : memory.Version;

    /// <summary>True where the member itself wrote the region, or what it calls certainly may have.</summary>
    public bool HasWritten(Region region) => regions.ContainsKey(region);

    /// <summary>What of one region's contents is known.</summary>
    public IEnumerable<KeyValuePair<Place, Term>> ContentsIn(Region region) =>
        regions.TryGetValue(region, out var memory) ? memory.Contents : [];

    /// <summary>What holds of one region for every iteration of an ended loop.</summary>
    public IEnumerable<Everywhere> EverywhereIn(Region region) =>
        regions.TryGetValue(region, out var memory) ? memory.Everywhere : Enumerable.Empty<Everywhere>();

    public ValueState With(Variable variable, Term value) => new(Variables.SetItem(variable, value), regions, BaseVersion);

    /// <summary>A write, after which of the rest of its region only what is certainly other memory is known.</summary>
    public ValueState Write(Place place, Term value, int freshVersion)
    {
        if (place is Variable variable) return With(variable, value);
        if (Region.Of(place) is not { } region) return this;
        var key = place.At(0);
        var contents = regions.TryGetValue(region, out var memory) ? memory.Contents : Memory.NoContents;
        foreach (var other in contents.Keys)
            if (!Disjoint.Prove(other, key)) contents = contents.Remove(other);
        var settled = !Age.IsOfMade(place) ? freshVersion : memory?.Settled ?? BaseVersion;
        return With(region, new Memory(contents.SetItem(key, value), freshVersion, settled, ImmutableArray<Everywhere>.Empty));
    }

    /// <summary>What a new object or array holds; nobody else can have known of it.</summary>
    public ValueState Fill(Place place, Term value)
    {
        if (Region.Of(place) is not { } region) return this;
        var memory = regions.TryGetValue(region, out var known) ? known : new Memory(Memory.NoContents, BaseVersion);
        return With(region, new Memory(memory.Contents.SetItem(place.At(0), value), memory.Version, memory.Settled, memory.Everywhere));
    }

    /// <summary>Another value in the same place, which others may hold as well.</summary>
    public ValueState Replace(Term held, Func<Term, Term> by)
    {
        var state = this;
        foreach (var entry in Variables.Where(entry => entry.Value.Equals(held))) state = state.With(entry.Key, by(entry.Key));
        foreach (var entry in Contents.Where(entry => entry.Value.Equals(held)).ToArray()) state = state.Fill(entry.Key, by(entry.Key));
        return state;
    }

    public ValueState WithEverywhere(IEnumerable<Everywhere> facts)
    {
        var state = this;
        foreach (var fact in facts)
        {
            if (Region.Of(fact.Place) is not { } region) continue;
            var memory = state.regions.TryGetValue(region, out var known) ? known : new Memory(Memory.NoContents, BaseVersion);
            state = state.With(region, new Memory(memory.Contents, memory.Version, memory.Settled, memory.Everywhere.Add(fact)));
        }

        return state;
    }

    /// <summary>Drops all that is known of the contents of a region, as after a call that may write it.</summary>
    public ValueState Forget(Region region, int freshVersion) => With(region, new Memory(Memory.NoContents, freshVersion));

    /// <summary>The same where only objects that the member made itself may have been written.</summary>
    public ValueState ForgetMade(Region region, int freshVersion) => With(region, new Memory(
        Memory.NoContents, freshVersion, regions.TryGetValue(region, out var known) ? known.Settled : BaseVersion, ImmutableArray<Everywhere>.Empty));

    /// <summary>Keeps only the variables: a call may have written any memory.</summary>
    public ValueState ForgetMemory(int freshVersion)
    {
        var unknown = new Memory(Memory.NoContents, freshVersion);
        return new(Variables, regions.SetItems(regions.Keys.Select(region => new KeyValuePair<Region, Memory>(region, unknown))), freshVersion);
    }

    /// <summary>What holds on both of two paths that meet.</summary>
    public static ValueState Merge(ValueState a, ValueState b, Func<Term, Term> unknown, Func<int> freshVersion)
    {
        if (ReferenceEquals(a, b)) return a;
        var variables = a.Variables;
        if (!ReferenceEquals(a.Variables, b.Variables))
            foreach (var entry in a.Variables)
                if (!b.Variables.TryGetValue(entry.Key, out var other)) variables = variables.Remove(entry.Key);
                else if (!entry.Value.Equals(other)) variables = variables.SetItem(entry.Key, unknown(entry.Key));
        var regions = a.regions;
        if (!ReferenceEquals(a.regions, b.regions))
            foreach (var region in a.regions.Keys.Concat(b.regions.Keys).Distinct())
                regions = regions.SetItem(region, Memory.Merge(a.MemoryOf(region), b.MemoryOf(region), freshVersion));
        return new ValueState(variables, regions, a.BaseVersion == b.BaseVersion ? a.BaseVersion : freshVersion());
    }

    private Memory MemoryOf(Region region) =>
        regions.TryGetValue(region, out var memory) ? memory : new Memory(Memory.NoContents, BaseVersion);

    private ValueState With(Region region, Memory memory) => new(Variables, regions.SetItem(region, memory), BaseVersion);
}
