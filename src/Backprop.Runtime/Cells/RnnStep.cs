using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>A step of <see cref="RnnCell"/>. The hidden state is all the cache that both derivatives need.</summary>
/// <param name="input">x[t], input x batch.</param>
/// <param name="previous">The state before the step.</param>
/// <param name="state">The state after the step.</param>
public sealed class RnnStep(Matrix<double> input, HiddenState previous, HiddenState state)
    : CellStep<HiddenState>(input, previous, state);
