using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Arrays of a cache object that the forward pass and the backward pass are handed: d.Out[i] = f(d.Sum[i]).</summary>
public sealed class HandedCacheTests
{
    private const string Unit = "d.Sum[i] = 2 * x[i]; d.Out[i] = Math.Tanh(d.Sum[i]);";
    private const string Forward = "public void Forward(double[] x, Data d) { for (int i = 0; i < x.Length; i++) { " + Unit + " } }";

    private static string Layer(string members, string slope) => $$"""
        using System;

        public class Data
        {
            public double[] Sum, Out;

            public Data(int n)
            {
                Sum = new double[n];
                Out = new double[n];
            }
        }

        public class Layer
        {
            {{members}}

            public void Back(Data d, double[] e)
            {
                for (int i = 0; i < e.Length; i++)
                    e[i] *= {{slope}};
            }

            private static double SlopeOf(double z)
            {
                var t = Math.Tanh(z);
                return 1 - t * t;
            }
        }
        """;

    [Theory]
    [InlineData(Forward)]
    [InlineData("public double[] Forward(double[] x, Data d) { for (int i = 0; i < x.Length; i++) d.Sum[i] = 2 * x[i]; for (int i = 0; i < d.Out.Length; i++) d.Out[i] = Math.Tanh(d.Sum[i]); return d.Out; }")]
    [InlineData("public Data Forward(double[] x) { var d = new Data(x.Length); for (int i = 0; i < x.Length; i++) { " + Unit + " } return d; }")]
    public Task OutputBesideTheSum_IsReported(string forward) => Verify.ReportsAsync(Layer(forward, "{|BP1001:SlopeOf(d.Sum[i])|}"));

    // Dropped, scaled, of another index, of another object, only now and then, moved on, swapped.
    [Theory]
    [InlineData(Forward + " public void Drop(Data d, double[] mask) { for (int i = 0; i < mask.Length; i++) d.Out[i] *= mask[i]; }")]
    [InlineData(Forward + " public void Norm(Data d) => Scale(d.Out); private static void Scale(double[] v) { for (int i = 0; i < v.Length; i++) v[i] *= 0.5; }")]
    [InlineData(Forward + " public void Swap(Data d) => (d.Sum, d.Out) = (d.Out, d.Sum);")]
    [InlineData(Forward + " public void Other(double[] x, Data d) { for (int i = 0; i < x.Length; i++) { d.Sum[i] = 2 * x[i]; d.Out[i] = Math.Sin(d.Sum[i]); } }")]
    [InlineData("public void Forward(double[] x, Data d) { for (int i = 0; i < x.Length; i++) { " + Unit + " d.Out[i] *= x[i]; } }")]
    [InlineData("public void Forward(double[] x, Data d) { for (int i = 0; i < x.Length; i++) { " + Unit + " d.Sum[i] = x[i]; } }")]
    [InlineData("public void Forward(double[] x, Data d) { for (int i = 0; i < x.Length; i++) { if (x[i] > 0) continue; " + Unit + " } }")]
    [InlineData("public void Forward(double[] x, Data d) { for (int i = 0; i < x.Length; i++) { d.Sum[i] = 2 * x[i]; d.Out[i] = Math.Tanh(d.Sum[i + 1]); } }")]
    [InlineData("public void Forward(double[] x, Data d, Data o) { for (int i = 0; i < x.Length; i++) { d.Sum[i] = 2 * x[i]; o.Out[i] = Math.Tanh(d.Sum[i]); } }")]
    [InlineData("public void Forward(double[] x, Data d) { var s = d.Sum; for (int i = 0; i < x.Length; i++) { s[i] = 2 * x[i]; d.Out[i] = Math.Tanh(s[i]); } d.Sum = x; }")]
    public Task WhatIsNoOutputOfThatSum_IsSilent(string members) => Verify.SilentAsync(Layer(members, "SlopeOf(d.Sum[i])"));

    [Fact]
    public Task OtherTypesWrite_IsSilent() => Verify.SilentAsync(Layer(Forward, "SlopeOf(d.Sum[i])") + """

        public class Noise
        {
            public void Add(Data d, double v)
            {
                for (int i = 0; i < d.Out.Length; i++)
                    d.Out[i] += v;
            }
        }
        """);

    // The function behind an interface, made by a factory in each pass.
    [Fact]
    public Task FunctionOfAFactory_IsAdvised() => Verify.ReportsAsync("""
        using System;

        public interface IActivation { double Activate(double x); double Derivative(double x); }

        public sealed class Logistic : IActivation
        {
            public double Activate(double x) => 1 / (1 + Math.Exp(-x));

            public double Derivative(double x)
            {
                var s = Activate(x);
                return s * (1 - s);
            }
        }

        public static class Activations
        {
            public static IActivation Create(int kind) => kind == 0 ? new Logistic() : throw new ArgumentException("kind");
        }

        public sealed class LearnData(int n)
        {
            public double[] Sums = new double[n], Outputs = new double[n], Errors = new double[n];
        }

        public sealed class Layer(double[,] weights, double[] biases, int kind)
        {
            public double[] Forward(double[] x, LearnData data)
            {
                for (int i = 0; i < biases.Length; i++)
                {
                    double sum = biases[i];
                    for (int j = 0; j < x.Length; j++) sum += weights[i, j] * x[j];
                    data.Sums[i] = sum;
                }

                var activation = Activations.Create(kind);
                for (int i = 0; i < data.Outputs.Length; i++) data.Outputs[i] = activation.Activate(data.Sums[i]);
                return data.Outputs;
            }

            public void Backward(LearnData data, double[] expected)
            {
                var activation = Activations.Create(kind);
                for (int i = 0; i < data.Errors.Length; i++)
                    data.Errors[i] = (data.Outputs[i] - expected[i]) * {|BP1004:activation.Derivative(data.Sums[i])|};
            }
        }
        """);
}
