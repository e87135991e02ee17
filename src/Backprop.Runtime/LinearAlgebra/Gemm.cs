using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// General matrix product in double precision on column-major memory, <c>C = alpha op(A) op(B) + beta C</c>: what MathNet's
/// provider calls, and what the cells call directly. Nothing is allocated once a thread has seen its largest product.
/// NaN and infinity propagate (no factor 0 is skipped); beta = 0 clears C whatever it holds, as in BLAS and MathNet.
/// </summary>
public static unsafe class Gemm
{
    /// <summary>
    /// <c>C = alpha op(A) op(B) + beta C</c>; op(A) is <c>m x k</c>, op(B) <c>k x n</c>. A leading dimension is the distance from
    /// a column of the stored matrix to the next. C must not overlap A or B.
    /// </summary>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k,
        double alpha, ReadOnlySpan<double> a, int lda, ReadOnlySpan<double> b, int ldb, double beta, Span<double> c, int ldc)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        Require(a.Length, transposeA ? k : m, transposeA ? m : k, lda, nameof(a));
        Require(b.Length, transposeB ? n : k, transposeB ? k : n, ldb, nameof(b));
        Require(c.Length, m, n, ldc, nameof(c));
        fixed (double* pa = a, pb = b, pc = c)
        {
            Multiply(transposeA, transposeB, m, n, k, alpha, pa, lda, pb, ldb, beta, pc, ldc);
        }
    }

    /// <summary>The same on pointers, unchecked.</summary>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k,
        double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc)
    {
        var product = new Product
        {
            M = m, N = n, K = k, Alpha = alpha, Beta = beta, A = a, B = b, C = c, CColumn = ldc,
            ARow = transposeA ? lda : 1, AColumn = transposeA ? 1 : lda,
            BRow = transposeB ? ldb : 1, BColumn = transposeB ? 1 : ldb,
        };
        Run(product);
    }

    /// <summary>The vector width that the products use here.</summary>
    public static string Hardware
        => Vector512.IsHardwareAccelerated ? "512 bit" : Vector256.IsHardwareAccelerated ? "256 bit" : "128 bit";

    private static void Require(int length, int rows, int columns, int leading, string name)
    {
        if (leading < Math.Max(1, rows))
        {
            throw new ArgumentException($"{name} is stored as {rows} x {columns}: its leading dimension cannot be {leading}.", name);
        }
        if (rows > 0 && columns > 0 && length < (long)(columns - 1) * leading + rows)
        {
            throw new ArgumentException(
                $"{name} holds {length} numbers; {rows} x {columns} with leading dimension {leading} needs " +
                $"{(long)(columns - 1) * leading + rows}.", name);
        }
    }

    private static void Run(Product product)
    {
        if (product.M == 0 || product.N == 0)
        {
            return;
        }
        if (product.Beta != 0 || product.K == 0 || product.Alpha == 0)
        {
            product.ScaleC();
        }
        if (product.K > 0 && product.Alpha != 0)
        {
            GemmWork.RunInParts(product);
        }
    }

    /// <summary>On the calling thread; C is already scaled by beta.</summary>
    internal static void RunAlone(in Product product)
    {
        if (product.N == 1)
        {
            RunColumn(product, product.B, product.BRow);
        }
        else if (product.M == 1 && product.CColumn == 1)
        {
            RunColumn(product.Transposed(), product.A, product.AColumn);
        }
        else
        {
            RunBlocked(product);
        }
    }

    private static void RunColumn(in Product product, double* x, nint stride)
    {
        if (stride != 1)
        {
            double* room = PackBuffer.Right.Room(product.K);
            for (int p = 0; p < product.K; p++)
            {
                room[p] = x[p * stride];
            }
            x = room;
        }
        if (Vector512.IsHardwareAccelerated)
        {
            MatrixVector<Vector512<double>, Simd512>.Run(product, x);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            MatrixVector<Vector256<double>, Simd256>.Run(product, x);
        }
        else
        {
            MatrixVector<Vector128<double>, Simd128>.Run(product, x);
        }
    }

    private static void RunBlocked(in Product product)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            BlockedProduct<WideKernel<Vector512<double>, Simd512>>.Run(product);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            BlockedProduct<NarrowKernel<Vector256<double>, Simd256>>.Run(product);
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            BlockedProduct<WideKernel<Vector128<double>, Simd128>>.Run(product);
        }
        else
        {
            BlockedProduct<NarrowKernel<Vector128<double>, Simd128>>.Run(product);
        }
    }
}
