using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Two plain functions side by side: that the one is meant as the derivative of the other is shown by how both are used.</summary>
public sealed class BP3003UsedTests
{
    /// <summary>One layer; the caller hands in what came back from above.</summary>
    private static string Layer(string squash, string slope, string argument = "sums[i]", string update = "w[i, j] -= rate * deltas[i] * x[j]") => $$"""
        using System;

        public sealed class Layer
        {
            private readonly double[,] w;
            private readonly double[] sums, outputs, deltas;

            public Layer(int size, int inputs) => (w, sums, outputs, deltas) = (new double[size, inputs], new double[size], new double[size], new double[size]);

            public double[] Forward(double[] x)
            {
                for (int i = 0; i < sums.Length; i++)
                {
                    sums[i] = 0;
                    for (int j = 0; j < x.Length; j++) sums[i] += w[i, j] * x[j];
                    outputs[i] = Squash(sums[i]);
                }

                return outputs;
            }

            public void Backward(double[] errors, double[] x, double rate)
            {
                for (int i = 0; i < sums.Length; i++)
                {
                    deltas[i] = errors[i] * Slope({{argument}});
                    for (int j = 0; j < x.Length; j++) {{update}};
                }
            }

            private static double Squash(double v) => {{squash}};

            private static double Slope(double v) => {{slope}};
        }
        """;

    [Theory]
    [InlineData("Math.Tanh(v)", "1 - Math.Tanh(v)")]
    [InlineData("Math.Tanh(v)", "4 / (Math.Exp(v) - Math.Exp(-v)) * (Math.Exp(v) - Math.Exp(-v))")]
    [InlineData("1 / (1 + Math.Exp(-v))", "Squash(v) * (1 - v)")]
    [InlineData("1 / (1 + Math.Exp(-v))", "Squash(v) * (1 + Squash(v))")]
    [InlineData("Math.Log(1 + Math.Exp(v))", "1 - 1 / (1 + Math.Exp(-v))")]
    [InlineData("v > 0 ? v : 0.1 * (Math.Exp(v) - 1)", "v > 0 ? 1 : 0.1 * (Math.Exp(v) - 1)")]
    [InlineData("v > 0 ? v : 0.1 * Math.Exp(v - 1)", "v > 0 ? 1 : 0.1 * Math.Exp(v)")]
    [InlineData("Math.Exp(-v * v)", "-2 * v * Math.Exp(v * v)")]
    public async Task OfThePreActivation_IsReported(string squash, string slope) =>
        await Verify.ReportsAsync(Layer(squash, "{|BP3003:" + slope + "|}"));

    [Theory]
    [InlineData("Math.Tanh(v)", "1 + v * v")]
    [InlineData("1 / (1 + Math.Exp(-v))", "v * (1 - v * v)")]
    public async Task OfTheOutput_IsReported(string squash, string slope) =>
        await Verify.ReportsAsync(Layer(squash, "{|BP3003:" + slope + "|}", argument: "outputs[i]"));

