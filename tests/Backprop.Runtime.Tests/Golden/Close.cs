using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Golden;

/// <summary>Agreement to a relative error: |actual - expected| against the largest entry that is expected.</summary>
internal static class Close
{
    public const double Exact = 1e-12;

    public static void To(GoldenArray expected, Matrix<double> actual, double relative = Exact) =>
        To(expected.Matrix(), actual, relative);

    public static void To(Matrix<double> expected, Matrix<double> actual, double relative = Exact)
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.RowCount, actual.ColumnCount));
        Assert.InRange(Deviation([expected], [actual]), 0, relative);
    }

    public static void To(GoldenArray expected, IReadOnlyList<Matrix<double>> actual, double relative = Exact)
    {
        Assert.Equal(expected.Shape[2], actual.Count);
        Assert.InRange(Deviation(expected.Steps(), actual), 0, relative);
    }

    /// <summary>max |actual - expected| / max |expected|, over all matrices together.</summary>
    public static double Deviation(IReadOnlyList<Matrix<double>> expected, IReadOnlyList<Matrix<double>> actual)
    {
        var difference = expected.Zip(actual, (e, a) => (a - e).PointwiseAbs().Enumerate().Max()).Max();
        return difference / expected.Max(matrix => matrix.PointwiseAbs().Enumerate().Max());
    }
}
