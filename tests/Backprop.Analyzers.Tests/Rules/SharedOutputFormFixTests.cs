using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>
/// The fix of BP1004 over an interface, five implementations and three callers: what it writes, and that the training run
/// keeps its numbers.
/// </summary>
public sealed class SharedOutputFormFixTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;

        public interface ISquash
        {
            double Apply(double v);

            double Slope(double v);
        }

        public sealed class Logistic : ISquash
        {
            public double Apply(double v) => 1 / (1 + Math.Exp(-v));

            public double Slope(double v)
            {
                // s' = s * (1 - s)
                var s = Apply(v);
                return s * (1 - s); // of the value
            }
        }

        public sealed class Hyperbolic : ISquash
        {
            public double Apply(double v) => Math.Tanh(v);

            /// <summary>The slope.</summary>
            public double Slope(double v) => 1 - Math.Pow(Apply(v), 2); // 1 - t * t
        }

        public sealed class Steep : ISquash
        {
            public double Apply(double v)
            {
                var e = Math.Exp(2 * v);
                return (e - 1) / (e + 1);
            }

            public double Slope(double v) { var t = Apply(v); return 1 - t * t; }
        }

        public sealed class Ramp : ISquash
        {
            public double Apply(double v) => Math.Max(0, v);

            public double Slope(double v) => v > 0 ? 1 : 0;
        }

        public sealed class Line : ISquash
        {
            public double Apply(double v) => v;

            public double Slope(double v) => 1;
        }

        public sealed class Unit
        {
            private readonly double[] w;

            public Unit(ISquash squash, double[] w)
            {
                Squash = squash;
                this.w = w;
            }

            public ISquash Squash { get; }
            public double Net { get; private set; }
            public double Out { get; private set; }

            public double Fire(double[] x)
            {
                Net = 0;
                for (int i = 0; i < w.Length; i++) Net += w[i] * x[i];
                Out = Squash.Apply(Net);
                return Out;
            }

            public void Learn(double[] x, double error)
            {
                double d = error * {|BP1004:Squash.Slope(Net)|};
                for (int i = 0; i < w.Length; i++) w[i] -= 0.1 * d * x[i];
            }
        }

        public sealed class Row
        {
            private readonly List<Unit> units = new List<Unit>();

            public void Add(Unit unit) => units.Add(unit);

            public double Blame(double[] errors)
            {
                double sum = 0;
                for (int i = 0; i < units.Count; i++)
                {
                    var unit = units[i];
                    sum += errors[i] * {|BP1004:unit.Squash.Slope(/* z */ unit.Net)|};
                }

                return sum;
            }
        }

        public static class Scalar
        {
            public static double Step(ISquash squash, double x, double target, double weight)
            {
                double net = weight * x;
                double y = squash.Apply(net);
                return weight - 0.1 * (y - target) * {|BP1004:squash.Slope(net)|} * x;
            }
        }

        public static class Probe
        {
            public static double[] Run()
            {
                var trace = new List<double>();
                foreach (var squash in new ISquash[] { new Logistic(), new Hyperbolic(), new Steep(), new Ramp(), new Line() })
                {
                    var unit = new Unit(squash, new[] { 0.3, -0.2, 0.7 });
                    var row = new Row();
                    row.Add(unit);
                    double weight = 0.4;
                    for (int step = 0; step < 40; step++)
                    {
                        var x = new[] { Math.Sin(step), 0.5, Math.Cos(2 * step) };
                        double error = unit.Fire(x) - 0.25;
                        trace.Add(row.Blame(new[] { error }));
                        unit.Learn(x, error);
                        weight = Scalar.Step(squash, x[0], 0.1, weight);
                        trace.Add(weight);
                    }
                }

                return trace.ToArray();
            }
        }
        """;

    private static readonly string Fixed = Source
        .Replace("""
                // s' = s * (1 - s)
                var s = Apply(v);
                return s * (1 - s); // of the value
        """, """
                // s' = s * (1 - s)
                return v * (1 - v); // of the value
        """)
        .Replace("=> 1 - Math.Pow(Apply(v), 2); // 1", "=> 1 - v * v; // 1")
        .Replace("{ var t = Apply(v); return 1 - t * t; }", "{ return 1 - v * v; }")
        .Replace("{|BP1004:Squash.Slope(Net)|}", "Squash.Slope(Out)")
        .Replace("{|BP1004:unit.Squash.Slope(/* z */ unit.Net)|}", "unit.Squash.Slope(/* z */ unit.Out)")
        .Replace("{|BP1004:squash.Slope(net)|}", "squash.Slope(y)");

    [Fact]
    public async Task EveryImplementationAndEveryCall_InOneEdit_TheNumbersStay()
    {
        await Verify.FixesAsync<SharedOutputFormFixer>(Source, Fixed, iterations: 1);
        NumericProof.Close(Source, Fixed);
    }

    [Fact]
    public Task OfAPrimaryConstructor()
    {
        var (source, fixedSource) = (Primary(Source), Primary(Fixed));
        return Verify.FixesAsync<SharedOutputFormFixer>(source, fixedSource, iterations: 1);

        static string Primary(string text) => text
            .Replace("public sealed class Unit\n", "public sealed class Unit(ISquash squash, double[] w)\n")
            .Replace("""
                private readonly double[] w;

                public Unit(ISquash squash, double[] w)
                {
                    Squash = squash;
                    this.w = w;
                }

                public ISquash Squash { get; }
            """, "    public ISquash Squash { get; } = squash;");
    }

    [Fact]
    public Task NotOffered_WhereOneCallHoldsNoOutput()
    {
        var source = Source.Replace("public static class Probe", """
            public static class Curve
            {
                public static double At(ISquash squash, double v) => squash.Slope(v);
            }

            public static class Probe
            """);
        return Verify.FixesAsync<SharedOutputFormFixer>(source, source);
    }

    [Fact]
    public Task NotOffered_WhereOneImplementationHasNoOutputForm()
    {
        var source = Source.Replace("public sealed class Unit\n", """
            public sealed class Wave : ISquash
            {
                public double Apply(double v) => Math.Sin(v);

                public double Slope(double v) => Math.Cos(v);
            }

            public sealed class Unit

            """);
        return Verify.FixesAsync<SharedOutputFormFixer>(source, source);
    }

    [Fact]
    public Task NotOffered_WhereTheMethodIsHandedOn()
    {
        var source = Source.Replace("public static class Probe", """
            public static class Table
            {
                public static readonly Func<double, double> Slope = new Logistic().Slope;
            }

            public static class Probe
            """);
        return Verify.FixesAsync<SharedOutputFormFixer>(source, source);
    }

    [Fact]
    public Task NotOffered_WhereAnotherImplementationIsNotUnderstood()
    {
        var source = Source.Replace("public sealed class Unit\n", """
            public sealed class Stored : ISquash
            {
                private readonly Random random = new Random();

                public double Apply(double v) => v * random.NextDouble();

                public double Slope(double v) => random.NextDouble();
            }

            public sealed class Unit

            """);
        return Verify.FixesAsync<SharedOutputFormFixer>(source, source);
    }
}
