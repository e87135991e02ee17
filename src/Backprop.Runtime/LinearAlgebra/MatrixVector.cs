using System.Runtime.CompilerServices;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>A product with one column: bound by the loads of A, so A is read once, in order, and never packed.</summary>
internal static unsafe class MatrixVector<TVector, TSimd>
    where TVector : struct
    where TSimd : struct, ISimd<TVector>
{
    /// <summary>c = alpha A x (+ c); x is contiguous, C has one column.</summary>
    public static void Run(in Product product, double* x)
    {
        bool accumulate = product.Beta != 0;
        if (product.ARow == 1)
        {
            Columns(product.M, product.K, product.A, product.AColumn, x, product.Alpha, product.C, accumulate);
            return;
        }
        int i = 0;
        for (; i + 4 <= product.M; i += 4)
        {
            FourRows(product.K, product.A + i * product.ARow, product.ARow, x, product.Alpha, product.C + i, accumulate);
        }
        for (; i < product.M; i++)
        {
            double dot = Dot(product.K, product.A + i * product.ARow, x);
            product.C[i] = (accumulate ? product.C[i] : 0) + product.Alpha * dot;
        }
    }

    // Four vectors of rows at a time; two steps of the depth at once hide the latency of the sums.
    private static void Columns(
        int rows, int depth, double* a, nint aColumn, double* x, double alpha, double* c, bool accumulate)
    {
        int i = 0;
        for (; i + 4 * TSimd.Width <= rows; i += 4 * TSimd.Width)
        {
            FourVectors(depth, a + i, aColumn, x, alpha, c + i, accumulate);
        }
        for (; i < rows; i += TSimd.Width)
        {
            OneVector(depth, a + i, aColumn, x, alpha, c + i, accumulate, rows - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourVectors(int depth, double* a, nint aColumn, double* x, double alpha, double* c, bool accumulate)
    {
        TVector even0 = TSimd.Zero, even1 = TSimd.Zero, even2 = TSimd.Zero, even3 = TSimd.Zero;
        TVector odd0 = TSimd.Zero, odd1 = TSimd.Zero, odd2 = TSimd.Zero, odd3 = TSimd.Zero;
        int width = TSimd.Width;
        int p = 0;
        for (; p + 2 <= depth; p += 2, a += 2 * aColumn)
        {
            var first = TSimd.Create(x[p]);
            even0 = TSimd.MultiplyAdd(TSimd.Load(a), first, even0);
            even1 = TSimd.MultiplyAdd(TSimd.Load(a + width), first, even1);
            even2 = TSimd.MultiplyAdd(TSimd.Load(a + 2 * width), first, even2);
            even3 = TSimd.MultiplyAdd(TSimd.Load(a + 3 * width), first, even3);
            var second = TSimd.Create(x[p + 1]);
            double* next = a + aColumn;
            odd0 = TSimd.MultiplyAdd(TSimd.Load(next), second, odd0);
            odd1 = TSimd.MultiplyAdd(TSimd.Load(next + width), second, odd1);
            odd2 = TSimd.MultiplyAdd(TSimd.Load(next + 2 * width), second, odd2);
            odd3 = TSimd.MultiplyAdd(TSimd.Load(next + 3 * width), second, odd3);
        }
        if (p < depth)
        {
            var last = TSimd.Create(x[p]);
            even0 = TSimd.MultiplyAdd(TSimd.Load(a), last, even0);
            even1 = TSimd.MultiplyAdd(TSimd.Load(a + width), last, even1);
            even2 = TSimd.MultiplyAdd(TSimd.Load(a + 2 * width), last, even2);
            even3 = TSimd.MultiplyAdd(TSimd.Load(a + 3 * width), last, even3);
        }
        var scale = TSimd.Create(alpha);
        Write(TSimd.Add(even0, odd0), scale, c, accumulate, width);
        Write(TSimd.Add(even1, odd1), scale, c + width, accumulate, width);
        Write(TSimd.Add(even2, odd2), scale, c + 2 * width, accumulate, width);
        Write(TSimd.Add(even3, odd3), scale, c + 3 * width, accumulate, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneVector(
        int depth, double* a, nint aColumn, double* x, double alpha, double* c, bool accumulate, int rows)
    {
        TVector even = TSimd.Zero, odd = TSimd.Zero;
        int p = 0;
        for (; p + 2 <= depth; p += 2, a += 2 * aColumn)
        {
            even = TSimd.MultiplyAdd(TSimd.LoadFirst(a, rows), TSimd.Create(x[p]), even);
            odd = TSimd.MultiplyAdd(TSimd.LoadFirst(a + aColumn, rows), TSimd.Create(x[p + 1]), odd);
        }
        if (p < depth)
        {
            even = TSimd.MultiplyAdd(TSimd.LoadFirst(a, rows), TSimd.Create(x[p]), even);
        }
        Write(TSimd.Add(even, odd), TSimd.Create(alpha), c, accumulate, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TVector sum, TVector scale, double* c, bool accumulate, int rows)
    {
        sum = TSimd.Multiply(sum, scale);
        TSimd.StoreFirst(accumulate ? TSimd.Add(TSimd.LoadFirst(c, rows), sum) : sum, c, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(int depth, double* a, nint aRow, double* x, double alpha, double* c, bool accumulate)
    {
        TVector sum0 = TSimd.Zero, sum1 = TSimd.Zero, sum2 = TSimd.Zero, sum3 = TSimd.Zero;
        double* a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow;
        for (int p = 0; p < depth; p += TSimd.Width)
        {
            int rest = depth - p;
            var value = TSimd.LoadFirst(x + p, rest);
            sum0 = TSimd.MultiplyAdd(TSimd.LoadFirst(a + p, rest), value, sum0);
            sum1 = TSimd.MultiplyAdd(TSimd.LoadFirst(a1 + p, rest), value, sum1);
            sum2 = TSimd.MultiplyAdd(TSimd.LoadFirst(a2 + p, rest), value, sum2);
            sum3 = TSimd.MultiplyAdd(TSimd.LoadFirst(a3 + p, rest), value, sum3);
        }
        c[0] = (accumulate ? c[0] : 0) + alpha * TSimd.Sum(sum0);
        c[1] = (accumulate ? c[1] : 0) + alpha * TSimd.Sum(sum1);
        c[2] = (accumulate ? c[2] : 0) + alpha * TSimd.Sum(sum2);
        c[3] = (accumulate ? c[3] : 0) + alpha * TSimd.Sum(sum3);
    }

    private static double Dot(int depth, double* a, double* x)
    {
        var sum = TSimd.Zero;
        for (int p = 0; p < depth; p += TSimd.Width)
        {
            sum = TSimd.MultiplyAdd(TSimd.LoadFirst(a + p, depth - p), TSimd.LoadFirst(x + p, depth - p), sum);
        }
        return TSimd.Sum(sum);
    }
}