    [Theory]
    // Right, in either form.
    [InlineData("Math.Tanh(v)", "1 - v * v", "outputs[i]")]
    [InlineData("Math.Exp(-v * v)", "-2 * v * Math.Exp(-v * v)", "sums[i]")]
    // A factor may stand elsewhere, or in the rate.
    [InlineData("1 / (1 + Math.Exp(-2 * v))", "Squash(v) * (1 - Squash(v))", "sums[i]")]
    [InlineData("Math.Exp(-v * v)", "2 * v * Math.Exp(-v * v)", "sums[i]")]
    // Gauss-Newton, and curvature.
    [InlineData("Math.Tanh(v)", "(1 - v * v) * (1 - v * v)", "outputs[i]")]
    [InlineData("Math.Tanh(v)", "-2 * v * (1 - v * v)", "outputs[i]")]
    // The gradient of log(a), and of log(1 - a): the errors may be rewards.
    [InlineData("1 / (1 + Math.Exp(-v))", "1 - Squash(v)", "sums[i]")]
    [InlineData("1 / (1 + Math.Exp(-v))", "1 - v", "outputs[i]")]
    // The function itself, and a gate of the same sum: h = o * Tanh(c) has Tanh(c) in the gradient of o.
    [InlineData("Math.Tanh(v)", "Math.Tanh(v)", "sums[i]")]
    [InlineData("1.5 * Math.Tanh(0.4 * v)", "1.5 * Math.Tanh(0.4 * v)", "sums[i]")]
    [InlineData("Math.Tanh(v)", "1 / (1 + Math.Exp(-v))", "sums[i]")]
    // A fast approximation, with the derivative of what it approximates.
    [InlineData("v * (27 + v * v) / (27 + 9 * v * v) + 0 * Math.Exp(0)", "1 - Squash(v) * Squash(v)", "sums[i]")]
    [InlineData("v * (27 + v * v) / (27 + 9 * v * v) + 0 * Math.Exp(0)", "1 - v * v", "outputs[i]")]
    // A constant, an offset against flat spots, a guard.
    [InlineData("Math.Tanh(v)", "v * 0 + 1", "sums[i]")]
    [InlineData("Math.Tanh(v)", "1 - v * v + 0.1", "outputs[i]")]
    public async Task WhatMayBeMeant_IsSilent(string squash, string slope, string argument) =>
        await Verify.ReportsAsync(Layer(squash, slope, argument));

    [Theory]
    // Nothing learns from it.
    [InlineData("Console.WriteLine(deltas[i] * x[j])")]
    // What it is multiplied with here is no input of these weights.
    [InlineData("w[i, j] -= rate * deltas[i]")]
    [InlineData("outputs[i] += deltas[i] * rate")]
    public async Task WithoutAChangeOfTheWeights_IsSilent(string update) =>
        await Verify.ReportsAsync(Layer("Math.Tanh(v)", "1 - Math.Tanh(v)", update: update));

    // Slope belongs to the tanh; what cuts the sum off is another function of it.
    [Fact]
    public async Task TheDerivativeOfALibrarysFunction_IsSilent() => await Verify.ReportsAsync(
        Layer("Math.Min(5, Math.Max(-5, v))", "1 - Math.Pow(Math.Tanh(v), 2)").Replace("outputs[i] = Squash(sums[i]);", "outputs[i] = Math.Tanh(sums[i]); sums[i] = Squash(sums[i]);"));

    // The derivative of the loss beside that of the function.
    [Theory]
    [InlineData("deltas[i] = Loss(a[i]) * Rise(z[i]); w[i, j] -= rate * deltas[i] * x[j];")]
    [InlineData("deltas[i] = Loss(a[i]) * a[i] * (1 - a[i]); w[i, j] -= rate * deltas[i] * x[j];")]
    [InlineData("deltas[i] = Loss(a[i]); w[i, j] -= rate * deltas[i] * Rise(z[i]) * x[j];")]
    public async Task ALossBesideTheDerivative_IsSilent(string update) => await Verify.ReportsAsync($$"""
        using System;

        public sealed class Layer
        {
            private readonly double[,] w = new double[4, 3];
            private readonly double[] z = new double[4], a = new double[4], deltas = new double[4];

            public void Forward(double[] x)
            {
                for (int i = 0; i < 4; i++)
                {
                    z[i] = 0;
                    for (int j = 0; j < 3; j++) z[i] += w[i, j] * x[j];
                    a[i] = Logistic(z[i]);
                }
            }

            public void Backward(double[] x, double rate)
            {
                for (int i = 0; i < 4; i++)
                    for (int j = 0; j < 3; j++) { {{update}} }
            }

            private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));

            private static double Rise(double v)
            {
                var e = Math.Exp(-v);
                return e / ((1 + e) * (1 + e));
            }

            private static double Loss(double v) => -1 / v;
        }
        """.Replace("Rise(z[i])", "{|BP1004:Rise(z[i])|}"));

