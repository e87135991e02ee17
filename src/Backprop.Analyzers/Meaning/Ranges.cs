namespace Backprop.Analyzers.Meaning;

/// <summary><c>^1</c> or a plain index of type System.Index.</summary>
internal sealed class IndexDatum(int value, bool fromEnd) : Datum
{
    public int In(int count) => fromEnd ? count - value : value;
}

/// <summary><c>a..b</c>.</summary>
internal sealed class RangeDatum(IndexDatum? start, IndexDatum? end) : Datum
{
    /// <summary>Start and length; null when out of range.</summary>
    public (int Start, int Length)? In(int count)
    {
        var from = start?.In(count) ?? 0;
        var to = end?.In(count) ?? count;
        return from >= 0 && to >= from && to <= count ? (from, to - from) : null;
    }
}

/// <summary>Positions inside a row of values, whatever type the index has.</summary>
internal static class Ranges
{
    public static int? Position(Datum? index, int count)
    {
        var position = index switch
        {
            Number number => (int)number.Value,
            IndexDatum counted => counted.In(count),
            _ => -1,
        };
        return (uint)position < (uint)count ? position : null;
    }

    public static IndexDatum? AsIndex(Datum? datum) => datum switch
    {
        IndexDatum index => index,
        Number number => new IndexDatum((int)number.Value, fromEnd: false),
        _ => null,
    };

    /// <summary>What <c>x[a..b]</c> yields: a copy of an array, a view of a span.</summary>
    public static Datum? Slice(Elements elements, RangeDatum range, Run run)
    {
        if (range.In(elements.Count) is not { } part || !run.Allocate(part.Length))
        {
            return run.Stop();
        }

        return elements is SpanDatum
            ? new SpanDatum(elements, part.Start, part.Length)
            : new ArrayDatum([.. elements.Values().Skip(part.Start).Take(part.Length)], elements.ElementKind);
    }
}
