using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Each layer's output in one array, a[l + 1] = f(w[l] * a[l] + b[l]), and the pre-activation built again in the backward pass.</summary>
public sealed class LayeredArrayTests
{
    private const string Loop = "for (int i = 0; i < count - 1; i++) a[i + 1] = (w[i] * a[i] + b[i]).Map(Sigmoid);";
    private const string Gradient = "errors[l] = errors[l].PointwiseMultiply({|BP1001:(w[l] * a[l] + b[l]).Map(SigmoidPrime)|});";

    private static string Net(string loop, string gradient = Gradient, string first = "", string more = "") => $$"""
        using System;
        using System.Linq;
        using MathNet.Numerics.LinearAlgebra;

        public sealed class Net
        {
            private readonly Matrix<double>[] w, b, a;
            private readonly int count;

            public Net(int n)
            {
                count = n;
                w = new Matrix<double>[n - 1];
                b = new Matrix<double>[n - 1];
                a = new Matrix<double>[n];
                for (int i = 0; i < n - 1; i++)
                {
                    w[i] = Matrix<double>.Build.Dense(2, 2, (r, c) => 0.3 * (r - c) + 0.1 * i);
                    b[i] = Matrix<double>.Build.Dense(2, 1, 0.2);
                }
            }

            public void Forward(Matrix<double> input)
            {
                a[0] = input;
                {{loop}}
            }

            public void Back(Matrix<double>[] errors, Matrix<double> input)
            {
                {{first}}
                for (int l = count - 2; l >= 0; l--)
                {
                    {{gradient}}
                }
            }

            {{more}}

            private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

            private static double SigmoidPrime(double x)
            {
                var s = Sigmoid(x);
                return s * (1 - s);
            }
        }

        public static class Probe
        {
            public static double[] Run()
            {
                var net = new Net(4);
                net.Forward(Matrix<double>.Build.Dense(2, 1, 0.7));
                var errors = Enumerable.Range(0, 3).Select(_ => Matrix<double>.Build.Dense(2, 1, 1.0)).ToArray();
                net.Back(errors, Matrix<double>.Build.Dense(2, 1, 0.7));
                return errors.SelectMany(error => error.Enumerate()).ToArray();
            }
        }
        """;

    private static string Silent(string source) => source.Replace("{|BP1001:", "").Replace("|}", "");

    // The loop that fills the array may run in this very method before.
    [Theory]
    [InlineData(Loop, "")]
    [InlineData(Loop, "Forward(input);")]
    [InlineData("for (int i = 1; i < count; i += 1) a[i] = (w[i - 1] * a[i - 1] + b[i - 1]).Map(Sigmoid);", "")]
    [InlineData("for (int i = 1; i < count; i += 1) a[i] = (w[i - 1] * a[i - 1] + b[i - 1]).Map(Sigmoid);", "Forward(input);")]
    public Task RebuiltPreActivation_IsReported(string loop, string first) => Verify.ReportsAsync(Net(loop, first: first));

    [Fact]
    public async Task Fix_ReadsTheNextLayersInput()
    {
        var after = Silent(Net(Loop, Gradient.Replace("(w[l] * a[l] + b[l]).Map(SigmoidPrime)", "a[l + 1].PointwiseMultiply(1.0 - a[l + 1])")));
        await Verify.FixesAsync<UseOutputFormFixer>(Net(Loop), after);
        NumericProof.Close(Silent(Net(Loop)), after);
    }

    // Weights are learned and started anew between the passes; what the loop reads beside them is not taken from elsewhere.
    [Theory]
    [InlineData("public void Learn(Matrix<double>[] g) { for (int i = 0; i < g.Length; i++) { w[i] = w[i] - 0.1 * g[i]; b[i] -= g[i]; } }")]
    [InlineData("public void Start(Random random) { for (int i = 0; i < count - 1; i++) w[i] = Matrix<double>.Build.Dense(2, 2, (r, c) => random.NextDouble()); }")]
    public Task LearnedWeights_AreTheForwardPasss(string more) => Verify.ReportsAsync(Net(Loop, more: more));

    [Theory]
    [InlineData("public void Load(Matrix<double>[] others) { for (int i = 0; i < count - 1; i++) b[i] = others[i] * 2; }")]
    [InlineData("private Matrix<double>[] best; public void Restore() { for (int i = 0; i < count - 1; i++) (w[i], best[i]) = (best[i], w[i]); }")]
    public Task WeightsFromElsewhere_MayBeOthers(string more) => Verify.SilentAsync(Silent(Net(Loop, more: more)));

