using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Functions and derivatives that are invoked where they are held, <c>layer.Slope(z)</c>, or asked for, <c>SlopeOf(kind)(z)</c>.</summary>
public sealed class InvokedFunctionTests
{
    private const string Layer = """
        using System;

        public sealed class Layer
        {
            private readonly Func<double, double> squash;
            private readonly double[] net, result;

            public Layer(int n, Func<double, double> squash, Func<double, double> slope)
            {
                this.squash = squash;
                Slope = slope;
                net = new double[n];
                result = new double[n];
            }

            public Func<double, double> Slope { get; }

            public void Fire(double[] x, double w)
            {
                for (int i = 0; i < net.Length; i++)
                {
                    net[i] = w * x[i];
                    result[i] = squash(net[i]);
                }
            }

            public void Blame(double[] error, double[] delta)
            {
                for (int i = 0; i < net.Length; i++) delta[i] = error[i] * {|BP1004:Slope(net[i])|};
            }
        }

        """;

    private static string Made(string functions) => $$"""
        public static class Layers
        {
            public static Layer Of(int n) => new Layer(n, {{functions}});
        }
        """;

    [Fact]
    public Task HeldByALayer() => Verify.ReportsAsync(Layer + Made("v => Math.Tanh(v), v => 1 - Math.Pow(Math.Tanh(v), 2)"));

    [Theory]
    [InlineData("Math.Tanh, a => 1 - a * a")]
    [InlineData("v => Math.Max(0, v), v => v > 0 ? 1 : 0")]
    [InlineData("Math.Exp, Math.Sinh")]
    public Task HeldByALayer_NothingToSave(string functions) => Verify.NoAdviceAsync("BP1004", Silent(Layer) + Made(functions));

    [Fact]
    public Task HeldByALayer_TheOutputIsScaledSince() => Verify.SilentAsync(Silent(Layer)
        .Replace("result[i] = squash(net[i]);", "result[i] = 0.5 * squash(net[i]);") + Made("v => Math.Tanh(v), v => 1 - Math.Pow(Math.Tanh(v), 2)"));

    [Fact]
    public Task NoFix_ForTheFunctionsLieElsewhere()
    {
        var source = Layer + Made("v => Math.Tanh(v), v => 1 - Math.Pow(Math.Tanh(v), 2)");
        return Verify.FixesAsync<SharedOutputFormFixer>(source, source);
    }

    [Fact]
    public Task FilledByTheTypeItself() => Verify.ReportsAsync("""
        using System;

        public sealed class Cell
        {
            private readonly Func<double, double> bend = v => Math.Tanh(v);
            private readonly Func<double, double> rise;
            private double net, output;

            public Cell() => rise = v => { var t = Math.Tanh(v); return 1 - t * t; };

            public void Fire(double x)
            {
                net = 3 * x;
                output = bend(net);
            }

            public double Blame(double g) => g * {|BP1004:rise(net)|};
        }
        """);

    [Fact]
    public Task CapturedByAPrimaryConstructor() => Verify.ReportsAsync("""
        using System;

        public sealed class Cell(Func<double, double> bend, Func<double, double> rise)
        {
            private double net, output;

            public void Fire(double x)
            {
                net = 3 * x;
                output = bend.Invoke(net);
            }

            public double Blame(double g) => g * {|BP1004:rise.Invoke(net)|};

            public static Cell Of() => new Cell(Math.Tanh, v => 1 - Math.Pow(Math.Tanh(v), 2));
        }
        """);

