using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>Adding a bias to every example of a batch, which MathNet has no call for.</summary>
internal static class ColumnBroadcast
{
    /// <summary>Adds the one column of <paramref name="bias"/> to each column of <paramref name="matrix"/>, in place.</summary>
    public static Matrix<double> AddToColumns(this Matrix<double> matrix, Matrix<double> bias)
    {
        matrix.MapIndexedInplace((row, _, value) => value + bias.At(row, 0), Zeros.Include);
        return matrix;
    }
}
