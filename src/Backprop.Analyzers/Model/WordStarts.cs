namespace Backprop.Analyzers.Model;

/// <summary>
/// Where words start, in rising order. Of a text that is not very long two bytes each are enough: as many of these are kept
/// as a compilation has words.
/// </summary>
internal readonly struct WordStarts
{
    private readonly ushort[]? narrow;
    private readonly int[]? wide;

    public WordStarts(ReadOnlySpan<int> starts)
    {
        if (starts.IsEmpty || starts[starts.Length - 1] > ushort.MaxValue) wide = starts.ToArray();
        else narrow = Narrowed(starts);
    }

    public int Count => narrow?.Length ?? wide?.Length ?? 0;

    public int this[int word] => narrow is not null ? narrow[word] : wide is not null ? wide[word] : 0;

    /// <summary>The first word at a position or behind it.</summary>
    public int First(int position)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (this[middle] < position) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static ushort[] Narrowed(ReadOnlySpan<int> starts)
    {
        var found = new ushort[starts.Length];
        for (var i = 0; i < found.Length; i++) found[i] = (ushort)starts[i];
        return found;
    }
}
