using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace ForumThread;

/// <summary>The course's rnn_backward: its inputs, its published numbers, and what each wrong variant deviates by.</summary>
public sealed class Course
{
    private readonly JsonElement _case;

    public Course(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        _case = document.RootElement.GetProperty("cases").GetProperty("rnn_backward").Clone();
        var inputs = _case.GetProperty("inputs");
        Weights = new Weights(Matrix(inputs, "Wax"), Matrix(inputs, "Waa"), Matrix(inputs, "ba").Column(0));
        X = Steps(inputs, "x");
        A0 = Matrix(inputs, "a0");
        Da = Steps(inputs, "da");
        var expected = _case.GetProperty("expected");
        Expected = new Gradients(Steps(expected, "dx"), Matrix(expected, "dWax"), Matrix(expected, "dWaa"),
            Matrix(expected, "dba").Column(0), Matrix(expected, "da0"));
    }

    public Weights Weights { get; }

    public Matrix<double>[] X { get; }

    public Matrix<double> A0 { get; }

    public Matrix<double>[] Da { get; }

    public Gradients Expected { get; }

    /// <summary>The numbers as the course printed them, in the order of <see cref="Numbers.Names"/>.</summary>
    public double[] Published =>
        [.. _case.GetProperty("published").EnumerateArray().SelectMany(entry => Doubles(entry.GetProperty("published")))];

    /// <summary>The largest deviation of dx, dWax, dWaa, dba and da0 that the data file has for a variant.</summary>
    public double[] DeviationOf(string mutant)
    {
        var entry = _case.GetProperty("mutants").EnumerateArray().Single(m => m.GetProperty("name").GetString() == mutant);
        return [.. Numbers.GradientNames.Select(name => entry.GetProperty("maxRelDeviation").GetProperty(name).GetDouble())];
    }

    private static Matrix<double> Matrix(JsonElement parent, string name)
    {
        var (shape, data) = Array(parent, name);
        return Matrix<double>.Build.Dense(shape[0], shape[1], (i, j) => data[i * shape[1] + j]);
    }

    // [feature, example, time], row-major, becomes one matrix a step.
    private static Matrix<double>[] Steps(JsonElement parent, string name)
    {
        var (shape, data) = Array(parent, name);
        return [.. Enumerable.Range(0, shape[2]).Select(t => Matrix<double>.Build.Dense(
            shape[0], shape[1], (i, j) => data[(i * shape[1] + j) * shape[2] + t]))];
    }

    private static (int[] Shape, double[] Data) Array(JsonElement parent, string name)
    {
        var array = parent.GetProperty(name);
        return ([.. Doubles(array.GetProperty("shape")).Select(d => (int)d)], Doubles(array.GetProperty("data")));
    }

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];
}
