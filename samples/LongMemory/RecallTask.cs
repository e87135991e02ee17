using MathNet.Numerics.LinearAlgebra;

namespace LongMemory;

/// <summary>
/// The recall task: one of eight symbols is shown at the first step, then nothing for a long time, and at the end the network
/// says which it was. Who has forgotten can only guess, at a cross-entropy of log 8 = 2.08.
/// </summary>
/// <param name="length">Number of time steps.</param>
/// <param name="batch">Number of examples.</param>
/// <param name="seed">The same seed gives the same sequences.</param>
internal sealed class RecallTask(int length, int batch, int seed)
{
    public const int Symbols = 8;

    /// <summary>The symbols, and a last row for "nothing".</summary>
    public const int InputSize = Symbols + 1;

    private readonly Random random = new(seed);

    public static double LossOfGuessing { get; } = Math.Log(Symbols);

    /// <summary>One-hot inputs, input x batch at each step; and for each example the symbol to recall.</summary>
    public (Matrix<double>[] Inputs, int[] Shown) Draw()
    {
        var shown = Enumerable.Range(0, batch).Select(_ => random.Next(Symbols)).ToArray();
        var first = OneHot(example => shown[example]);
        var nothing = OneHot(_ => Symbols);
        return ([first, .. Enumerable.Repeat(nothing, length - 1)], shown);
    }

    private Matrix<double> OneHot(Func<int, int> symbolOf) =>
        Matrix<double>.Build.Dense(InputSize, batch, (row, example) => row == symbolOf(example) ? 1 : 0);
}
