using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Providers.LinearAlgebra;
using System.Numerics;

namespace Backprop.Runtime.LinearAlgebra;

// In double precision everything but products and elementwise arithmetic is MathNet's own.
internal sealed partial class VectorisedLinearAlgebraProvider
{
    public void ConjugateArray(double[] x, double[] result)
        => s_managed.ConjugateArray(x, result);

    public double DotProduct(double[] x, double[] y)
        => s_managed.DotProduct(x, y);

    public void PointWisePowerArrays(double[] x, double[] y, double[] result)
        => s_managed.PointWisePowerArrays(x, y, result);

    public double MatrixNorm(Norm norm, int rows, int columns, double[] matrix)
        => s_managed.MatrixNorm(norm, rows, columns, matrix);

    public void LUFactor(double[] data, int order, int[] ipiv)
        => s_managed.LUFactor(data, order, ipiv);

    public void LUInverse(double[] a, int order)
        => s_managed.LUInverse(a, order);

    public void LUInverseFactored(double[] a, int order, int[] ipiv)
        => s_managed.LUInverseFactored(a, order, ipiv);

    public void LUSolve(int columnsOfB, double[] a, int order, double[] b)
        => s_managed.LUSolve(columnsOfB, a, order, b);

    public void LUSolveFactored(int columnsOfB, double[] a, int order, int[] ipiv, double[] b)
        => s_managed.LUSolveFactored(columnsOfB, a, order, ipiv, b);

    public void CholeskyFactor(double[] a, int order)
        => s_managed.CholeskyFactor(a, order);

    public void CholeskySolve(double[] a, int orderA, double[] b, int columnsB)
        => s_managed.CholeskySolve(a, orderA, b, columnsB);

    public void CholeskySolveFactored(double[] a, int orderA, double[] b, int columnsB)
        => s_managed.CholeskySolveFactored(a, orderA, b, columnsB);

    public void QRFactor(double[] a, int rowsA, int columnsA, double[] q, double[] tau)
        => s_managed.QRFactor(a, rowsA, columnsA, q, tau);

    public void ThinQRFactor(double[] a, int rowsA, int columnsA, double[] r, double[] tau)
        => s_managed.ThinQRFactor(a, rowsA, columnsA, r, tau);

    public void QRSolve(double[] a, int rows, int columns, double[] b, int columnsB, double[] x, QRMethod method)
        => s_managed.QRSolve(a, rows, columns, b, columnsB, x, method);

    public void QRSolveFactored(
        double[] q, double[] r, int rowsA, int columnsA, double[] tau,
        double[] b, int columnsB, double[] x, QRMethod method)
        => s_managed.QRSolveFactored(q, r, rowsA, columnsA, tau, b, columnsB, x, method);

    public void SingularValueDecomposition(
        bool computeVectors, double[] a, int rowsA, int columnsA, double[] s, double[] u, double[] vt)
        => s_managed.SingularValueDecomposition(computeVectors, a, rowsA, columnsA, s, u, vt);

    public void SvdSolve(double[] a, int rowsA, int columnsA, double[] b, int columnsB, double[] x)
        => s_managed.SvdSolve(a, rowsA, columnsA, b, columnsB, x);

    public void SvdSolveFactored(
        int rowsA, int columnsA, double[] s, double[] u, double[] vt,
        double[] b, int columnsB, double[] x)
        => s_managed.SvdSolveFactored(rowsA, columnsA, s, u, vt, b, columnsB, x);

    public void EigenDecomp(
        bool isSymmetric, int order, double[] matrix, double[] matrixEv, Complex[] vectorEv, double[] matrixD)
        => s_managed.EigenDecomp(isSymmetric, order, matrix, matrixEv, vectorEv, matrixD);
}
