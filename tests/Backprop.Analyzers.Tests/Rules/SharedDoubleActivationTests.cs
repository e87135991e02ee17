using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>BP3001 where the derivative is reached through an interface, a base class or a helper.</summary>
public sealed class SharedDoubleActivationTests
{
    private const string Family = """
        using System;
        using System.Collections.Generic;

        public abstract class Curve
        {
            public abstract double At(double v);

            public abstract double Rise(double v);
        }

        public sealed class Logistic : Curve
        {
            public override double At(double v) => 1 / (1 + Math.Exp(-v));

            public override double Rise(double v)
            {
                var s = At(v);
                return s * (1 - s);
            }
        }

        public sealed class Hyperbolic : Curve
        {
            public override double At(double v) => Math.Tanh(v);

            public override double Rise(double v) => 1 - Math.Pow(Math.Tanh(v), 2);
        }

        """;

    private const string Node = """
        public class Node
        {
            protected double value;
            private readonly Curve curve;
            private readonly List<Node> sources = new List<Node>();

            public Node(Curve curve) => this.curve = curve;

            public virtual void Fire()
            {
                if (sources.Count == 0) return;
                value = 0;
                foreach (var source in sources) value += source.value;
                value = curve.At(value);
            }

            public void Set(double input) => value = input;

            public double Blame(double error) => error * CALL;
        }

        public class ContextNode : Node
        {
            public ContextNode(Curve curve) : base(curve)
            {
            }

            public override void Fire()
            {
            }

            public void Update(double rate) => value = value * (1 - rate) + rate;
        }
        """;

    [Fact]
    public Task Call_OfWhatThePlaceAlwaysHolds() => Verify.ReportsAsync(Family + Node.Replace("CALL", "{|BP3001:curve.Rise(value)|}"));

    [Fact]
    public Task Call_OfTheResultAtHand() => Verify.ReportsAsync(Family + """
        public static class Step
        {
            public static double Blame(Curve curve, double z, double error)
            {
                double a = curve.At(z);
                return error * {|BP3001:curve.Rise(a)|};
            }
        }
        """);

    [Theory]
    [InlineData("double b = curve.At(a); return error * b * curve.Rise(a);")]
    [InlineData("return error * curve.Rise(a) * curve.Rise(z);")]
    public Task Silent_WhereTheFunctionIsAppliedTwiceOnPurpose(string body) => Verify.NoAdviceAsync("BP3001", Family + $$"""
        public static class Step
        {
            public static double Blame(Curve curve, double z, double error)
            {
                double a = curve.At(z);
                {{body}}
            }
        }
        """);

    [Fact]
    public Task Implementation_ThatDiffersFromTheOthers() => Verify.ReportsAsync(Family
        .Replace("=> 1 - Math.Pow(Math.Tanh(v), 2);", "=> 1 - v * v;")
        .Replace("return s * (1 - s);", "return {|BP3001:s * (1 - s)|};") + Node.Replace("CALL", "curve.Rise(value)"));

    [Theory]
    [InlineData("the pre-activation lies there as well", "public void Set(double input) => value = input;", "public void Sum() { value = 0; foreach (var source in sources) value += source.value; }")]
    [InlineData("another function writes it", "public void Set(double input) => value = input;", "public void Squeeze() => value = Math.Sqrt(value);")]
    [InlineData("a second layer takes the output as its pre-activation", "public void Set(double input) => value = input;", "public double Second; public void Deep() { Second = curve.At(value); }")]
    public Task Silent(string why, string text, string instead)
    {
        _ = why;
        return Verify.NoAdviceAsync("BP3001", Family + Node.Replace("CALL", "curve.Rise(value)").Replace(text, instead));
    }

    [Fact]
    public Task Silent_WhereAllExpectTheOutput() => Verify.SilentAsync(Family
        .Replace("=> 1 - Math.Pow(Math.Tanh(v), 2);", "=> 1 - v * v;")
        .Replace("var s = At(v);", "var s = v;") + Node.Replace("CALL", "curve.Rise(value)"));

    [Fact]
    public Task Silent_WhereTheyDiffer_AndOneCallerHandsOverThePreActivation() => Verify.NoAdviceAsync("BP3001", Family
        .Replace("=> 1 - Math.Pow(Math.Tanh(v), 2);", "=> 1 - v * v;") + Node.Replace("CALL", "curve.Rise(value)") + """

        public static class Other
        {
            public static double Blame(Curve curve, double z) => curve.Rise(z);
        }
        """);

    [Fact]
    public async Task ActivationInPlaceOfItsDerivative_OnTheCachedGate()
    {
        const string source = """
            using System;

            public sealed class Cell
            {
                private double[] o, g, c = new double[2];

                private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

                private static double[] Map(double[] v, Func<double, double> f) => Array.ConvertAll(v, x => f(x));

                public double[] Forward(double[] x)
                {
                    o = Array.ConvertAll(x, Sigmoid);
                    g = Array.ConvertAll(x, Math.Tanh);
                    var h = new double[2];
                    for (int i = 0; i < 2; i++)
                    {
                        c[i] += g[i];
                        h[i] = o[i] * Math.Tanh(c[i]);
                    }

                    return h;
                }

                public double[] Backward(double[] dh)
                {
                    var d = new double[2];
                    for (int i = 0; i < 2; i++)
                    {
                        d[i] = dh[i] * Math.Tanh(c[i]) * {|BP3001:Sigmoid(o[i])|};
                        d[i] += dh[i] * o[i] * (1 - Math.Pow({|BP1002:Math.Tanh(c[i])|}, 2));
                    }

                    return d;
                }
            }
            """;
        await Verify.FixesAsync<UseOutputFormFixer>(source, source.Replace("{|BP3001:Sigmoid(o[i])|}", "(o[i] * (1 - o[i]))"));
    }
}
