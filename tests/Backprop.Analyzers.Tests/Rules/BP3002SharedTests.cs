using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Derivatives from the output behind an interface, a base class or a switch, that are handed the pre-activation.</summary>
public sealed class BP3002SharedTests
{
    private static string Neuron(string members, string sigmoid = "x * (1 - x)", string tanh = "1 - x * x") => $$"""
        using System;

        public abstract class Act
        {
            public abstract double F(double x);
            public abstract double D(double x);
        }

        public sealed class Logistic : Act
        {
            public override double F(double x) => 1 / (1 + Math.Exp(-x));
            public override double D(double x) => {{sigmoid}};
        }

        public sealed class Hyperbolic : Act
        {
            public override double F(double x) => Math.Tanh(x);
            public override double D(double x) => {{tanh}};
        }

        public sealed class Neuron(Act act, Act other, Neuron previous)
        {
            private double sum, output, input;
            private double[] w = new double[4], zs = new double[4], outs = new double[4];

            {{members}}

            private double Sum(double[] x)
            {
                double s = 0;
                for (int i = 0; i < x.Length; i++) s += w[i] * x[i];
                return s;
            }
        }
        """;

    private const string Fire = "public double Fire(double[] x) { sum = Sum(x); return output = act.F(sum); }";

    [Theory]
    [InlineData(Fire + " public double Delta(double e) => e * {|BP3002:act.D(sum)|};")]
    [InlineData("public double Run(double[] x, double e) { var z = Sum(x); var a = act.F(z); output = a; return e * {|BP3002:act.D(z)|}; }")]
    [InlineData("public void Fire(double[] x) { for (int i = 0; i < 4; i++) { zs[i] = w[i] * x[i]; outs[i] = act.F(zs[i]); } } public void Delta(double[] e) { for (int i = 0; i < 4; i++) e[i] *= {|BP3002:act.D(zs[i])|}; }")]
    public Task PreActivation_ForDerivativesThatAllTakeTheOutput(string members) => Verify.ReportsAsync(Neuron(members));

    // One of them evaluates the activation, so the pre-activation is what the callers mean: the other one is at fault.
    [Fact]
    public Task PreActivation_ForOneThatTakesTheOutput() => Verify.NoAdviceAsync("BP3002", Neuron(
        Fire + " public double Delta(double e) => e * act.D(sum);", tanh: "1 - F(x) * F(x)", sigmoid: "{|BP3002:x * (1 - x)|}"));

    [Fact]
    public Task PreActivation_ForOneCaseThatTakesTheOutput() => Verify.NoAdviceAsync("BP3002", """
        using System;

        public enum Kind { Logistic, Hyperbolic }

        public static class Act
        {
            public static double F(Kind kind, double x)
            {
                switch (kind)
                {
                    case Kind.Logistic: return 1 / (1 + Math.Exp(-x));
                    default: return Math.Tanh(x);
                }
            }

            public static double D(Kind kind, double x)
            {
                switch (kind)
                {
                    case Kind.Logistic: return {|BP3002:x * (1 - x)|};
                    default: return 1 - Math.Tanh(x) * Math.Tanh(x);
                }
            }
        }

        public sealed class Neuron(Kind kind)
        {
            private double sum, output;

            public double Fire(double x)
            {
                sum = 2 * x;
                return output = Act.F(kind, sum);
            }

            public double Delta(double e) => e * Act.D(kind, sum) + 0 * output;
        }
        """);

    // The output, wherever it lies: in its own place, over the sum, moved there by another member, or of another function.
    [Theory]
    [InlineData(Fire + " public double Delta(double e) => e * act.D(output);")]
    [InlineData("public double Fire(double[] x) { sum = Sum(x); sum = act.F(sum); return sum; } public double Delta(double e) => e * act.D(sum);")]
    [InlineData("public double Fire(double[] x) { sum = Sum(x); output = act.F(sum); sum = output; return output; } public double Delta(double e) => e * act.D(sum);")]
    [InlineData(Fire + " public void Keep() => sum = output; public double Delta(double e) => e * act.D(sum);")]
    [InlineData("public double Fire() => output = act.F(previous.output); public double Delta(double e) => e * act.D(previous.output);")]
    [InlineData("public double Fire(double[] x) { sum = act.F(Sum(x)); return output = act.F(sum); } public double Delta(double e) => e * act.D(sum);")]
    [InlineData("public double Fire(double x) { input = x; return output = act.F(x); } public double Delta(double e) => e * act.D(output) + 0 * input;")]
    [InlineData("public void Fire(double[] x) { for (int i = 0; i < 4; i++) zs[i] = act.F(w[i] * x[i]); } public void Delta(double[] e) { for (int i = 0; i < 4; i++) e[i] *= act.D(zs[i]); }")]
    [InlineData(Fire + " public double Delta(double e) { var a = act.F(sum); return e * act.D(a); }")]
    [InlineData(Fire + " public double Delta(double e) => e * other.D(sum);")]
    public Task Output_IsSilent(string members) => Verify.SilentAsync(Neuron(members));

    // A function of two modes does either, and what its parameter is, only the caller knows.
    [Theory]
    [InlineData("public double Run(double x, double e, bool slope) { if (slope) return e * act.D(x); return act.F(x); }")]
    [InlineData("public double Run(double x, double e, bool slope) => slope ? e * act.D(x) : act.F(x);")]
    [InlineData("public double Run(double x, double e, int mode) { switch (mode) { case 0: return act.F(x); default: return e * act.D(x); } }")]
    public Task FunctionWithTwoModes_IsSilent(string members) => Verify.SilentAsync(Neuron(members));

    // Some hand over the one, others the other: which of the two is meant, nobody knows.
    [Fact]
    public Task CallersThatDisagree_AreSilent() => Verify.NoAdviceAsync("BP3002", Neuron(
        Fire + " public double Delta(double e) => e * act.D(sum); public double Last(double e) => e * act.D(output);", tanh: "1 - F(x) * F(x)"));
}
