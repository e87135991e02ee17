using System.Numerics.Tensors;

namespace Backprop.Runtime.Layers.Running;

/// <summary>A bias over all columns of a matrix, and its gradient back from them.</summary>
internal static class Columns
{
    /// <summary>Writes the bias into every column.</summary>
    public static void Fill(Span<double> columns, ReadOnlySpan<double> bias)
    {
        for (var first = 0; first < columns.Length; first += bias.Length)
        {
            bias.CopyTo(columns[first..]);
        }
    }

    /// <summary>Adds the upper rows of all columns to a bias' gradient.</summary>
    /// <param name="sums">The gradient; as long as the rows that it takes.</param>
    /// <param name="columns">The columns, one after the other.</param>
    /// <param name="rows">Rows of each column.</param>
    public static void AddTo(Span<double> sums, ReadOnlySpan<double> columns, int rows)
    {
        for (var first = 0; first < columns.Length; first += rows)
        {
            TensorPrimitives.Add(sums, columns.Slice(first, sums.Length), sums);
        }
    }
}
