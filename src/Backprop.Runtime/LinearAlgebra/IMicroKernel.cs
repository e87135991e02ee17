namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// The innermost part of a product: one tile of C, <c>Rows x Columns</c>, held in registers over the whole depth.
/// <c>c[i, j] (+)= alpha * sum over p of a[p * aStep + i] * b[p * bRow + j * bColumn]</c>. The strides let it read packed
/// panels and the matrices themselves alike: a's rows are adjacent in both.
/// </summary>
internal unsafe interface IMicroKernel
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    static abstract void Full(
        nint depth, double* a, nint aStep, double* b, nint bRow, nint bColumn,
        double alpha, double* c, nint cColumn, bool accumulate);

    static abstract void Partial(
        nint depth, double* a, nint aStep, double* b, nint bRow, nint bColumn,
        double alpha, double* c, nint cColumn, bool accumulate, int rows, int columns);
}
