using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Neurons that activate in one class, and a trainer in another that hands what it finds there to the derivative.</summary>
public sealed class ForeignOutputTests
{
    private static string Plain(string delta, string slope = "var s = Sigmoid(x); return s * (1 - s);", string more = "") => $$"""
        using System;

        public static class Functions
        {
            public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

            public static double SigmoidSlope(double x)
            {
                {{slope}}
            }
        }

        public class Neuron
        {
            public double Sum, Output, Delta;
            public double[] Weights = new double[4];

            public void Fire(double[] x)
            {
                Sum = 0;
                for (int i = 0; i < x.Length; i++) Sum += Weights[i] * x[i];
                Output = Functions.Sigmoid(Sum);
            }

            {{more}}
        }

        public class Trainer
        {
            public void Learn(Neuron n, double y) => n.Delta = (y - n.Output) * {{delta}};
        }
        """;

    [Fact]
    public Task Output_ForAPlainDerivativeOfTheSum() => Verify.ReportsAsync(Plain("{|BP3001:Functions.SigmoidSlope(n.Output)|}"));

    // The sum is right, if dear; where other code leaves something else in Output, or activates it again, nothing is proved.
    [Theory]
    [InlineData("n.Sum", "")]
    [InlineData("n.Output", "public void Boost(double[] x) { Sum = x[0]; Output = Math.Sin(Sum); }")]
    [InlineData("n.Output", "public void Scale() => Output *= 0.5;")]
    [InlineData("n.Output", "public double Squashed; public void Again() => Squashed = Functions.Sigmoid(Output);")]
    [InlineData("n.Output", "public void Linear(double[] x) { Sum = 2 * x[0]; Output = Sum; }")]
    [InlineData("n.Output", "public void Soft(double all) => Output = Math.Exp(Sum) / all;")]
    public Task Others_AreNoFault(string handed, string more) => Verify.NoWarningAsync(Plain($"Functions.SigmoidSlope({handed})", more: more));

    // Set by the trainer itself a moment ago.
    [Fact]
    public Task ValueOfItsOwn_IsNoOutput() => Verify.NoWarningAsync(
        Plain("1").Replace("public void Learn(Neuron n, double y) =>", "public void Learn(Neuron n, double y, double e) { n.Output = e; n.Sum = Functions.SigmoidSlope(n.Output); } public void Rest(Neuron n, double y) =>"));

    [Fact]
    public Task Output_ForADerivativeFromIt() => Verify.SilentAsync(Plain("Functions.SigmoidSlope(n.Output)", slope: "return x * (1 - x);"));

    private const string Assigned = "public class Neuron { public Func<double, double> Activate, Derive; public Neuron(Func<double, double> f, Func<double, double> d) { Activate = f; Derive = d; }";
    private const string Primary = "public class Neuron(Func<double, double> f, Func<double, double> d) { public Func<double, double> Activate = f, Derive = d;";

    private static string Held(string neuron, string delta, string slope) => $$"""
        using System;

        {{neuron}}
            public double Sum, Output, Delta;
            public double[] Weights = new double[4];

            public void Fire(double[] x)
            {
                Sum = 0;
                for (int i = 0; i < x.Length; i++) Sum += Weights[i] * x[i];
                Output = Activate(Sum);
            }
        }

        public class Trainer
        {
            public Neuron Make() => new Neuron(Sigmoid, Slope);

            public void Learn(Neuron n, double y) => n.Delta = (y - n.Output) * {{delta}};

            private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

            private static double Slope(double x)
            {
                {{slope}}
            }
        }
        """;

    [Theory]
    [InlineData(Assigned, "{|BP3001:n.Derive(n.Output)|}", "var s = Sigmoid(x); return s * (1 - s);")]
    [InlineData(Assigned, "{|BP3002:n.Derive(n.Sum)|}", "return x * (1 - x);")]
    [InlineData(Primary, "{|BP3001:n.Derive(n.Output)|}", "var s = Sigmoid(x); return s * (1 - s);")]
    [InlineData(Primary, "{|BP3002:n.Derive(n.Sum)|}", "return x * (1 - x);")]
    public Task HeldFunctions_HandedTheOther(string neuron, string delta, string slope) => Verify.ReportsAsync(Held(neuron, delta, slope));

    [Theory]
    [InlineData(Assigned, "n.Derive(n.Sum)", "var s = Sigmoid(x); return s * (1 - s);")]
    [InlineData(Assigned, "n.Derive(n.Output)", "return x * (1 - x);")]
    [InlineData(Primary, "n.Derive(n.Output)", "return x * (1 - x);")]
    public Task HeldFunctions_HandedWhatTheyTake(string neuron, string delta, string slope) => Verify.NoWarningAsync(Held(neuron, delta, slope));
}
