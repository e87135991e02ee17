namespace Backprop.Analyzers.Flow.Values;

/// <summary>What a loop's own code says about the memory that its iterations write; asked only of what is left at their end.</summary>
internal sealed class IterationWrites(Func<Element, bool> isAtTwo, Func<Place, bool> isOfOne, Func<Place, bool> isByOne)
{
    /// <summary>The array is written at more than one index: which write is the last one depends on the direction.</summary>
    public bool IsAtTwo(Element written) => isAtTwo(written);

    /// <summary>No other iteration writes there.</summary>
    public bool IsOfOne(Place read) => isOfOne(read);

    /// <summary>An inner loop writes there, always through the one object that it is at, and nothing else does.</summary>
    public bool IsByOne(Place written) => isByOne(written);
}
