using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>A forward pass that takes the derivative of a sum, and then the function: each evaluates the same.</summary>
public sealed class DerivativeFirstTests
{
    private static string Node(string firing) => $$"""
        using System;

        public sealed class Node
        {
            private readonly double[] weights = new double[3];
            private readonly Func<double, double> bend;
            private readonly Func<double, double> slope;

            public Node(int kind)
            {
                switch (kind)
                {
                    case 0: bend = Soft; slope = SoftSlope; break;
                    default: bend = Math.Tanh; slope = TanhSlope; break;
                }
            }

            public double Fired { get; private set; }

            public double Rate { get; private set; }

            public void Fire(double[] x)
            {
                double net = 0;
                for (int i = 0; i < x.Length; i++) net += weights[i] * x[i];
                {{firing}}
            }

            public double Delta(double error) => error * Rate;

            private static double Soft(double v) => 1 / (1 + Math.Exp(-v));

            private static double SoftSlope(double v)
            {
                var s = Soft(v);
                return s * (1 - s);
            }

            private static double TanhSlope(double v)
            {
                var t = Math.Tanh(v);
                return 1 - t * t;
            }
        }
        """;

    [Theory]
    [InlineData("Rate = {|BP1004:slope(net)|}; Fired = bend(net);")]
    [InlineData("if (x.Length > 1) Rate = {|BP1004:slope(net)|}; Fired = bend(net);")]
    public Task The_function_is_certain_to_follow(string firing) => Verify.ReportsAsync(Node(firing));

    [Theory]
    [InlineData("Rate = slope(net); net *= 0.5; Fired = bend(net);")]
    [InlineData("Rate = slope(net); if (Rate < 0.1) return; Fired = bend(net);")]
    [InlineData("Rate = slope(net); if (x.Length > 1) Fired = bend(net);")]
    [InlineData("if (x.Length > 1) Rate = slope(net); else Fired = bend(net);")]
    [InlineData("Rate = slope(net); for (int i = 0; i < x.Length; i++) Fired += bend(net);")]
    [InlineData("for (int i = 0; i < x.Length; i++) { Rate = slope(net); if (Rate < 0.1) continue; Fired = bend(net); }")]
    [InlineData("Rate = slope(net); if (Rate < 0.1) throw new InvalidOperationException(); Fired = bend(net);")]
    public Task It_may_not_run_or_is_of_another_value(string firing) => Verify.SilentAsync(Node(firing));
}
