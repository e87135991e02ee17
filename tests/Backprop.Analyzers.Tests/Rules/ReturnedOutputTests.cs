using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>BP3001 where the output is not stored: a property that computes it, a method that returns it.</summary>
public sealed class ReturnedOutputTests
{
    private static string Network(string member, string handed, string slope = "Of(x) * (1 - Of(x))", string more = "") => $$"""
        using System;

        public static class Squash
        {
            public static double Of(double x) => 1 / (1 + Math.Exp(-x));

            public static double Slope(double x) => {{slope}};
        }

        public class Unit
        {
            public double[] Inputs = new double[2];
            public double[] Weights = new double[2];
            public double Bias, Held;

            public double Sum => Weights[0] * Inputs[0] + Weights[1] * Inputs[1] + Bias;

            {{member}}
        }

        public sealed class Trainer
        {
            public double Error(Unit unit, double wanted) => (wanted - unit.Weights[0]) * {{handed}};

            {{more}}
        }
        """;

    [Theory]
    [InlineData("public double Output => Squash.Of(Sum);", "unit.Output")]
    [InlineData("public double Output { get { return Squash.Of(Weights[0] * Inputs[0] + Bias); } }", "unit.Output")]
    [InlineData("public double Output() => Squash.Of(Sum);", "unit.Output()")]
    [InlineData("public double Fire(double x) { Bias = x; var fired = Squash.Of(Sum); Held = fired; return fired; }", "unit.Fire(1)")]
    [InlineData("public double Fire(double x) { if (x > 3) return Squash.Of(x); Bias = x; return Held = Squash.Of(Sum); }", "unit.Fire(1)")]
    public Task OfAnotherObject(string member, string read) =>
        Verify.NoAdviceAsync("BP3001", Network(member, "{|BP3001:Squash.Slope(" + read + ")|}"));

    [Theory]
    [InlineData("public double Output => Sum;", "unit.Output")]
    [InlineData("public double Output => 2 * Squash.Of(Sum);", "unit.Output")]
    [InlineData("public double Fire(double x) { if (x > 3) return x; return Squash.Of(Sum); }", "unit.Fire(1)")]
    [InlineData("public double Output => Squash.Of(Sum);", "unit.Sum")]
    [InlineData("public virtual double Output => Squash.Of(Sum);", "unit.Output")]
    [InlineData("public Func<double> Output => () => Squash.Of(Sum);", "unit.Output()")]
    public Task AnythingElse(string member, string read) => Verify.NoAdviceAsync("BP3001", Network(member, "Squash.Slope(" + read + ")"));

    [Fact]
    public Task FromTheOutput() => Verify.NoWarningAsync(Network("public double Output => Squash.Of(Sum);", "Squash.Slope(unit.Output)", "x * (1 - x)"));

    [Theory]
    [InlineData("public double Forward(Unit unit) => Squash.Of(unit.Output);")]
    [InlineData("public double Forward(Unit unit) { var second = Squash.Of((unit.Output)); return 2 * second; }")]
    public Task ActivatedAgain_ItIsAPreActivation(string more) =>
        Verify.NoAdviceAsync("BP3001", Network("public double Output => Squash.Of(Sum);", "Squash.Slope(unit.Output)", more: more));
}
