namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// <c>C = alpha A B + beta C</c> with A <c>m x k</c>, B <c>k x n</c>, C <c>m x n</c>. A transposed operand is one whose row and
/// column strides have changed places, so nothing behind this type knows of transposition; C's rows are adjacent.
/// </summary>
internal unsafe struct Product
{
    public int M, N, K;
    public double Alpha, Beta;
    public double* A, B, C;
    public nint ARow, AColumn, BRow, BColumn, CColumn;

    public readonly double Operations => 2.0 * M * N * K;

    /// <summary>The part of the product that yields these rows of C.</summary>
    public readonly Product RowsOfC(int first, int count) => this with { A = A + first * ARow, C = C + first, M = count };

    /// <summary>The part of the product that yields these columns of C.</summary>
    public readonly Product ColumnsOfC(int first, int count)
        => this with { B = B + first * BColumn, C = C + first * CColumn, N = count };

    /// <summary>The same product as C' = B' A'; only for a C of one row.</summary>
    public readonly Product Transposed() => this with
    {
        M = N, N = M, A = B, B = A, ARow = BColumn, AColumn = BRow, BRow = AColumn, BColumn = ARow, CColumn = N,
    };

    /// <summary>C = beta C. As MathNet: 0 clears, whatever C holds, NaN included.</summary>
    public readonly void ScaleC()
    {
        if (Beta == 1)
        {
            return;
        }
        for (int j = 0; j < N; j++)
        {
            var column = new Span<double>(C + j * CColumn, M);
            if (Beta == 0)
            {
                column.Clear();
            }
            else
            {
                System.Numerics.Tensors.TensorPrimitives.Multiply(column, Beta, column);
            }
        }
    }
}
