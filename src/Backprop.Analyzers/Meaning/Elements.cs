namespace Backprop.Analyzers.Meaning;

/// <summary>Anything that holds a row of values: arrays, lists, spans, matrices, vectors, tuples. An element may be unknown.</summary>
internal abstract class Elements : Datum
{
    public abstract int Count { get; }

    public abstract Datum? this[int index] { get; set; }

    /// <summary>The type of the numbers inside, if they are numbers.</summary>
    public virtual NumericKind? ElementKind => null;

    public IEnumerable<Datum?> Values()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }
}

/// <summary>A one-dimensional or rectangular array; jagged arrays are arrays of arrays. Elements lie in C#'s row order.</summary>
internal sealed class ArrayDatum(Datum?[] items, int[] lengths, NumericKind? elementKind = null) : Elements
{
    public ArrayDatum(Datum?[] items, NumericKind? elementKind = null)
        : this(items, [items.Length], elementKind)
    {
    }

    public Datum?[] Items { get; } = items;

    public int[] Lengths { get; } = lengths;

    public int Rank => Lengths.Length;

    public override NumericKind? ElementKind => elementKind;

    public override int Count => Items.Length;

    public override Datum? this[int index]
    {
        get => Items[index];
        set => Items[index] = value;
    }

    /// <summary>Where the element with these indices lies; null if an index is out of range (C# would throw).</summary>
    public int? Offset(IReadOnlyList<int> indices)
    {
        if (indices.Count != Rank)
        {
            return null;
        }

        var offset = 0;
        for (var axis = 0; axis < Rank; axis++)
        {
            if ((uint)indices[axis] >= (uint)Lengths[axis])
            {
                return null;
            }

            offset = (offset * Lengths[axis]) + indices[axis];
        }

        return offset;
    }
}

/// <summary>A List&lt;T&gt;, and every lazy sequence once it is evaluated.</summary>
internal sealed class ListDatum(List<Datum?> items, NumericKind? elementKind = null) : Elements
{
    public List<Datum?> Items { get; } = items;

    public override NumericKind? ElementKind => elementKind;

    public override int Count => Items.Count;

    public override Datum? this[int index]
    {
        get => Items[index];
        set => Items[index] = value;
    }
}

/// <summary>A span or memory: a view on part of an array.</summary>
internal sealed class SpanDatum(Elements source, int start, int length) : Elements
{
    public Elements Source { get; } = source;

    public int Start { get; } = start;

    public override NumericKind? ElementKind => Source.ElementKind;

    public override int Count => length;

    public override Datum? this[int index]
    {
        get => Source[Start + index];
        set => Source[Start + index] = value;
    }
}

/// <summary>A tuple; a value, so it is copied.</summary>
internal sealed class TupleDatum(Datum?[] items) : Elements
{
    public Datum?[] Items { get; } = items;

    public override int Count => Items.Length;

    public override Datum? this[int index]
    {
        get => Items[index];
        set => Items[index] = value;
    }

    public override Datum Copied() => new TupleDatum([.. Items.Select(item => item?.Copied())]);
}

/// <summary>A MathNet matrix, row by row.</summary>
internal sealed class MatrixDatum(Datum?[] items, int rows, int columns, NumericKind kind) : Elements
{
    public Datum?[] Items { get; } = items;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public override NumericKind? ElementKind => kind;

    public NumericKind Kind => kind;

    public override int Count => Items.Length;

    public override Datum? this[int index]
    {
        get => Items[index];
        set => Items[index] = value;
    }

    public Datum? this[int row, int column]
    {
        get => Items[(row * Columns) + column];
        set => Items[(row * Columns) + column] = value;
    }
}

/// <summary>A MathNet vector.</summary>
internal sealed class VectorDatum(Datum?[] items, NumericKind kind) : Elements
{
    public Datum?[] Items { get; } = items;

    public NumericKind Kind => kind;

    public override NumericKind? ElementKind => kind;

    public override int Count => Items.Length;

    public override Datum? this[int index]
    {
        get => Items[index];
        set => Items[index] = value;
    }
}
