using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Shapes;

/// <summary>
/// The checks at the runtime's doors. Each throws an exception that names the argument, the shape that was
/// expected and the shape that came, so that a swapped or transposed matrix is found where it enters.
/// </summary>
internal static class Require
{
    /// <summary>Any number of columns (the batch), but exactly these rows (the features), and no NaN.</summary>
    public static void Features(
        Matrix<double> matrix, int rows, [CallerArgumentExpression(nameof(matrix))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.RowCount != rows)
        {
            throw Mismatch(name, $"{rows} x batch", $"{matrix.RowCount} x {matrix.ColumnCount}");
        }

        if (matrix.ColumnCount == 0)
        {
            throw new ArgumentException($"{name} is an empty batch: at least one column is expected.", name);
        }

        NoNaN(matrix, name);
    }

    /// <summary>Exactly this shape, and no NaN.</summary>
    public static void Shape(
        Matrix<double> matrix, int rows, int columns, [CallerArgumentExpression(nameof(matrix))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.RowCount != rows || matrix.ColumnCount != columns)
        {
            throw Mismatch(name, $"{rows} x {columns}", $"{matrix.RowCount} x {matrix.ColumnCount}");
        }

        NoNaN(matrix, name);
    }

    /// <summary>As many entries as expected, in a list of which <paramref name="unit"/> says what one entry is.</summary>
    public static void Count(
        int count, int expected, string unit, [CallerArgumentExpression(nameof(count))] string name = "")
    {
        if (count != expected)
        {
            throw Mismatch(name, $"{expected} {unit}", $"{count}");
        }
    }

    /// <summary>A size that must be at least one: features, batch, time steps.</summary>
    public static int Positive(int size, [CallerArgumentExpression(nameof(size))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, name);
        return size;
    }

    /// <summary>A finite rate or bound above zero.</summary>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "A finite number above zero is expected.");

    /// <summary>Throws if any value is NaN, and says where the first one is.</summary>
    public static void NoNaN(ReadOnlySpan<double> values, int rows, string name)
    {
        if (!TensorPrimitives.IsNaNAny(values))
        {
            return;
        }

        var index = 0;
        while (!double.IsNaN(values[index]))
        {
            index++;
        }

        throw new ArgumentException($"{name} is not a number (NaN) at row {index % rows}, column {index / rows}.", name);
    }

    /// <summary>The exception for a wrong shape.</summary>
    public static ArgumentException Mismatch(string name, string expected, string actual) =>
        new($"{name} has the wrong shape: expected {expected}, got {actual}.", name);

    private static void NoNaN(Matrix<double> matrix, string name) =>
        NoNaN(matrix.AsColumnMajorArray() ?? matrix.ToColumnMajorArray(), matrix.RowCount, name);
}
