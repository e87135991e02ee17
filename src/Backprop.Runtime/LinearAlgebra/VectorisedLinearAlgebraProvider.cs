using System.Numerics.Tensors;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// MathNet's managed provider with the double-precision products of <see cref="Gemm"/> and vectorised elementwise
/// arithmetic; everything else is handed on (MathNet's class is sealed). Arguments that do not fit are handed on too:
/// its exceptions are those that callers know.
/// </summary>
internal sealed partial class VectorisedLinearAlgebraProvider : ILinearAlgebraProvider
{
    private static readonly ManagedLinearAlgebraProvider s_managed = ManagedLinearAlgebraProvider.Instance;

    public bool IsAvailable() => true;

    public void InitializeVerify()
    {
    }

    public void FreeResources() => PackBuffer.ReleaseThisThread();

    public override string ToString() => $"Backprop.Runtime (vectorised, {Gemm.Hardware})";

    public void MatrixMultiply(double[] x, int rowsX, int columnsX, double[] y, int rowsY, int columnsY, double[] result)
    {
        if (columnsX == rowsY && Fits(x, rowsX, columnsX) && Fits(y, rowsY, columnsY)
            && Fits(result, rowsX, columnsY) && AreApart(result, x, y))
        {
            Multiply(false, false, rowsX, columnsY, columnsX, 1, x, rowsX, y, rowsY, 0, result);
            return;
        }
        s_managed.MatrixMultiply(x, rowsX, columnsX, y, rowsY, columnsY, result);
    }

    public void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, double alpha, double[] a, int rowsA, int columnsA,
        double[] b, int rowsB, int columnsB, double beta, double[] c)
    {
        bool flipA = transposeA != Transpose.DontTranspose, flipB = transposeB != Transpose.DontTranspose;
        (int m, int k) = flipA ? (columnsA, rowsA) : (rowsA, columnsA);
        (int inner, int n) = flipB ? (columnsB, rowsB) : (rowsB, columnsB);
        if (inner == k && Fits(a, rowsA, columnsA) && Fits(b, rowsB, columnsB) && Fits(c, m, n)
            && AreApart(c, a, b))
        {
            Multiply(flipA, flipB, m, n, k, alpha, a, rowsA, b, rowsB, beta, c);
            return;
        }
        s_managed.MatrixMultiplyWithUpdate(
            transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, c);
    }

    public void AddArrays(double[] x, double[] y, double[] result)
    {
        if (SameLength(x, y, result))
        {
            TensorPrimitives.Add<double>(x, y, result);
            return;
        }
        s_managed.AddArrays(x, y, result);
    }

    public void SubtractArrays(double[] x, double[] y, double[] result)
    {
        if (SameLength(x, y, result))
        {
            TensorPrimitives.Subtract<double>(x, y, result);
            return;
        }
        s_managed.SubtractArrays(x, y, result);
    }

    public void PointWiseMultiplyArrays(double[] x, double[] y, double[] result)
    {
        if (SameLength(x, y, result))
        {
            TensorPrimitives.Multiply<double>(x, y, result);
            return;
        }
        s_managed.PointWiseMultiplyArrays(x, y, result);
    }

    public void PointWiseDivideArrays(double[] x, double[] y, double[] result)
    {
        if (SameLength(x, y, result))
        {
            TensorPrimitives.Divide<double>(x, y, result);
            return;
        }
        s_managed.PointWiseDivideArrays(x, y, result);
    }

    public void ScaleArray(double alpha, double[] x, double[] result)
    {
        // MathNet clears for 0, NaN included.
        if (alpha != 0 && SameLength(x, x, result))
        {
            TensorPrimitives.Multiply(x, alpha, result);
            return;
        }
        s_managed.ScaleArray(alpha, x, result);
    }

    public void AddVectorToScaledVector(double[] y, double alpha, double[] x, double[] result)
    {
        if (alpha != 0 && SameLength(x, y, result))
        {
            TensorPrimitives.MultiplyAdd(x, alpha, y, result);
            return;
        }
        s_managed.AddVectorToScaledVector(y, alpha, x, result);
    }

    private static unsafe void Multiply(
        bool flipA, bool flipB, int m, int n, int k,
        double alpha, double[] a, int lda, double[] b, int ldb, double beta, double[] c)
    {
        fixed (double* pa = a, pb = b, pc = c)
        {
            Gemm.Multiply(flipA, flipB, m, n, k, alpha, pa, lda, pb, ldb, beta, pc, m);
        }
    }

    private static bool Fits(double[]? values, int rows, int columns)
        => values is not null && rows >= 0 && columns >= 0 && values.Length == (long)rows * columns;

    private static bool AreApart(double[] result, double[] left, double[] right)
        => !ReferenceEquals(result, left) && !ReferenceEquals(result, right);

    private static bool SameLength(double[]? x, double[]? y, double[]? result)
        => x is not null && y is not null && result is not null && x.Length == y.Length && x.Length == result.Length;
}
