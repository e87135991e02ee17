using System.Runtime.CompilerServices;

namespace Backprop.Analyzers.Knowledge;

/// <summary>
/// What is written in source that has to do with neural networks, wherever in the world: parts of words, whatever their case.
/// Only a gate for large compilations, of which most have nothing to do with networks; says nothing about any line of code.
/// </summary>
internal static class NetworkWords
{
    private static readonly string[] Words =
    [
        "tanh", "sigmoid", "relu", "softmax", "lstm", "backprop", "neur", "perceptron", "recurren",
        "нейр", "神经网络", "ニューラル",
    ];

    // AggressiveOptimization, which this target does not name: this runs over every character of a large compilation.
    private const MethodImplOptions AtOnce = (MethodImplOptions)512;

    private const int Tail = 4;
    private const ulong Spread = 0x9E3779B97F4A7C15;

    public static int Longest { get; } = Words.Max(word => word.Length);

    // Most places of a text end no word: one bit tells.
    private static readonly ulong[] Filter = MakeFilter();

    /// <summary>True where one of the words is in a text.</summary>
    [MethodImpl(AtOnce)]
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        var filter = Filter;
        var last = 0UL;
        for (var i = 0; i < text.Length; i++)
        {
            last = last << 16 | Folded(text[i]);
            var bit = last * Spread >> 52;
            if ((filter[bit >> 6] >> (int)(bit & 63) & 1) != 0 && Ends(text.Slice(0, i + 1))) return true;
        }

        return false;
    }

    private static bool Ends(ReadOnlySpan<char> text)
    {
        foreach (var word in Words)
            if (text.EndsWith(word.AsSpan(), StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    // Of letters, the small one.
    private static ulong Folded(char c) => c < 128 ? c | 0x20u : c;

    private static ulong[] MakeFilter()
    {
        var filter = new ulong[64];
        foreach (var word in Words)
        {
            var last = 0UL;
            foreach (var c in word.Substring(word.Length - Tail)) last = last << 16 | Folded(c);
            var bit = last * Spread >> 52;
            filter[bit >> 6] |= 1UL << (int)(bit & 63);
        }

        return filter;
    }
}
