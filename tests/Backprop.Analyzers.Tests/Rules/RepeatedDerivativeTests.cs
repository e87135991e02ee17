using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>A derivative that is chosen elsewhere, evaluated for the bias and again for each weight.</summary>
public sealed class RepeatedDerivativeTests
{
    private static string Network(string training, string rise = "1 / (1 + Math.Exp(-v))", string slope = "var r = 1 / (1 + Math.Exp(-v)); return r * (1 - r);") => $$"""
        using System;
        using System.Threading.Tasks;

        public abstract class Curve
        {
            protected abstract double Rise(double v);

            protected abstract double Slant(double v);

            public double At(double v) => Rise(v);

            public double SlopeAt(double v) => Slant(v);
        }

        public sealed class Soft : Curve
        {
            public int Calls;

            protected override double Rise(double v) { return {{rise}}; }

            protected override double Slant(double v) { {{slope}} }
        }

        public sealed class Unit
        {
            public readonly Curve Shape = new Soft();
            public readonly double[] Weights = new double[3];
            public readonly double[] Inputs = { 1, -2, 0.5 };

            public double Bias { get; set; } = 0.25;

            public double Net { get; set; }

            public double Error { get; set; } = 2;

            public double Slope()
            {
                return Shape.SlopeAt(Net);
            }

            public double Fire()
            {
                Net = Bias;
                for (var w = 0; w < Weights.Length; w++) Net += Weights[w] * Inputs[w];
                return Shape.At(Net);
            }
        }

        public static class Training
        {
            public static void Step(Unit[] units, double rate)
            {
                {{training}}
            }
        }

        public static class Probe
        {
            public static double[] Run()
            {
                var units = new[] { new Unit(), new Unit() };
                foreach (var unit in units) unit.Fire();
                Training.Step(units, 0.1);
                foreach (var unit in units) unit.Fire();
                Training.Step(units, 0.1);
                return new[] { units[0].Weights[0], units[1].Weights[2], units[0].Bias };
            }
        }
        """;

    private const string OncePerWeight = """
        for (var n = 0; n < units.Length; n++)
                {
                    units[n].Bias += rate * units[n].Error * units[n].Slope();
                    for (var w = 0; w < units[n].Weights.Length; w++)
                        units[n].Weights[w] += rate * units[n].Error * {|BP1002:units[n].Slope()|} * units[n].Inputs[w];
                }
        """;

    [Fact]
    public async Task OncePerWeight_IsKeptInALocal()
    {
        var source = Network(OncePerWeight);
        var fixedSource = source
            .Replace("            units[n].Bias += rate * units[n].Error * units[n].Slope();", "            var slope = units[n].Slope();\n            units[n].Bias += rate * units[n].Error * slope;")
            .Replace("{|BP1002:units[n].Slope()|}", "slope");
        await Verify.FixesAsync<HoistActivationFixer>(source, fixedSource);
        NumericProof.Exact(source, fixedSource);
    }

    [Theory]
    // In a body that runs beside others.
    [InlineData("Parallel.For(0, units.Length, n => { units[n].Bias += rate * units[n].Slope(); for (var w = 0; w < 3; w++) units[n].Weights[w] += rate * {|BP1002:units[n].Slope()|} * units[n].Inputs[w]; });")]
    // The derivative itself, by the method that all curves share.
    [InlineData("var unit = units[0]; unit.Bias += rate * unit.Shape.SlopeAt(unit.Net); unit.Weights[0] += rate * {|BP1002:unit.Shape.SlopeAt(unit.Net)|};")]
    [InlineData("foreach (var unit in units) { var step = rate * unit.Slope(); unit.Bias += step; unit.Weights[0] += {|BP1002:unit.Slope()|} * step; }")]
    public async Task Repeated(string training) => await Verify.NoAdviceAsync("BP1002", Network(training));

    [Theory]
    // What it reads is written in between: by name, by a call, for another object of the same type.
    [InlineData("foreach (var unit in units) { unit.Bias += rate * unit.Slope(); unit.Net = unit.Bias; unit.Weights[0] += rate * unit.Slope(); }")]
    [InlineData("foreach (var unit in units) { unit.Bias += rate * unit.Slope(); unit.Fire(); unit.Weights[0] += rate * unit.Slope(); }")]
    [InlineData("var (x, y) = (units[0], units[1]); x.Bias += rate * x.Slope(); y.Net = 1; x.Weights[0] += rate * x.Slope();")]
    // Of another unit, or not certainly run before.
    [InlineData("units[0].Bias += rate * units[0].Slope(); units[1].Bias += rate * units[1].Slope();")]
    [InlineData("if (rate > 0) units[0].Bias += rate * units[0].Slope(); units[0].Weights[0] += rate * units[0].Slope();")]
    [InlineData("for (var n = 0; n < 2; n++) units[n].Bias += rate * units[n].Slope(); for (var n = 0; n < 2; n++) units[n].Weights[0] += rate * units[n].Slope();")]
    // No factor of any gradient.
    [InlineData("var low = Math.Min(units[0].Slope(), 1); var high = Math.Max(units[0].Slope(), low);")]
    public async Task NotTheSame(string training) => await Verify.NoAdviceAsync("BP1002", Network(training));

    [Theory]
    // It counts its calls; the derivative comes from the output, or costs nothing; it is no derivative of the function.
    [InlineData("1 / (1 + Math.Exp(-v))", "Calls++; var r = 1 / (1 + Math.Exp(-v)); return r * (1 - r);")]
    [InlineData("1 / (1 + Math.Exp(-v))", "return v * (1 - v);")]
    [InlineData("Math.Max(0, v)", "return v > 0 ? 1 : 0;")]
    [InlineData("1 / (1 + Math.Exp(-v))", "return Math.Exp(-v) + v;")]
    public async Task NothingIsEvaluatedAgain(string rise, string slope) =>
        await Verify.NoAdviceAsync("BP1002", Network(OncePerWeight.Replace("{|BP1002:units[n].Slope()|}", "units[n].Slope()"), rise, slope));

    [Fact]
    public async Task AProductOfWhatALocalHolds_IsNoActivation() => await Verify.NoAdviceAsync("BP1002", """
        using System;

        public static class Swish
        {
            public static (double Value, double Slope) Both(double z)
            {
                var s = 1 / (1 + Math.Exp(-z));
                var value = z * s;
                return (value, s + z * s * (1 - s));
            }
        }
        """);

    [Fact]
    public async Task AFunctionInALocal_IsEvaluatedWhereItIsCalled() => await Verify.NoAdviceAsync("BP1002", """
        using System;

        public static class Curves
        {
            public static Func<double, double> Slope()
            {
                Func<double, double> rise = v => 1 / (1 + Math.Exp(-v));
                Func<double, double> slope = v => rise(v) * (1 - {|BP1002:rise(v)|});
                return slope;
            }
        }
        """);
}