    // Learning without an error: Bienenstock, Cooper and Munro.
    [Fact]
    public async Task ARuleWithoutAnError_IsSilent() => await Verify.ReportsAsync("""
        using System;

        public sealed class Map
        {
            private readonly double[] w = new double[9];
            private double output;

            public void See(double[] x)
            {
                double sum = 0;
                for (int j = 0; j < x.Length; j++) sum += w[j] * x[j];
                output = Squash(sum);
            }

            public void Learn(double[] x, double rate)
            {
                for (int j = 0; j < x.Length; j++) w[j] += rate * Plasticity(output) * x[j];
            }

            private static double Squash(double v) => Math.Tanh(v);

            private static double Plasticity(double v) => v * (v - 0.3);
        }
        """);

    // A weight of the loss at the last layer, as focal losses have it, or a trust in the error.
    [Theory]
    [InlineData("(target[i] - y[i]) * Weight(y[i])", "rate * e * x[j]")]
    [InlineData("target[i] - y[i]", "rate * e * Weight(y[i]) * x[j]")]
    [InlineData("(target[i] - y[i]) * (1 - y[i] * y[i])", "rate * trust[i] * e * x[j]")]
    public async Task AWeightOfTheLoss_IsSilent(string error, string step) => await Verify.ReportsAsync($$"""
        using System;

        public sealed class Last
        {
            private readonly double[,] w = new double[4, 3];
            private readonly double[] y = new double[4], trust = new double[4];

            public void Forward(double[] x)
            {
                for (int i = 0; i < 4; i++)
                {
                    double sum = 0;
                    for (int j = 0; j < 3; j++) sum += w[i, j] * x[j];
                    y[i] = Squash(sum);
                    trust[i] = 0.5 * Weight(y[i]);
                }
            }

            public void Learn(double[] x, double[] target, double rate)
            {
                for (int i = 0; i < 4; i++)
                {
                    double e = {{error}};
                    for (int j = 0; j < 3; j++) w[i, j] += {{step}};
                }
            }

            private static double Squash(double v) => Math.Tanh(v);

            private static double Weight(double v) => 1 / (1 + v * v);
        }
        """);

    // Contrastive divergence: what was drawn from the outputs, times the inputs, and no error.
    [Fact]
    public async Task SamplesOfTheOutputs_AreSilent() => await Verify.ReportsAsync("""
        using System;

        public sealed class Machine
        {
            private readonly double[,] w = new double[4, 6];
            private readonly double[] h = new double[4], v = new double[6], sums = new double[4];

            public void Up(double[] x)
            {
                for (int i = 0; i < 4; i++)
                {
                    sums[i] = 0;
                    for (int j = 0; j < 6; j++) sums[i] += w[i, j] * x[j];
                    h[i] = Logistic(sums[i]);
                }
            }

            public void Down()
            {
                for (int j = 0; j < 6; j++)
                {
                    double sum = 0;
                    for (int i = 0; i < 4; i++) sum += w[i, j] * Drawn(h[i]);
                    v[j] = Logistic(sum);
                }
            }

            public void Learn(double[] x, double rate)
            {
                for (int i = 0; i < 4; i++)
                    for (int j = 0; j < 6; j++) w[i, j] += rate * (Drawn(h[i]) * x[j] - h[i] * v[j]);
            }

            private static double Logistic(double s) => 1 / (1 + Math.Exp(-s));

            private static double Drawn(double p) => p > 0.5 ? 1 : 0.1 + 0.5 * p;
        }
        """);

    // n is an input of the next weights, and no gradient.
    [Fact]
    public async Task ANormalisedOutput_IsSilent() => await Verify.ReportsAsync("""
        using System;

        public sealed class Net
        {
            private readonly double[,] w = new double[4, 3], v = new double[2, 4];
            private readonly double[] a = new double[4], n = new double[4], gain = new double[4], y = new double[2];

            public void Forward(double[] x)
            {
                for (int i = 0; i < 4; i++)
                {
                    double sum = 0;
                    for (int j = 0; j < 3; j++) sum += w[i, j] * x[j];
                    a[i] = Math.Tanh(sum);
                    a[i] = Squash(sum);
                    n[i] = gain[i] * Spread(a[i]);
                }

                for (int k = 0; k < 2; k++)
                {
                    y[k] = 0;
                    for (int i = 0; i < 4; i++) y[k] += v[k, i] * n[i];
                }
            }

            public void Learn(double[] target, double rate)
            {
                for (int k = 0; k < 2; k++)
                    for (int i = 0; i < 4; i++) v[k, i] -= rate * (y[k] - target[k]) * n[i];
            }

            private static double Squash(double v) => Math.Tanh(v);

            private static double Spread(double v) => (v + 1) * v;
        }
        """);

