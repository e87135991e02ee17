using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>The gates' activations on matrices, and their derivatives from the output.</summary>
internal static class Activations
{
    /// <summary>sigmoid(z) = 1 / (1 + e^-z); for large negative z the exponential is infinite and the result 0.</summary>
    public static Matrix<double> Sigmoid(this Matrix<double> z) => z.Map(x => 1 / (1 + Math.Exp(-x)), Zeros.Include);

    /// <summary>s (1 - s) of the output s of a sigmoid.</summary>
    public static Matrix<double> SigmoidDerivative(this Matrix<double> s) => s.PointwiseMultiply(1.0 - s);

    /// <summary>1 - a^2 of the output a of a tanh.</summary>
    public static Matrix<double> TanhDerivative(this Matrix<double> a) => 1.0 - a.PointwiseMultiply(a);

    /// <summary>The rows of one gate in a stack of gates.</summary>
    public static Matrix<double> Gate(this Matrix<double> stacked, int gate, int hidden) =>
        stacked.SubMatrix(gate * hidden, hidden, 0, stacked.ColumnCount);
}
