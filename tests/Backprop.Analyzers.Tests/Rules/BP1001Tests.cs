using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

public sealed class BP1001Tests
{
    [Fact]
    public async Task ParallelArrays_SquareOfTanh_UsesTheCache()
    {
        const string source = """
            using System;

            public sealed class Layer
            {
                private readonly double[] z;
                private readonly double[] a;

                public Layer(int n)
                {
                    z = new double[n];
                    a = new double[n];
                }

                public double[] Forward(double[] x, double[,] w)
                {
                    for (int i = 0; i < z.Length; i++)
                    {
                        double sum = 0;
                        for (int j = 0; j < x.Length; j++)
                            sum += w[i, j] * x[j];
                        z[i] = sum;
                        a[i] = Math.Tanh(sum);
                    }

                    return a;
                }

                public double[] Backward(double[] da)
                {
                    var dz = new double[z.Length];
                    for (int i = 0; i < dz.Length; i++)
                        dz[i] = da[i] * ({|BP1001:1 - Math.Tanh(z[i]) * Math.Tanh(z[i])|}); // tanh' of z
                    return dz;
                }
            }

            public static class Probe
            {
                public static double[] Run()
                {
                    var layer = new Layer(3);
                    layer.Forward(new[] { 0.3, -1.2 }, new[,] { { 0.5, 1.5 }, { -0.7, 0.2 }, { 2.5, -3.1 } });
                    return layer.Backward(new[] { 1.0, -2.0, 0.25 });
                }
            }
            """;
        var fixedSource = source.Replace("({|BP1001:1 - Math.Tanh(z[i]) * Math.Tanh(z[i])|})", "(1 - a[i] * a[i])");
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        NumericProof.Exact(source, fixedSource);
    }

    [Fact]
    public async Task SeparateLoops_PowOfTanh_UsesTheCache()
    {
        const string source = """
            using System;

            public sealed class Layer
            {
                private double[] net = new double[2];
                private double[] output = new double[2];

                public void Forward(double[] x)
                {
                    for (int i = 0; i < net.Length; i++)
                        net[i] = 0.5 * x[i];
                    for (int i = 0; i < net.Length; i++)
                        output[i] = Squash(net[i]);
                }

                public double Delta(double upstream, int k) => upstream * ({|BP1001:1 - Math.Pow(Squash(net[k]), 2)|});

                private static double Squash(double v) => (Math.Exp(2 * v) - 1) / (Math.Exp(2 * v) + 1);
            }
            """;
        await Verify.FixesAsync<UseOutputFormFixer>(
            source, source.Replace("({|BP1001:1 - Math.Pow(Squash(net[k]), 2)|})", "(1 - output[k] * output[k])"));
    }

    [Fact]
    public async Task DerivativeMethod_OfSigmoid_UsesTheCache()
    {
        const string source = """
            using System;

            public sealed class Unit
            {
                private double sum;
                private double output;

                public double Forward(double x)
                {
                    sum = 3 * x - 1;
                    output = Logistic(sum);
                    return output;
                }

                public double Gradient(double error)
                {
                    return error * {|BP1001:Slope(sum)|};
                }

                private static double Logistic(double v) => 1.0 / (1.0 + Math.Exp(-v));

                private static double Slope(double v)
                {
                    var s = Logistic(v);
                    return s * (1 - s);
                }
            }

            public static class Probe
            {
                public static double[] Run()
                {
                    var unit = new Unit();
                    unit.Forward(0.2);
                    return new[] { unit.Gradient(1.5) };
                }
            }
            """;
        var fixedSource = source.Replace("{|BP1001:Slope(sum)|}", "(output * (1 - output))");
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        NumericProof.Exact(source, fixedSource);
    }

