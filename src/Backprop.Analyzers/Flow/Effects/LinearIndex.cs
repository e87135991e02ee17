using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>An integer as a sum of places plus an offset: `T - 1 - t`. Places that are not in the sum do not matter to it.</summary>
internal sealed class LinearIndex : IEquatable<LinearIndex>
{
    private readonly ImmutableSortedDictionary<int, (Place Place, int Factor)> parts;

    private LinearIndex(ImmutableSortedDictionary<int, (Place, int)> parts, int offset, LinearIndex? unit = null) =>
        (this.parts, Offset, Unit) = (parts, offset, unit);

    public int Offset { get; }

    /// <summary>What the sum counts: of `(t + 1) * units`, rows of that length. Null: single elements.</summary>
    public LinearIndex? Unit { get; }

    public bool IsConstant => parts.IsEmpty;

    public IEnumerable<(Place Place, int Factor)> Parts => parts.Values;

    public static LinearIndex Constant(int value) => new(ImmutableSortedDictionary<int, (Place, int)>.Empty, value);

    public static LinearIndex Of(Place place) =>
        new(ImmutableSortedDictionary<int, (Place, int)>.Empty.Add(place.Id, (place, 1)), 0);

    public int FactorOf(Place place) => parts.TryGetValue(place.Id, out var part) ? part.Factor : 0;

    /// <summary>The same number of rows: `t * units`.</summary>
    public LinearIndex Rows(LinearIndex unit) => new(parts, Offset, unit);

    /// <summary>Which row or element it is, counted from another start.</summary>
    public LinearIndex Counted(int from) => new(parts, Offset - from);

    public LinearIndex Plus(LinearIndex other, int sign)
    {
        // `t * units + units` is a row further, `t * units + j` lies somewhere in the same row.
        if (Unit is not null && other.Unit is null) return other.Equals(Unit) ? new(parts, Offset + sign, Unit) : this;
        if (Unit is null && other.Unit is not null) return other;
        var sum = parts.ToBuilder();
        foreach (var part in other.parts)
        {
            var factor = (sum.TryGetValue(part.Key, out var mine) ? mine.Factor : 0) + sign * part.Value.Factor;
            if (factor == 0) sum.Remove(part.Key);
            else sum[part.Key] = (part.Value.Place, factor);
        }

        return new LinearIndex(sum.ToImmutable(), Offset + sign * other.Offset, Unit);
    }

    /// <summary>The constant by which this is greater than the other, or null where it is not a constant.</summary>
    public int? Minus(LinearIndex other) => Equals(Unit, other.Unit) && Plus(other, -1) is { IsConstant: true } difference ? difference.Offset : null;

    /// <summary>True for a counter plus a constant that is greater than another one as long as the counter is not less than its least.</summary>
    public bool IsAhead(Place counter, int least, int than) =>
        Unit is null && parts.Count == 1 && FactorOf(counter) == 1 && least + Offset > than;

    public bool MayEqual(LinearIndex other) => Minus(other) is null or 0;

    public bool Equals(LinearIndex? other) => other is not null && Minus(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as LinearIndex);

    public override int GetHashCode() => parts.Aggregate(Offset, (hash, part) => hash * 31 + part.Key * 7 + part.Value.Factor);
}
