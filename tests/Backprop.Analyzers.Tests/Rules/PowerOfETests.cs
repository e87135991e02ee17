using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>The exponential written as a power of e, which is as dear, and as common, as Exp.</summary>
public sealed class PowerOfETests
{
    private const string Unit = """
        using System;

        public class Unit
        {
            private double net, held, delta;

            private static double Squash(double z) => 1 / (1 + POWER);
            private static double Slope(double z) { return Squash(z) * (1 - {|BP1002:Squash(z)|}); }

            public double Forward(double x)
            {
                net = 3 * x - 1;
                held = Squash(net);
                return held;
            }

            public double Backward(double error)
            {
                delta = error * {|BP1001:Slope(net)|};
                return delta;
            }
        }
        """;

    [Theory]
    [InlineData("Math.Pow(Math.E, -z)")]
    [InlineData("Math.Pow(y: -z, x: Math.E)")]
    [InlineData("(double)MathF.Pow(MathF.E, -(float)z)")]
    [InlineData("1 / Math.Pow(Math.E, z)")]
    public Task A_sigmoid_of_such_powers_is_one(string power) => Verify.ReportsAsync(Unit.Replace("POWER", power));

    [Theory]
    [InlineData("Math.Pow(2.5, -t / tau)")]
    [InlineData("Math.Pow(Math.E, -t / tau)")]
    public Task Decay_that_is_computed_twice_is_no_networks(string power) => Verify.SilentAsync($$"""
        using System;

        public class Capacitor
        {
            public double Voltage, Current;

            public void At(double t, double tau, double u, double r)
            {
                Voltage = u * (1 - {{power}});
                Current = u / r * {{power}};
            }
        }
        """);
}
