using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>A step of <see cref="GruCell"/>.</summary>
/// <param name="input">x[t], input x batch.</param>
/// <param name="previous">The state before the step.</param>
/// <param name="state">The state after the step.</param>
/// <param name="gates">The gates.</param>
/// <param name="hiddenShare">W_hn a[t-1] + b_hn, hidden x batch: what the reset gate lets through.</param>
public sealed class GruStep(
    Matrix<double> input, HiddenState previous, HiddenState state, GruGates gates, Matrix<double> hiddenShare)
    : CellStep<HiddenState>(input, previous, state)
{
    /// <summary>The gates.</summary>
    public GruGates Gates { get; } = gates ?? throw new ArgumentNullException(nameof(gates));

    /// <summary>W_hn a[t-1] + b_hn, hidden x batch: what the reset gate lets through.</summary>
    public Matrix<double> HiddenShare { get; } = hiddenShare ?? throw new ArgumentNullException(nameof(hiddenShare));
}
