using System.Runtime.CompilerServices;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// Two vectors by four columns: eight accumulators, for the 16 registers of AVX and SSE.
/// The accumulators are written out one by one because only locals live in registers.
/// </summary>
internal readonly unsafe struct NarrowKernel<TVector, TSimd> : IMicroKernel
    where TVector : struct
    where TSimd : struct, ISimd<TVector>
{
    public static int Rows => 2 * TSimd.Width;

    public static int Columns => 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Full(
        nint depth, double* a, nint aStep, double* b, nint bRow, nint bColumn,
        double alpha, double* c, nint cColumn, bool accumulate)
    {
        TVector low0 = TSimd.Zero, high0 = TSimd.Zero;
        TVector low1 = TSimd.Zero, high1 = TSimd.Zero;
        TVector low2 = TSimd.Zero, high2 = TSimd.Zero;
        TVector low3 = TSimd.Zero, high3 = TSimd.Zero;
        double* b0 = b;
        double* b1 = b + bColumn;
        double* b2 = b + 2 * bColumn;
        double* b3 = b + 3 * bColumn;
        for (nint p = 0, q = 0; p < depth; p++, q += bRow, a += aStep)
        {
            var low = TSimd.Load(a);
            var high = TSimd.Load(a + TSimd.Width);
            var value0 = TSimd.Create(b0[q]);
            low0 = TSimd.MultiplyAdd(low, value0, low0);
            high0 = TSimd.MultiplyAdd(high, value0, high0);
            var value1 = TSimd.Create(b1[q]);
            low1 = TSimd.MultiplyAdd(low, value1, low1);
            high1 = TSimd.MultiplyAdd(high, value1, high1);
            var value2 = TSimd.Create(b2[q]);
            low2 = TSimd.MultiplyAdd(low, value2, low2);
            high2 = TSimd.MultiplyAdd(high, value2, high2);
            var value3 = TSimd.Create(b3[q]);
            low3 = TSimd.MultiplyAdd(low, value3, low3);
            high3 = TSimd.MultiplyAdd(high, value3, high3);
        }
        var scale = TSimd.Create(alpha);
        Write(low0, high0, scale, c, accumulate);
        Write(low1, high1, scale, c + cColumn, accumulate);
        Write(low2, high2, scale, c + 2 * cColumn, accumulate);
        Write(low3, high3, scale, c + 3 * cColumn, accumulate);
    }

    // As Full; but only the tile's first rows and columns exist. A missing column is computed as the first one, which
    // may be read, and is not written.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Partial(
        nint depth, double* a, nint aStep, double* b, nint bRow, nint bColumn,
        double alpha, double* c, nint cColumn, bool accumulate, int rows, int columns)
    {
        TVector low0 = TSimd.Zero, high0 = TSimd.Zero;
        TVector low1 = TSimd.Zero, high1 = TSimd.Zero;
        TVector low2 = TSimd.Zero, high2 = TSimd.Zero;
        TVector low3 = TSimd.Zero, high3 = TSimd.Zero;
        double* b0 = b;
        double* b1 = b + (1 < columns ? bColumn : 0);
        double* b2 = b + (2 < columns ? 2 * bColumn : 0);
        double* b3 = b + (3 < columns ? 3 * bColumn : 0);
        int rest = rows - TSimd.Width;
        for (nint p = 0, q = 0; p < depth; p++, q += bRow, a += aStep)
        {
            var low = TSimd.LoadFirst(a, rows);
            var high = TSimd.LoadFirst(a + TSimd.Width, rest);
            var value0 = TSimd.Create(b0[q]);
            low0 = TSimd.MultiplyAdd(low, value0, low0);
            high0 = TSimd.MultiplyAdd(high, value0, high0);
            var value1 = TSimd.Create(b1[q]);
            low1 = TSimd.MultiplyAdd(low, value1, low1);
            high1 = TSimd.MultiplyAdd(high, value1, high1);
            var value2 = TSimd.Create(b2[q]);
            low2 = TSimd.MultiplyAdd(low, value2, low2);
            high2 = TSimd.MultiplyAdd(high, value2, high2);
            var value3 = TSimd.Create(b3[q]);
            low3 = TSimd.MultiplyAdd(low, value3, low3);
            high3 = TSimd.MultiplyAdd(high, value3, high3);
        }
        var scale = TSimd.Create(alpha);
        WriteFirst(low0, high0, scale, c, accumulate, rows);
        WriteFirst(low1, high1, scale, c + cColumn, accumulate, 1 < columns ? rows : 0);
        WriteFirst(low2, high2, scale, c + 2 * cColumn, accumulate, 2 < columns ? rows : 0);
        WriteFirst(low3, high3, scale, c + 3 * cColumn, accumulate, 3 < columns ? rows : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TVector low, TVector high, TVector scale, double* c, bool accumulate)
    {
        low = TSimd.Multiply(low, scale);
        high = TSimd.Multiply(high, scale);
        if (accumulate)
        {
            low = TSimd.Add(TSimd.Load(c), low);
            high = TSimd.Add(TSimd.Load(c + TSimd.Width), high);
        }
        TSimd.Store(low, c);
        TSimd.Store(high, c + TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFirst(
        TVector low, TVector high, TVector scale, double* c, bool accumulate, int rows)
    {
        low = TSimd.Multiply(low, scale);
        high = TSimd.Multiply(high, scale);
        int rest = rows - TSimd.Width;
        if (accumulate)
        {
            low = TSimd.Add(TSimd.LoadFirst(c, rows), low);
            high = TSimd.Add(TSimd.LoadFirst(c + TSimd.Width, rest), high);
        }
        TSimd.StoreFirst(low, c, rows);
        TSimd.StoreFirst(high, c + TSimd.Width, rest);
    }
}
