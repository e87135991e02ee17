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

    // As many characters as the shortest word has: the window that moves over the text (Wu and Manber's search).
    private const int Window = 4;
    private const int Pairs = 1024;

    public static int Longest { get; } = Words.Max(word => word.Length);

    // How far the window may move on when it ends in two such characters: most pairs are in no word.
    private static readonly byte[] Steps = MakeSteps();

    /// <summary>
    /// True where one of the words is in a text. Two windows move, one over each half: how far one may go on is known only when
    /// its two characters were looked up, and the processor looks up the other's meanwhile.
    /// </summary>
    [MethodImpl(AtOnce)]
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        var steps = Steps;
        var middle = Math.Max(text.Length / 2, Window - 1);
        var (low, high) = (Window - 1, middle);
        while (low < middle && high < text.Length)
        {
            var (one, other) = (steps[PairOf(text[low - 1], text[low])], steps[PairOf(text[high - 1], text[high])]);
            if (one == 0 && Begins(text, low) || other == 0 && Begins(text, high)) return true;
            low += Math.Max(one, (byte)1);
            high += Math.Max(other, (byte)1);
        }

        return AreIn(text, low, middle) || AreIn(text, high, text.Length);
    }

    // The rest of the half that took longer.
    private static bool AreIn(ReadOnlySpan<char> text, int from, int to)
    {
        for (var end = from; end < to;)
        {
            var step = Steps[PairOf(text[end - 1], text[end])];
            if (step == 0 && Begins(text, end)) return true;
            end += Math.Max(step, (byte)1);
        }

        return false;
    }

    private static bool Begins(ReadOnlySpan<char> text, int windowEnd) => Begins(text.Slice(windowEnd - Window + 1));

    private static bool Begins(ReadOnlySpan<char> text)
    {
        foreach (var word in Words)
            if (text.StartsWith(word.AsSpan(), StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    // A letter and its capital are one; two pairs that are taken for one only shorten a step.
    private static int PairOf(char first, char second) => ((first | 0x20) << 5 ^ (second | 0x20)) & (Pairs - 1);

    private static byte[] MakeSteps()
    {
        var steps = new byte[Pairs];
        for (var pair = 0; pair < Pairs; pair++) steps[pair] = Window - 1;
        foreach (var word in Words)
            for (var end = 1; end < Window; end++)
            {
                ref var step = ref steps[PairOf(word[end - 1], word[end])];
                step = (byte)Math.Min(step, Window - 1 - end);
            }

        return steps;
    }
}