    [Fact]
    public async Task MathNet_RebuiltPreActivation_UsesTheCacheOfTheStep()
    {
        const string source = """
            using MathNet.Numerics.LinearAlgebra;

            public sealed class Cell
            {
                private sealed record Cache(Matrix<double> X, Matrix<double> Before, Matrix<double> After);

                private readonly Matrix<double> wx = Matrix<double>.Build.Dense(2, 2, (i, j) => i - 0.5 * j);
                private readonly Matrix<double> wh = Matrix<double>.Build.Dense(2, 2, (i, j) => 0.25 * i + j);
                private Cache last;

                public Matrix<double> Forward(Matrix<double> x, Matrix<double> before)
                {
                    var after = Matrix<double>.Tanh(wx * x + wh * before);
                    last = new Cache(x, before, after);
                    return after;
                }

                public Matrix<double> Backward(Matrix<double> upstream) => Backward(upstream, last);

                private Matrix<double> Backward(Matrix<double> upstream, Cache cache)
                {
                    var z = wx * cache.X + wh * cache.Before;
                    return upstream.PointwiseMultiply({|BP1001:1 - z.PointwiseTanh().PointwisePower(2)|});
                }
            }

            public static class Probe
            {
                public static double[] Run()
                {
                    var cell = new Cell();
                    var x = Matrix<double>.Build.Dense(2, 3, (i, j) => 0.3 * i - 0.2 * j);
                    cell.Forward(x, x);
                    return cell.Backward(x).ToRowMajorArray();
                }
            }
            """;
        var fixedSource = source.Replace(
            "{|BP1001:1 - z.PointwiseTanh().PointwisePower(2)|}", "1.0 - cache.After.PointwiseMultiply(cache.After)");
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        NumericProof.Close(source, fixedSource);
    }

    [Fact]
    public async Task UnitsOfALayer_UsesTheUnitsOwnOutput()
    {
        const string source = """
            using System;

            public sealed class Unit
            {
                public double Net;
                public double Out;
                public double Delta;
            }

            public sealed class Layer
            {
                private readonly Unit[] units;

                public Layer(Unit[] units) => this.units = units;

                public void Forward(double[] x)
                {
                    for (int j = 0; j < units.Length; j++)
                    {
                        var unit = units[j];
                        unit.Net = 0.3 * x[j];
                        unit.Out = 1 / (1 + Math.Exp(-unit.Net));
                    }
                }

                public void Backward(double[] error)
                {
                    for (int j = 0; j < units.Length; j++)
                        Accumulate(units[j], error[j]);
                }

                private static void Accumulate(Unit u, double error) => u.Delta = error * {|BP1001:Slope(u.Net)|};

                private static double Slope(double v)
                {
                    var s = 1 / (1 + Math.Exp(-v));
                    return s * (1 - s);
                }
            }
            """;
        await Verify.FixesAsync<UseOutputFormFixer>(source, source.Replace("{|BP1001:Slope(u.Net)|}", "(u.Out * (1 - u.Out))"));
    }

    [Fact]
    public async Task LocalsInOneMethod_UsesTheLocal()
    {
        const string source = """
            using System;

            public static class Net
            {
                public static double Train(double x, double w, double target)
                {
                    var z = w * x;
                    var a = Math.Tanh(z);
                    var error = a - target;
                    /* the slope */ return error * (/* of tanh */ {|BP1001:1 - Math.Tanh(z) * Math.Tanh(z)|} /* at z */) * x;
                }
            }
            """;
        await Verify.FixesAsync<UseOutputFormFixer>(
            source, source.Replace("{|BP1001:1 - Math.Tanh(z) * Math.Tanh(z)|}", "1 - a * a"));
    }

    [Fact]
    public async Task SeveralInOneDocument_AreFixedTogether()
    {
        const string source = """
            using System;

            public static class Net
            {
                public static double Train(double[] z, double[] d)
                {
                    var a = new double[z.Length];
                    for (var i = 0; i < z.Length; i++) a[i] = Math.Tanh(z[i]);
                    var total = 0.0;
                    for (var i = 0; i < z.Length; i++) total += d[i] * ({|BP1001:1 - Math.Pow(Math.Tanh(z[i]), 2)|});
                    for (var i = 0; i < z.Length; i++) total -= ({|BP1001:1 - Math.Tanh(z[i]) * Math.Tanh(z[i])|}) / 2;
                    return total;
                }
            }
            """;
        await Verify.FixesAsync<UseOutputFormFixer>(
            source,
            source.Replace("{|BP1001:1 - Math.Pow(Math.Tanh(z[i]), 2)|}", "1 - a[i] * a[i]")
                .Replace("{|BP1001:1 - Math.Tanh(z[i]) * Math.Tanh(z[i])|}", "1 - a[i] * a[i]"),
            iterations: 2);
    }

