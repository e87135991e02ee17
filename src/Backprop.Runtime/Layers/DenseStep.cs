using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Layers;

/// <summary>One use of <see cref="Dense"/>: its result and the input that its backward pass needs.</summary>
/// <param name="Input">a, input x batch.</param>
/// <param name="Output">y = W a + b, output x batch.</param>
public sealed record DenseStep(Matrix<double> Input, Matrix<double> Output);
