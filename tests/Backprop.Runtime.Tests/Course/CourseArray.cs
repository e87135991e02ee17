using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Course;

/// <summary>An array of the data file: row-major, a sequence as feature x example x time.</summary>
internal sealed record CourseArray(int[] Shape, double[] Data)
{
    public Matrix<double> Matrix() => Matrix<double>.Build.Dense(Shape[0], Shape[1], (row, column) => Data[(row * Shape[1]) + column]);

    public Matrix<double> Step(int t) => Matrix<double>.Build.Dense(
        Shape[0], Shape[1], (feature, example) => Data[(((feature * Shape[1]) + example) * Shape[2]) + t]);

    public Matrix<double>[] Steps() => Enumerable.Range(0, Shape[2]).Select(Step).ToArray();
}