    [Theory]
    [InlineData("z[i] = 0;", "1 - Math.Tanh(z[i]) * Math.Tanh(z[i])")] // z is no longer what a was taken of
    [InlineData("a[i] *= mask[i];", "1 - Math.Tanh(z[i]) * Math.Tanh(z[i])")] // dropout: a is no longer tanh(z)
    [InlineData("a[i] = Math.Max(-0.9, a[i]);", "1 - Math.Tanh(z[i]) * Math.Tanh(z[i])")] // clipped
    [InlineData("Update(a);", "1 - Math.Tanh(z[i]) * Math.Tanh(z[i])")] // somebody else had the buffer
    [InlineData("", "1 / (Math.Cosh(z[i]) * Math.Cosh(z[i]))")] // keeps accuracy where 1 - a^2 loses it
    [InlineData("", "1 - Math.Tanh(z[i + 1]) * Math.Tanh(z[i + 1])")] // another unit
    [InlineData("", "1 - a[i] * a[i]")]
    public async Task CacheNotProved_IsNoWarning(string between, string derivative) => await Verify.NoWarningAsync($$"""
        using System;

        public static class Net
        {
            public static double Train(double[] z, double[] mask, int n)
            {
                var a = new double[z.Length];
                var total = 0.0;
                for (var i = 0; i < n; i++)
                {
                    a[i] = Math.Tanh(z[i]);
                    {{between}}
                    total += {{derivative}} + a[i];
                }

                return total;
            }

            private static void Update(double[] v) => v[0] = 1;
        }
        """);

    [Fact]
    public async Task DropoutInAnotherMethod_IsSilent() => await Verify.SilentAsync("""
        using System;

        public sealed class Layer
        {
            private readonly double[] z = new double[4];
            private readonly double[] a = new double[4];

            public void Forward(double[] x)
            {
                for (int i = 0; i < z.Length; i++)
                {
                    z[i] = x[i];
                    a[i] = Math.Tanh(z[i]);
                }
            }

            public void Drop(double[] mask)
            {
                for (int i = 0; i < a.Length; i++) a[i] *= mask[i];
            }

            public double Slope(int i)
            {
                var t = Math.Tanh(z[i]);
                return 1 - t * t;
            }

            public double Slope2(int i) => 1 - Math.Pow(Math.Tanh(z[i]), 2);
        }
        """);

    [Fact]
    public async Task NothingCached_IsSilent() => await Verify.SilentAsync("""
        using System;

        public sealed class Layer
        {
            private readonly double[] z = new double[4];

            public double Forward(int i, double x)
            {
                z[i] = x;
                return Math.Tanh(x);
            }

            public double Slope(int i) => 1 - Math.Pow(Math.Tanh(z[i]), 2);
        }
        """);

    [Fact]
    public async Task CacheOfAnotherStep_IsSilent() => await Verify.SilentAsync("""
        using System;

        public sealed class Rnn
        {
            private double[] z = new double[9];
            private double[] h = new double[9];

            public void Forward(double[] x)
            {
                for (int t = 1; t < x.Length; t++)
                {
                    z[t] = 0.5 * x[t] + 0.3 * h[t - 1];
                    h[t - 1] = Math.Tanh(z[t]);
                    h[t] = h[t - 1];
                }
            }

            public double Slope(int t) => 1 - Math.Pow(Math.Tanh(z[t]), 2);
        }
        """);

    [Theory]
    [InlineData("da * ({|BP1001:Sigmoid(z) * (1 - Sigmoid(z))|})")]
    [InlineData("{|BP1001:da * Sigmoid(z) * (1 - Sigmoid(z))|}")]
    [InlineData("({|BP1001:Sigmoid(z) * (1 - Sigmoid(z))|}) * da * 2")]
    public Task SlopeInBrackets_IsReportedOnce(string gradient) => Verify.ReportsAsync($$"""
        using System;

        public sealed class Neuron
        {
            private double z, a;

            public void Forward(double x)
            {
                z = 2 * x;
                a = Sigmoid(z);
            }

            public double Backward(double da) => {{gradient}};

            private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        }
        """);
}
