using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

public sealed class BP1005Tests
{
    private const string Layer = """
        using System;

        public sealed class Layer
        {
            private readonly double[] a = new double[3];
            private readonly float[] f = new float[3];

            public void Forward(double[] x)
            {
                for (int i = 0; i < a.Length; i++)
                {
                    a[i] = Math.Tanh(0.5 * x[i]);
                    f[i] = MathF.Tanh((float)(0.5 * x[i]));
                }
            }

            public double[] Backward(double[] error)
            {
                var delta = new double[a.Length];
                for (int i = 0; i < a.Length; i++)
                    delta[i] = error[i] * (DERIVATIVE);
                return delta;
            }
        }

        public static class Probe
        {
            public static double[] Run()
            {
                var layer = new Layer();
                layer.Forward(new[] { 0.3, -1.0, 2.0 });
                return layer.Backward(new[] { 1.0, 1.0, 1.0 });
            }
        }
        """;

    [Theory]
    [InlineData("1 - {|BP1005:Math.Pow(a[i], 2)|}", "1 - a[i] * a[i]")]
    [InlineData("1.0 - {|BP1005:Math.Pow(a[i], 2.0)|}", "1.0 - a[i] * a[i]")]
    [InlineData("1 - /* square */ {|BP1005:Math.Pow(this.a[i], 2)|} // tanh'\n", "1 - /* square */ this.a[i] * this.a[i] // tanh'\n")]
    [InlineData("1f - {|BP1005:MathF.Pow(f[i], 2f)|}", "1f - f[i] * f[i]")]
    [InlineData("1f - (float){|BP1005:Math.Pow(f[i], 2)|}", "1f - (float)((double)f[i] * f[i])")]
    public async Task CachedOutput_IsMultipliedWithItself(string derivative, string fixedDerivative)
    {
        var (source, fixedSource) = (Layer.Replace("DERIVATIVE", derivative), Layer.Replace("DERIVATIVE", fixedDerivative));
        await Verify.FixesAsync<SquareFixer>(source, fixedSource);
        Assert.All(NumericProof.Run(source).Zip(NumericProof.Run(fixedSource)), pair => Assert.Equal(pair.First, pair.Second, 15));
    }

    [Fact]
    public async Task Matrices_Locals_AndHelpers_AllAtOnce()
    {
        const string source = """
            using System;
            using MathNet.Numerics.LinearAlgebra;

            public static class Squashing
            {
                public static double Go(double x) => Math.Tanh(x);

                public static double Back(double y) => 1 - {|BP1005:Math.Pow(y, 2)|};

                public static double Local(double error, double x)
                {
                    var t = Math.Tanh(x);
                    return error * t * (1 - {|BP1005:Math.Pow(t, 2)|});
                }

                public static Matrix<double> Whole(Matrix<double> error, Matrix<double> z)
                {
                    var a = z.PointwiseTanh();
                    return error.PointwiseMultiply(1.0 - {|BP1005:a.PointwisePower(2)|});
                }
            }

            public static class Probe
            {
                public static double[] Run()
                {
                    var z = Matrix<double>.Build.DenseOfArray(new[,] { { 0.4, -1.2 } });
                    var whole = Squashing.Whole(z, z);
                    return new[] { Squashing.Back(0.3), Squashing.Local(2, 0.7), whole[0, 0], whole[0, 1] };
                }
            }
            """;
        var fixedSource = source.Replace("{|BP1005:Math.Pow(y, 2)|}", "y * y").Replace("{|BP1005:Math.Pow(t, 2)|}", "t * t")
            .Replace("{|BP1005:a.PointwisePower(2)|}", "a.PointwiseMultiply(a)");
        await Verify.FixesAsync<SquareFixer>(source, fixedSource);
        Assert.All(NumericProof.Run(source).Zip(NumericProof.Run(fixedSource)), pair => Assert.Equal(pair.First, pair.Second, 15));
    }

    [Theory]
    [InlineData("1 - Math.Pow(x, 2)")]
    [InlineData("1 - Math.Pow(Next(), 2)")]
    [InlineData("1 - Math.Pow(a, 3)")]
    [InlineData("Math.Pow(a, 2)")]
    [InlineData("a - Math.Pow(a, 2)")]
    [InlineData("1 - Math.Pow(s, 2)")]
    public async Task NotTheSquareOfACachedOutput(string value) => await Verify.SilentAsync($$"""
        using System;

        public sealed class Unit
        {
            private double seed;

            public double Step(double x)
            {
                var a = Math.Tanh(x);
                var s = Math.Sin(x);
                return 2 * s + a + ({{value}});
            }

            private double Next() => seed = seed + 1;
        }
        """);

    [Fact]
    public async Task GeometryHasSquaresToo() => await Verify.SilentAsync("""
        using System;

        public static class Circle
        {
            public static double Height(double x) => Math.Sqrt(1 - Math.Pow(x, 2));

            public static double Rest(double x) => 1 - Math.Pow(x, 2);

            public static double Grow(double x) => Math.Exp(x);
        }
        """);
}
