using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// A place that can hold a value, as an access path: a local, `this.w`, `caches[t].A`. A place also stands for the object
/// that it held when the region under analysis was entered. Interned by <see cref="PlaceTable"/>: equal paths are one object.
/// </summary>
internal sealed class Place(int id, Place? parent, Key key, ITypeSymbol? type)
{
    private readonly Dictionary<Key, Place> children = new();
    private readonly List<Place> inOrder = new();

    public int Id { get; } = id;

    public Place? Parent { get; } = parent;

    public Key Key { get; } = key;

    public ITypeSymbol? Type { get; set; } = type;

    /// <summary>True for an object whose unwritten elements are zero: a new array or list, a matrix built of zeros.</summary>
    public bool ZeroByDefault { get; set; }

    /// <summary>True for the result of arithmetic or of a call that is not entered: all its parts are of the stuff of the whole.</summary>
    public bool IsOpaque { get; set; }

    /// <summary>True for an array that several matrices lie in, one after the other.</summary>
    public bool HasBlocks { get; set; }

    /// <summary>In the order in which they were first named; grows while it is looked through.</summary>
    public IReadOnlyList<Place> Children => inOrder;

    /// <summary>Where the path starts.</summary>
    public Place Origin => Parent?.Origin ?? this;


    public bool IsWithin(Place other)
    {
        for (var place = this; place is not null; place = place.Parent)
        {
            if (ReferenceEquals(place, other)) return true;
        }

        return false;
    }

    /// <summary>The nearest index on the path that is not constant, or null: `caches[t]` of `caches[t].A`.</summary>
    public Place? Step()
    {
        for (var place = this; place is not null; place = place.Parent)
        {
            if (place.Key is { Kind: KeyKind.Index, Data: LinearIndex { IsConstant: false } }) return place;
        }

        return null;
    }

    public Place Child(Key key, ITypeSymbol? type, PlaceTable table)
    {
        if (!children.TryGetValue(key, out var child))
        {
            children[key] = child = table.Create(this, key, type);
            inOrder.Add(child);
        }

        child.Type ??= type;
        return child;
    }
}

/// <summary>All places of one analysis.</summary>
internal sealed class PlaceTable
{
    private readonly Dictionary<Key, Place> roots = new();
    private int count;

    public Place Root(Key key, ITypeSymbol? type)
    {
        if (!roots.TryGetValue(key, out var place)) roots[key] = place = Create(null, key, type);
        return place;
    }

    public Place Create(Place? parent, Key key, ITypeSymbol? type) => new(count++, parent, key, type);
}
