using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>A method that reads the object's weights is the same value twice only as long as they stay what they were.</summary>
public sealed class StaleCallTests
{
    private static string Net(string between, string derivative) => $$"""
        using System;

        public sealed class Net
        {
            private readonly double[] w = new double[4];
            private double bias, error;

            private double Sum(double[] x)
            {
                double s = bias;
                for (int i = 0; i < w.Length; i++) s += w[i] * x[i];
                return s;
            }

            private double Twice(double[] x) => 2 * Sum(x);

            public double Train(double[] x, double target)
            {
                double a = Math.Tanh(Sum(x));
                double b = Math.Tanh(Twice(x));
                {{between}}
                return {{derivative}};
            }
        }
        """;

    [Theory]
    [InlineData("error = a - target;")]
    [InlineData("Console.WriteLine(a);")]
    [InlineData("var other = new double[4]; other[0] = 1;")]
    public Task NothingThatItReadsIsWritten(string between) => Verify.ReportsAsync(Net(
        between, "(a - target) * ({|BP1001:1 - Math.Pow(Math.Tanh(Sum(x)), 2)|})"));

    [Theory]
    [InlineData("bias += 1;")]
    [InlineData("w[0] -= 0.1 * a;")]
    [InlineData("for (int i = 0; i < w.Length; i++) w[i] -= 0.1 * (a - target) * x[i];")]
    [InlineData("x[1] = a;")]
    [InlineData("if (a > 0.5) bias = 0;")]
    public Task WhatItReadsIsWritten_TheOutputIsStale(string between) => Verify.SilentAsync(Net(
        between, "(a - target) * (1 - Math.Pow(Math.Tanh(Sum(x)), 2))"));

    [Fact]
    public Task ThroughAnotherMethod_TheOutputIsStale() => Verify.SilentAsync(Net(
        "bias += 1;", "(b - target) * (1 - Math.Pow(Math.Tanh(Twice(x)), 2))"));
}
