using Backprop.Analyzers.Meaning;
using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>Methods of several arguments: which one is the input, which the upstream gradient, where the result goes.</summary>
public class ArgumentReadingsTests
{
    [Theory]
    [InlineData("static double F(double y, double g) => (1 - y * y) * g;", "tanh DerivativeFromOutput of 0 times 1")]
    [InlineData("static double F(double g, double y) => g * y * (1 - y);", "sigmoid DerivativeFromOutput of 1 times 0")]
    [InlineData("static double F(double sum, double output) => 1 - output * output;", "tanh DerivativeFromOutput of 1")]
    [InlineData("static double F(double sum, double output) => 1 - Math.Tanh(sum) * Math.Tanh(sum);", "tanh DerivativeFromInput of 0")]
    [InlineData("static double F(double g, double y, double x) { var t = Math.Tanh(x); return g * (1 - t * t); }", "tanh DerivativeFromInput of 2 times 0")]
    [InlineData("static float F(float y, float g) => (1 - y * y) * g;", "tanh DerivativeFromOutput of 0 times 1")]
    [InlineData("static double[] F(double[] y, double[] g) => y.Zip(g, (a, b) => (1 - a * a) * b).ToArray();", "tanh DerivativeFromOutput of 0 times 1")]
    [InlineData("static void F(double[] y, double[] g, double[] d) { for (int i = 0; i < y.Length; i++) d[i] = (1 - y[i] * y[i]) * g[i]; }", "tanh DerivativeFromOutput of 0 times 1 into 2")]
    [InlineData("static void F(double[] y, double[] g, double[] d) { for (int i = 0; i < y.Length; i++) d[i] += (1 - y[i] * y[i]) * g[i]; }", "tanh DerivativeFromOutput of 0 times 1 added to 2")]
    [InlineData("static void F(double[] y, double[] g) { for (int i = 0; i < y.Length; i++) g[i] *= 1 - y[i] * y[i]; }", "tanh DerivativeFromOutput of 0 times 1 into 1")]
    [InlineData("static void F(double[] a, double[] z) { for (int i = 0; i < a.Length; i++) a[i] = Math.Tanh(z[i]); }", "tanh Function of 1 into 0")]
    [InlineData("static Matrix<double> F(Matrix<double> a, Matrix<double> da) => da.PointwiseMultiply(1.0 - a.PointwiseMultiply(a));", "tanh DerivativeFromOutput of 0 times 1")]
    [InlineData("static double F(double a, double b) => a * b;", "")]
    [InlineData("static double F(double a, double b) => a + b;", "")]
    [InlineData("static double F(double a, double b) => Math.Tanh(a + b);", "")]
    public void Readings(string members, string expected)
    {
        var snippet = new Snippet(members);
        var readings = snippet.Fingerprints.ArgumentReadingsOf(snippet.Method("F")).Select(Text);
        Assert.Equal(expected, readings.FirstOrDefault(""));
    }

    private static string Text(ArgumentReading reading)
        => Snippet.Text(reading.Fingerprint) + $" of {reading.Input}"
            + (reading.Upstream is { } upstream ? $" times {upstream}" : "")
            + (reading.Destination is { } destination ? $" {(reading.Accumulates ? "added to" : "into")} {destination}" : "");
}
