using Backprop.Runtime.Checking;
using Backprop.Runtime.Tests.Layers;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Checking;

/// <summary>The gradient check on code that is not the runtime's: what it accepts, what it finds, and what it says.</summary>
public sealed class GradientCheckTests
{
    [Fact]
    public void Takes_every_kind_of_array()
    {
        double[] array = [0.5, -1.5];
        double[,] rectangle = { { 0.25, 2 }, { -3, 1 } };
        var vector = Vector<double>.Build.Dense([1.0, -2]);
        var matrix = Matrix<double>.Build.DenseOfArray(rectangle);
        var report = new GradientCheck(() =>
                array.Sum(x => x * x * x) + rectangle.Cast<double>().Sum(x => x * x)
                + vector.Sum() + matrix.Enumerate().Sum(Math.Exp))
            .Of("array", array, Array.ConvertAll(array, x => 3 * x * x))
            .Of("rectangle", rectangle, new[,] { { 0.5, 4 }, { -6, 2 } })
            .Of("vector", vector, Vector<double>.Build.Dense(2, 1))
            .Of("matrix", matrix, matrix.PointwiseExp())
            .Run();
        Assert.True(report.Right, report.ToString());
        Assert.Equal([0.5, -1.5], array);
    }

    [Fact]
    public void Names_the_worst_entry_of_the_worst_array()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(new[,] { { 1.0, 2 }, { 3, 4 } });
        double[] right = [1, 2];
        var wrong = matrix * 2;
        wrong[1, 0] = 6.5;
        wrong[0, 1] = -4;
        var report = new GradientCheck(() => matrix.Enumerate().Sum(x => x * x) + right.Sum())
            .Of("right", right, [1, 1]).Of("W", matrix, wrong).Run();

        Assert.False(report.Right);
        Assert.Equal("W", report.Worst.Name);
        Assert.Equal(("[0, 1]", -4.0, 2), (report.Worst.Worst.Index, report.Worst.Worst.Analytic, report.Worst.WrongCount));
        Assert.StartsWith(
            "W: 2 of 4 entries wrong; worst [0, 1]: -4, by central differences 4", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(report.ToString(), Assert.Throws<GradientCheckException>(report.ThrowIfWrong).Message);
    }

    [Theory]
    [InlineData(1, false, "")]
    [InlineData(0, false, "it is zero everywhere: nothing was added to it")]
    [InlineData(0.5, false, "every entry is 0.5 times what it should be")]
    [InlineData(-1, false, "every entry is -1 times what it should be")]
    [InlineData(1, true, "it is right when transposed")]
    [InlineData(double.NaN, false, "it holds NaN or infinity")]
    public void Hints_at_the_fault_that_the_numbers_show(double factor, bool transposed, string hint)
    {
        var drawn = new Drawn(4);
        var (w, x) = (drawn.Matrix(3, 3), drawn.Matrix(3, 3));
        var gradient = factor * (transposed ? x.Transpose() : x);
        var report = new GradientCheck(() => w.PointwiseMultiply(x).Enumerate().Sum()).Of("w", w, gradient).Run();
        Assert.Equal(hint, report.Worst.Hint);
        Assert.Equal(hint.Length == 0, report.Right);
    }

    [Fact]
    public void A_tiny_gradient_beside_a_large_loss_does_not_fail_by_rounding()
    {
        double[] x = [0.3];
        new GradientCheck(() => 1e6 + (1e-4 * Math.Sin(x[0]))).Of("x", x, [1e-4 * Math.Cos(0.3)]).Run().ThrowIfWrong();
    }

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(0, 1.0)]
    [InlineData(0, 0.5)]
    [InlineData(1e-6, 1.0)]
    [InlineData(-1e-6, 0.0)]
    public void A_corner_of_relu_is_no_fault(double x, double gradient)
    {
        double[] value = [x];
        new GradientCheck(() => Math.Max(0, value[0])).Of("x", value, [gradient]).Run().ThrowIfWrong();
    }

    [Theory]
    [InlineData(0, 1.5)]
    [InlineData(0, -0.1)]
    [InlineData(1e-2, 0.0)]
    public void Beside_the_corner_it_is(double x, double gradient)
    {
        double[] value = [x];
        Assert.False(new GradientCheck(() => Math.Max(0, value[0])).Of("x", value, [gradient]).Run().Right);
    }

    [Fact]
    public void Single_precision_has_its_own_tolerance()
    {
        float[] x = [0.5f, -1.25f, 3];
        double Loss() => x.Sum(v => MathF.Tanh(v) * v);
        float Slope(float v) => MathF.Tanh(v) + (v * (1 - (MathF.Tanh(v) * MathF.Tanh(v))));
        new GradientCheck(Loss, GradientTolerance.Single).Of("x", x, Array.ConvertAll(x, Slope)).Run().ThrowIfWrong();
        var wrong = Array.ConvertAll(x, v => 1.1f * Slope(v));
        Assert.False(new GradientCheck(Loss, GradientTolerance.Single).Of("x", x, wrong).Run().Right);
    }

    [Fact]
    public void The_gradient_is_taken_as_it_was_handed_in()
    {
        double[] x = [2];
        double[] gradient = [4];
        new GradientCheck(() =>
        {
            gradient[0] = 0;
            return x[0] * x[0];
        }).Of("x", x, gradient).Run().ThrowIfWrong();
    }

    [Fact]
    public void Bad_input_is_named()
    {
        double[] x = [1, 2, 3];
        Assert.Throws<ArgumentNullException>("loss", () => new GradientCheck(null!));
        var shape = Assert.Throws<ArgumentException>("gradient", () => new GradientCheck(() => 0).Of("x", x, new double[2]));
        Assert.Contains("expected 3 for x, got 2", shape.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new GradientCheck(() => 0).Run());
        Assert.Throws<InvalidOperationException>(() => new GradientCheck(() => double.NaN).Of("x", x, x).Run());
        var calls = 0;
        var random = Assert.Throws<InvalidOperationException>(() => new GradientCheck(() => calls++).Of("x", x, x).Run());
        Assert.Contains("the same for the same parameters", random.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_throws_leaves_the_parameters_as_they_were()
    {
        double[] x = [1];
        Assert.Throws<TimeoutException>(() =>
            new GradientCheck(() => x[0] == 1 ? 0 : throw new TimeoutException()).Of("x", x, [0]).Run());
        Assert.Equal(1, x[0]);
    }
}