    [Fact]
    public Task HeldByAnObjectOfTwoFunctions() => Verify.ReportsAsync("""
        using System;

        public sealed class Curve
        {
            public Func<double, double> Map { get; set; }

            public Func<double, double> Rate { get; set; }
        }

        public static class Trainer
        {
            public static Curve Logistic() => new Curve
            {
                Map = v => 1 / (1 + Math.Exp(-v)),
                Rate = v => { var s = 1 / (1 + Math.Exp(-v)); return s * (1 - s); },
            };

            public static double Step(Curve curve, double x, double w)
            {
                double z = w * x;
                double y = curve.Map(z);
                return w - (y - 1) * {|BP1004:curve.Rate(z)|} * x;
            }

            public static double Other(Curve curve, Curve other, double x, double w)
            {
                double z = w * x;
                double y = other.Map(z);
                return w - (y - 1) * curve.Rate(z) * x;
            }
        }
        """);

    private const string Curves = """
        using System;
        using System.Threading.Tasks;

        public enum Kind { Line, Logistic, Bent }

        public static class Curves
        {
            public static Func<float, float> Of(Kind kind)
            {
                switch (kind)
                {
                    case Kind.Logistic: return v => { float e = MathF.Exp(-v); return 1 / (1 + e); };
                    case Kind.Bent: return v => MathF.Tanh(v);
                    default: return v => v;
                }
            }

            public static Func<float, float> SlopeOf(Kind kind)
            {
                switch (kind)
                {
                    case Kind.Logistic: return v => Of(kind)(v) * (1 - {|BP1002:Of(kind)(v)|});
                    case Kind.Bent: return v => 1 / MathF.Pow(MathF.Cosh(v), 2);
                    default: return v => 1;
                }
            }
        }

        """;

    [Fact]
    public Task AskedForByAnEnum() => Verify.ReportsAsync(Curves + """
        public static class Device
        {
            public static (float[], float[]) Both(float[] dot, float[] bias, Kind kind)
            {
                var a = new float[dot.Length];
                var d = new float[dot.Length];
                var f = Curves.Of(kind);
                var df = Curves.SlopeOf(kind);
                for (int i = 0; i < dot.Length; i++)
                {
                    float z = dot[i] + bias[i];
                    a[i] = f(z);
                    d[i] = {|BP1004:df(z)|};
                }

                return (a, d);
            }

            public static (float[], float[]) Together(float[] dot, float[] bias, Kind kind)
            {
                var a = new float[dot.Length];
                var d = new float[dot.Length];
                var f = Curves.Of(kind);
                var df = Curves.SlopeOf(kind);
                Parallel.For(0, dot.Length, i =>
                {
                    float z = dot[i] + bias[i];
                    a[i] = f(z);
                    d[i] = {|BP1004:df(z)|};
                });
                return (a, d);
            }
        }
        """);

    [Theory]
    [InlineData("Curves.Of(kind)", "Curves.SlopeOf(other)", "z", "z")] // of another function
    [InlineData("Curves.Of(kind)", "Curves.SlopeOf(kind)", "z", "z + 1")] // of another value
    [InlineData("Curves.SlopeOf(kind)", "Curves.SlopeOf(kind)", "z", "z")]
    public Task AskedForByAnEnum_SomethingElse(string function, string slope, string input, string handed) => Verify.SilentAsync(Curves + $$"""
        public static class Device
        {
            public static float Both(float z, Kind kind, Kind other, float[] a)
            {
                var f = {{function}};
                var df = {{slope}};
                a[0] = f({{input}});
                return df({{handed}});
            }
        }
        """);

    [Fact]
    public Task AskedForByAnEnum_FromTheOutput() => Verify.SilentAsync(Curves
        .Replace("Of(kind)(v) * (1 - {|BP1002:Of(kind)(v)|})", "v * (1 - v)").Replace("1 / MathF.Pow(MathF.Cosh(v), 2)", "1 - v * v") + """
        public static class Device
        {
            public static float Both(float z, Kind kind)
            {
                var f = Curves.Of(kind);
                var df = Curves.SlopeOf(kind);
                float a = f(z);
                return a * df(a);
            }
        }
        """);

    private static string Silent(string marked) => marked.Replace("{|BP1004:", "").Replace("|}", "");
}
