using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>A step of <see cref="LstmCell"/>: everything is kept as it came out of its activation.</summary>
/// <param name="input">x[t], input x batch.</param>
/// <param name="previous">The state before the step.</param>
/// <param name="state">The state after the step.</param>
/// <param name="gates">The four gates.</param>
/// <param name="squashed">tanh(c[t]), hidden x batch.</param>
public sealed class LstmStep(
    Matrix<double> input, LstmState previous, LstmState state, LstmGates gates, Matrix<double> squashed)
    : CellStep<LstmState>(input, previous, state)
{
    /// <summary>The four gates.</summary>
    public LstmGates Gates { get; } = gates ?? throw new ArgumentNullException(nameof(gates));

    /// <summary>tanh(c[t]), hidden x batch: kept, so that the backward pass need not evaluate it again.</summary>
    public Matrix<double> Squashed { get; } = squashed ?? throw new ArgumentNullException(nameof(squashed));
}
