using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>
/// Objects that are made with a function and its derivative and hand on to them: the functions decide what a call of the
/// object's methods evaluates.
/// </summary>
public sealed class HeldFunctionTests
{
    private const string Fields = """
        using System;

        public sealed class Bend
        {
            private readonly Func<double, double> at;
            private readonly Func<double, double> rise;

            public Bend(Func<double, double> at, Func<double, double> rise)
            {
                this.at = at;
                this.rise = rise;
            }

            public double At(double v) { return at.Invoke(v); }

            public double Rise(double v) => rise(v);
        }
        """;

    private const string Properties = """
        using System;

        public sealed class Bend
        {
            public Bend(Func<double, double> at, Func<double, double> rise) => (Map, Rate) = (at, rise);

            private Func<double, double> Map { get; }

            private Func<double, double> Rate { get; }

            public double At(double v) => Map(v);

            public double Rise(double v) => Rate(v);
        }
        """;

    private const string Primary = """
        using System;

        public sealed class Bend(Func<double, double> at, Func<double, double> rise)
        {
            private readonly Func<double, double> slope = rise;

            public double At(double v) => at(v);

            public double Rise(double v) => slope(v);
        }
        """;

    private const string Unit = """

        public sealed class Unit
        {
            private readonly Bend bend;
            private double net;
            private double output;

            public Unit(Bend bend) => this.bend = bend;

            public double Fire(double x, double w)
            {
                net = w * x;
                output = bend.At(net);
                return output;
            }

            public double Blame(double error) => error * {|BP1004:bend.Rise(net)|};
        }

        """;

    private static string Made(string arguments) => $$"""
        public static class Units
        {
            public static Unit Of(double scale)
            {
                Func<double, double> bent = v => Math.Tanh(v);
                Func<double, double> steepness = v => 1 - Math.Pow(Math.Tanh(v), 2);
                return new Unit(new Bend({{arguments}}));
            }

            private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));

            private static double LogisticRise(double v)
            {
                var s = Logistic(v);
                return s * (1 - s);
            }
        }
        """;

    [Theory]
    [InlineData(Fields, "bent, steepness")]
    [InlineData(Properties, "bent, steepness")]
    [InlineData(Primary, "bent, steepness")]
    [InlineData(Fields, "Logistic, LogisticRise")]
    [InlineData(Fields, "Math.Tanh, v => { var t = Math.Tanh(v); return 1 - t * t; }")]
    [InlineData(Fields, "rise: LogisticRise, at: Logistic")]
    public Task TheOutputIsAtHand(string bend, string arguments) => Verify.ReportsAsync(bend + Unit + Made(arguments));

    [Fact]
    public Task LocalsAndArrays() => Verify.ReportsAsync(Fields + """

        public sealed class Trainer
        {
            private readonly Bend bend;
            private readonly double[] w = new double[4];

            public Trainer(Bend bend) => this.bend = bend;

            public double One(double x, double target)
            {
                double net = x * w[0];
                double y = bend.At(net);
                return (y - target) * {|BP1004:bend.Rise(net)|};
            }

            public void Several(double[] x, double[] target)
            {
                var nets = new double[x.Length];
                var ys = new double[x.Length];
                for (int i = 0; i < x.Length; i++)
                {
                    double net = x[i] * w[0];
                    nets[i] = net;
                    ys[i] = bend.At(net);
                }

                for (int i = 0; i < x.Length; i++)
                    w[0] -= (ys[i] - target[i]) * {|BP1004:bend.Rise(nets[i])|} * x[i];
            }

            public static Trainer Of() => new Trainer(new Bend(v => Math.Tanh(v), v => 1 - Math.Tanh(v) * {|BP1002:Math.Tanh(v)|}));
        }
        """);

    [Theory]
    [InlineData("Math.Tanh, a => 1 - a * a")] // from the output
    [InlineData("v => Math.Max(0, v), v => v > 0 ? 1 : 0")] // costs nothing
    [InlineData("v => Math.Log(1 + Math.Exp(v)), v => 1 / (1 + Math.Exp(-v))")] // softplus: from the output it cancels
    [InlineData("Math.Sin, Math.Cos")]
    [InlineData("v => scale * v, v => scale")]
    [InlineData("Math.Tanh, Math.Cosh")] // no derivative of it
    public Task WhatIsMadeOtherwise(string arguments) => Verify.NoAdviceAsync("BP1004", Fields + Silent(Unit) + Made(arguments));

    [Fact]
    public Task WhatIsMadeOfSomethingUnknown() => Verify.SilentAsync(Fields + Silent(Unit) + """
        public static class Units
        {
            public static Unit Of(Func<double, double> at, Func<double, double> rise) => new Unit(new Bend(at, rise));

            public static double Tanh(double v) => Math.Tanh(v);
        }
        """);

    [Fact]
    public Task ALocalThatIsSetAgain() => Verify.SilentAsync(Fields + Silent(Unit) + """
        public static class Units
        {
            public static Unit Of(bool isPlain)
            {
                Func<double, double> at = v => Math.Tanh(v);
                Func<double, double> rise = v => 1 / Math.Pow(Math.Cosh(v), 2);
                if (isPlain) rise = a => 1 - a * a;
                return new Unit(new Bend(at, rise));
            }
        }
        """);

    [Fact]
    public Task TheOutputIsNotStored() => Verify.SilentAsync(Fields + """

        public sealed class Unit
        {
            private readonly Bend bend;
            private double net;

            public Unit(Bend bend) => this.bend = bend;

            public double Fire(double x, double w)
            {
                net = w * x;
                return bend.At(net);
            }

            public double Blame(double error) => error * bend.Rise(net);
        }

        """ + Made("bent, steepness"));

    [Fact]
    public Task TheOutputIsHandedOver() => Verify.SilentAsync(Fields + Silent(Unit).Replace("bend.Rise(net)", "bend.Rise(output)") + Made("Math.Tanh, a => 1 - a * a"));

    [Fact]
    public Task NoFix_ForTheMethodsOnlyHandOn()
    {
        var source = Fields + Unit + Made("bent, steepness");
        return Verify.FixesAsync<SharedOutputFormFixer>(source, source);
    }

    private static string Silent(string marked) => marked.Replace("{|BP1004:", "").Replace("|}", "");
}
