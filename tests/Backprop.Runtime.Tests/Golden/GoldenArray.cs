using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Golden;

/// <summary>An array of a data file: row-major, a sequence as feature x example x time.</summary>
internal sealed record GoldenArray(int[] Shape, double[] Data)
{
    public static GoldenArray From(JsonElement array) => new(
        array.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray(),
        array.GetProperty("data").EnumerateArray().Select(value => value.GetDouble()).ToArray());

    public Matrix<double> Matrix() =>
        Matrix<double>.Build.Dense(Shape[0], Shape[1], (row, column) => Data[(row * Shape[1]) + column]);

    public Matrix<double> Step(int t) => Matrix<double>.Build.Dense(
        Shape[0], Shape[1], (feature, example) => Data[(((feature * Shape[1]) + example) * Shape[2]) + t]);

    public Matrix<double>[] Steps() => Enumerable.Range(0, Shape[2]).Select(Step).ToArray();
}
