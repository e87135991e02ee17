using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// What is known of a value: the numbers in it, the objects that it may refer to, the integer that it is, and the lambda or
/// method that it is.
/// </summary>
internal sealed record FlowValue(Terms Terms, ImmutableHashSet<Place> Targets, LinearIndex? Index = null, object? Callee = null)
{
    /// <summary>A stretch of what it refers to, `flat.AsSpan(n, n)`: to fill it leaves the rest as it was.</summary>
    public bool IsPart { get; init; }

    /// <summary>True where a write replaces all that was there.</summary>
    public bool IsWhole => Targets.Count == 1 && !IsPart;

    public static readonly ImmutableHashSet<Place> Nothing = ImmutableHashSet<Place>.Empty;
    public static readonly FlowValue Zero = new(Terms.Zero, Nothing);
    public static readonly FlowValue One = new(Terms.One, Nothing);

    public static FlowValue Number(Terms terms) => new(terms, Nothing);

    public static FlowValue Object(Place place) => new(Terms.Zero, Nothing.Add(place));

    public static FlowValue Integer(LinearIndex? index) => new(Terms.One, Nothing, index);

    public static FlowValue Function(object callee) => new(Terms.Zero, Nothing, null, callee);

    /// <summary>What was there before the region: an atom for a number, the object behind the path for a reference.</summary>
    public static FlowValue Entry(Place place, ITypeSymbol? type, AtomTable atoms) =>
        Shapes.IsScalar(type) ? Number(atoms.Of(place))
        : Shapes.IsInteger(type) ? Integer(LinearIndex.Of(place))
        : Shapes.IsInert(type) ? One
        : Object(place);

    public FlowValue Join(FlowValue other, AtomTable atoms) =>
        ReferenceEquals(this, other) ? this : new FlowValue(
            atoms.Sum(Terms, other.Terms),
            Targets.Union(other.Targets),
            Index is not null && Index.Equals(other.Index) ? Index : null,
            Equals(Callee, other.Callee) ? Callee : Callee is null ? other.Callee : other.Callee is null ? Callee : null) { IsPart = IsPart || other.IsPart };
}
