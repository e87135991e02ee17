using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>What an LSTM carries from one step to the next: both are part of the recurrent gradient.</summary>
/// <param name="hidden">The hidden state a[t], hidden x batch.</param>
/// <param name="cell">The cell state c[t], hidden x batch.</param>
public sealed class LstmState(Matrix<double> hidden, Matrix<double> cell)
{
    /// <summary>The hidden state a[t], hidden x batch.</summary>
    public Matrix<double> Hidden { get; } = hidden ?? throw new ArgumentNullException(nameof(hidden));

    /// <summary>The cell state c[t], hidden x batch.</summary>
    public Matrix<double> Cell { get; } = cell ?? throw new ArgumentNullException(nameof(cell));

    /// <summary>All zeros, the usual start of a sequence.</summary>
    public static LstmState Zero(int hidden, int batch) =>
        new(Matrix<double>.Build.Dense(hidden, batch), Matrix<double>.Build.Dense(hidden, batch));
}