    // Scaled on the way, filled the other way round, a layer's input changed after it was used, by itself, in place or by a call.
    [Theory]
    [InlineData("for (int i = 0; i < count - 1; i++) { a[i + 1] = (w[i] * a[i] + b[i]).Map(Sigmoid); a[i + 1] *= 0.5; }", "")]
    [InlineData("for (int i = count - 2; i >= 0; i--) a[i + 1] = (w[i] * a[i] + b[i]).Map(Sigmoid);", "")]
    [InlineData("for (int i = 0; i < count - 1; i++) a[(i + 1) % count] = (w[i] * a[i] + b[i]).Map(Sigmoid);", "")]
    [InlineData("for (int i = 0; i < count - 1; i++) { a[i + 1] = (w[i] * a[i] + b[i]).Map(Sigmoid); a[i] = a[i] * 2; }", "")]
    [InlineData("for (int i = 0; i < count - 1; i++) { a[i + 1] = (w[i] * a[i] + b[i]).Map(Sigmoid); a[i].Clear(); }", "")]
    [InlineData("for (int i = 0; i < count - 1; i++) { a[i + 1] = (w[i] * a[i] + b[i]).Map(Sigmoid); Halve(a[i]); }", "private static void Halve(Matrix<double> m) => m.MapInplace(v => v / 2);")]
    [InlineData("for (int i = 0; i < count - 1; i++) { b[i] = b[i] * 0.9; a[i + 1] = (w[i] * a[i] + b[i]).Map(Sigmoid); b[i] = b[i] * 1.1; }", "")]
    [InlineData(Loop + " a[1] = input;", "")]
    [InlineData(Loop + " for (int i = 0; i < count; i++) a[i] = a[i].Map(v => v - 0.5);", "")]
    [InlineData(Loop, "public void Scale() { for (int i = 0; i < count; i++) a[i] = a[i] * 0.5; }")]
    [InlineData(Loop, "public void Scale() { foreach (var m in a) m.MapInplace(v => 2 * v); }")]
    public Task WhatTheLoopDoesNotLeave_IsSilent(string loop, string more) => Verify.SilentAsync(Silent(Net(loop, more: more)));

    [Theory]
    [InlineData("errors[l] = errors[l].PointwiseMultiply((w[l] * a[l + 1] + b[l]).Map(SigmoidPrime));")]
    [InlineData("errors[l] = errors[l].PointwiseMultiply((w[l + 1] * a[l] + b[l]).Map(SigmoidPrime));")]
    [InlineData("w[l] = w[l] - errors[l]; errors[l] = errors[l].PointwiseMultiply((w[l] * a[l] + b[l]).Map(SigmoidPrime));")]
    public Task AnotherPreActivation_IsSilent(string gradient) => Verify.SilentAsync(Net(Loop, gradient));

    // Both in arrays of one method; the sums are made of the layer before, through a matrix of their own.
    [Fact]
    public Task SumsAndOutputsOfOneMethod() => Verify.ReportsAsync("""
        using System;
        using MathNet.Numerics.LinearAlgebra;

        public static class Training
        {
            public static Matrix<double>[] Run(Matrix<double> x, Matrix<double>[] w, int layers)
            {
                var a = new Matrix<double>[layers + 1];
                var withBias = new Matrix<double>[layers];
                var z = new Matrix<double>[layers + 1];
                var delta = new Matrix<double>[layers + 1];
                a[0] = x;
                for (int i = 0; i < layers; i++)
                {
                    withBias[i] = Matrix<double>.Build.Dense(a[i].RowCount, a[i].ColumnCount + 1, (r, c) => c == 0 ? 1 : a[i][r, c - 1]);
                    z[i + 1] = withBias[i] * w[i].Transpose();
                    a[i + 1] = Sigmoid(z[i + 1]);
                }

                delta[layers] = a[layers] - x;
                for (int l = layers - 1; l > 0; l--)
                    delta[l] = (delta[l + 1] * w[l]).PointwiseMultiply({|BP1001:Slope(z[l])|});
                return delta;
            }

            private static Matrix<double> Sigmoid(Matrix<double> m) => m.Map(v => 1 / (1 + Math.Exp(-v)));

            private static Matrix<double> Slope(Matrix<double> m)
            {
                var s = Sigmoid(m);
                return s.PointwiseMultiply(1 - s);
            }
        }
        """);
}
