using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>What an activation was made of, and the member then overwrote: h = tanh(k * z); z = v; what z holds now is another.</summary>
public sealed class OverwrittenSourceTests
{
    private static string Layer(string members) => $$"""
        using System;
        using MathNet.Numerics.LinearAlgebra;

        public sealed class Layer
        {
            private double[] sum = new double[4], outs = new double[4];
            private Matrix<double> w, x, a;
            private double z, h, k, before;

            public Layer(Matrix<double> m) => (w, x, a) = (m, m, m);

            {{members}}

            private static double SlopeOf(double v)
            {
                var t = Math.Tanh(v);
                return 1 - t * t;
            }
        }
        """;

    [Theory]
    [InlineData("public void Forward(double v) { z = v; h = Math.Tanh(k * z); k = v * v; } public double Back(double e) => e * SlopeOf(k * z);")]
    [InlineData("public void Forward(double v) { h = Math.Tanh(k * z); z = v; } public double Back(double e) => e * SlopeOf(k * z);")]
    [InlineData("public void Forward(Matrix<double> v, Matrix<double> w2) { x = v; a = Matrix<double>.Tanh(w * x); w = w - w2; } public Matrix<double> Back(Matrix<double> e) => e.PointwiseMultiply((w * x).Map(SlopeOf));")]
    [InlineData("public void Forward(double[] v) { var s = sum; for (int i = 0; i < v.Length; i++) { s[i] = 2 * v[i]; outs[i] = Math.Tanh(s[i]); } sum = v; } public void Back(double[] e) { for (int i = 0; i < e.Length; i++) e[i] *= SlopeOf(sum[i]); }")]
    [InlineData("public void Forward(double[] v) { for (int i = 0; i < sum.Length; i++) outs[i] = Math.Tanh(k * sum[i]); sum = v; } public void Back(double[] e) { for (int i = 0; i < e.Length; i++) e[i] *= SlopeOf(k * sum[i]); }")]
    [InlineData("public void Forward(double v) { for (int i = 0; i < sum.Length; i++) outs[i] = Math.Tanh(k * sum[i]); for (int i = 0; i < sum.Length; i++) sum[i] = v; } public void Back(double[] e) { for (int i = 0; i < e.Length; i++) e[i] *= SlopeOf(k * sum[i]); }")]
    public Task OverwrittenAfterwards_IsSilent(string members) => Verify.SilentAsync(Layer(members));

    // The input is set for each step before either pass, and rebuilding is right: the output is that of the last step.
    [Theory]
    [InlineData("public void Train(double[] xs) { foreach (var v in xs) { z = v; Forward(); } foreach (var v in xs) { z = v; Back(v); } }")]
    [InlineData("public void Train(double[] xs) { for (int t = 0; t < xs.Length; t++) { z = xs[t]; Forward(); } for (int t = xs.Length - 1; t >= 0; t--) { z = xs[t]; Back(1); } }")]
    [InlineData("public void Set(double v) => z = v / 255; public void Replay(double[] vs) { foreach (var v in vs) { Set(v); Back(1); } }")]
    public Task InputSetForEachStep_IsSilent(string members) => Verify.SilentAsync(Layer(
        members + " public void Forward() => h = Math.Tanh(k * z); public double Back(double e) => e * SlopeOf(k * z);"));

    // The input is copied from elsewhere, by a call that fills it.
    [Theory]
    [InlineData("public void Set(Matrix<double> v) => v.CopyTo(x);")]
    [InlineData("public void Set(Matrix<double> v) => Norm(v, x); private static void Norm(Matrix<double> v, Matrix<double> o) => v.Multiply(0.5, o);")]
    public Task InputFilledByACall_IsSilent(string members) => Verify.SilentAsync(Layer(
        members + " public void Forward() => a = Matrix<double>.Tanh(w * x); public Matrix<double> Back(Matrix<double> e) => e.PointwiseMultiply((w * x).Map(SlopeOf));"));

    // Each turn of the loop changes the outputs of those before.
    [Theory]
    [InlineData("Halve(outs);")]
    [InlineData("foreach (ref var o in outs.AsSpan()) o *= 0.5;")]
    public Task OutputsChangedInEachTurn_IsSilent(string turn) => Verify.SilentAsync(Layer(
        "public void Forward(double[] v) { for (int t = 0; t < 4; t++) { sum[t] = k * v[t]; " + turn + " outs[t] = Math.Tanh(sum[t]); } }"
        + " private static void Halve(double[] v) { for (int i = 0; i < v.Length; i++) v[i] /= 2; }"
        + " public void Back(double[] e) { for (int t = 3; t >= 0; t--) e[t] *= SlopeOf(sum[t]); }"));

    // Nothing is overwritten, or the member keeps what it overwrites: the state before lies in another field.
    [Theory]
    [InlineData("public void Forward(double v) { z = v; h = Math.Tanh(k * z); } public double Back(double e) => e * {|BP1001:SlopeOf(k * z)|};")]
    [InlineData("public void Forward(double v) { before = h; h = Math.Tanh(k * h); } public double Back(double e) => e * {|BP1001:SlopeOf(k * before)|};")]
    public Task WhatIsStillThere_IsReported(string members) => Verify.ReportsAsync(Layer(members));
}
