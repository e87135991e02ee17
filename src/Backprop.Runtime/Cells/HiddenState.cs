using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>What a vanilla RNN or a GRU carries from one step to the next.</summary>
/// <remarks>A class, not a value: a recurrent gradient names the very state that it belongs to.</remarks>
/// <param name="hidden">The hidden state a[t], hidden x batch.</param>
public sealed class HiddenState(Matrix<double> hidden)
{
    /// <summary>The hidden state a[t], hidden x batch.</summary>
    public Matrix<double> Hidden { get; } = hidden ?? throw new ArgumentNullException(nameof(hidden));

    /// <summary>All zeros, the usual start of a sequence.</summary>
    public static HiddenState Zero(int hidden, int batch) => new(Matrix<double>.Build.Dense(hidden, batch));
}