    [Fact]
    public async Task OneMethodForBothPasses_IsReported() => await Verify.ReportsAsync("""
        using System;

        public sealed class Xor
        {
            private readonly double[,] w = new double[2, 3];
            private readonly double[] v = new double[3], sums = new double[3], hidden = new double[3];

            public void Train(double[] x, double target, double rate)
            {
                for (int i = 0; i < 3; i++)
                {
                    sums[i] = 0;
                    for (int j = 0; j < 2; j++) sums[i] += x[j] * w[j, i];
                    hidden[i] = Logistic(sums[i]);
                }

                double sum = 0;
                for (int i = 0; i < 3; i++) sum += hidden[i] * v[i];
                double y = Logistic(sum);
                double dy = (y - target) * Rise(sum);
                for (int i = 0; i < 3; i++)
                {
                    double delta = dy * v[i] * Rise(sums[i]);
                    for (int j = 0; j < 2; j++) w[j, i] -= rate * delta * x[j];
                    v[i] -= rate * dy * hidden[i];
                }
            }

            private static double Logistic(double s) => 1 / (1 + Math.Exp(-s));

            // Below the hidden layer nothing else can be meant.
            private static double Rise(double s) => {|BP3003:1 - Logistic(s)|};
        }
        """);

    [Fact]
    public async Task JaggedLayers_AreReported() => await Verify.ReportsAsync("""
        using System;

        public sealed class Net
        {
            private double[][] z, a, delta;
            private double[][][] w;

            public void Forward(double[] x)
            {
                for (int i = 0; i < x.Length; i++) a[0][i] = x[i];
                for (int l = 1; l < a.Length; l++)
                    for (int j = 0; j < a[l].Length; j++)
                    {
                        double sum = 0;
                        for (int k = 0; k < a[l - 1].Length; k++) sum += w[l - 1][j][k] * a[l - 1][k];
                        z[l][j] = sum;
                        a[l][j] = Squash(sum);
                    }
            }

            public void Backward()
            {
                for (int l = a.Length - 2; l > 0; l--)
                    for (int j = 0; j < a[l].Length; j++)
                    {
                        delta[l][j] = 0;
                        for (int k = 0; k < a[l + 1].Length; k++) delta[l][j] += delta[l + 1][k] * w[l][k][j];
                        delta[l][j] *= Slope(z[l][j]);
                    }
            }

            private double Squash(double v) => Math.Tanh(v);

            private double Slope(double v)
            {
                double t = Math.Tanh(v);
                return {|BP3003:1 - t|};
            }
        }
        """);

    [Fact]
    public async Task Matrices_AreReported() => await Verify.ReportsAsync("""
        using System;
        using MathNet.Numerics.LinearAlgebra;

        public sealed class Dense
        {
            private Matrix<double> w, z, a;

            public Matrix<double> Forward(Matrix<double> x)
            {
                z = w * x;
                a = Logistic(z);
                return a;
            }

            public Matrix<double> Backward(Matrix<double> da)
            {
                var dz = da.PointwiseMultiply(Rise(z));
                return w.TransposeThisAndMultiply(dz);
            }

            private static Matrix<double> Logistic(Matrix<double> z) => z.Map(v => 1.0 / (1.0 + Math.Exp(-v)));

            private static Matrix<double> Rise(Matrix<double> z)
            {
                var s = Logistic(z);
                return {|BP3003:s.PointwiseMultiply(1 + s)|};
            }
        }
        """);
}
