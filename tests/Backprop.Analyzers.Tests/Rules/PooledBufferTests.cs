using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Activations that compute into buffers which another object hands out, and memory that is written through what a method returned.</summary>
public sealed class PooledBufferTests
{
    private const string Family = """
        using System;
        using System.Collections.Generic;
        using MathNet.Numerics.LinearAlgebra;

        public sealed class Pool
        {
            private readonly Dictionary<int, Matrix<double>> bySize = new Dictionary<int, Matrix<double>>();
            private Matrix<double>[] recent = new Matrix<double>[2];
            private readonly int rows;

            public Pool(int rows) => this.rows = rows;

            public Matrix<double> For(int columns)
            {
                if (recent[0] != null && recent[0].ColumnCount == columns) return recent[0];
                if (bySize.TryGetValue(columns, out var known)) return known;
                recent[0] = Matrix<double>.Build.Dense(rows, columns);
                bySize[columns] = recent[0];
                return recent[0];
            }
        }

        public interface ICurve
        {
            Matrix<double> At(Matrix<double> v);

            Matrix<double> Rise(Matrix<double> v);

            void Allow(int rows);
        }

        public sealed class Logistic : ICurve
        {
            private Pool values = null!;
            private Pool slopes = null!;
            private Pool scratch = null!;

            public void Allow(int rows)
            {
                values = new Pool(rows);
                slopes = new Pool(rows);
                scratch = new Pool(rows);
            }

            public Matrix<double> At(Matrix<double> v)
            {
                var to = values.For(v.ColumnCount);
                v.Negate(to);
                to.PointwiseExp(to);
                to.Add(1, to);
                to.PointwisePower(-1, to);
                return to;
            }

            public Matrix<double> Rise(Matrix<double> v)
            {
                var to = slopes.For(v.ColumnCount);
                var other = scratch.For(v.ColumnCount);
                v.Negate(to);
                to.PointwiseExp(to);
                to.Add(1, to);
                to.PointwisePower(-1, to);
                to.Negate(other);
                other.Add(1, other);
                to.PointwiseMultiply(other, to);
                return to;
            }
        }

        public sealed class Hyperbolic : ICurve
        {
            private Pool values = null!;
            private Pool slopes = null!;

            public void Allow(int rows)
            {
                values = new Pool(rows);
                slopes = new Pool(rows);
            }

            public Matrix<double> At(Matrix<double> v)
            {
                var to = values.For(v.ColumnCount);
                v.PointwiseTanh(to);
                return to;
            }

            public Matrix<double> Rise(Matrix<double> v)
            {
                var to = slopes.For(v.ColumnCount);
                SLOPE
                return to;
            }
        }

        public sealed class Layer
        {
            public ICurve Curve = new Hyperbolic();
            public Matrix<double> Weights = Matrix<double>.Build.Dense(2, 2);
            public Matrix<double> Net = Matrix<double>.Build.Dense(2, 2);
            public Matrix<double> Out = Matrix<double>.Build.Dense(2, 2);

            public void Forward(Matrix<double> input)
            {
                Net = Weights * input;
                Out = Curve.At(Net);
            }
        }

        public sealed class Trainer
        {
            public Matrix<double> Delta(Layer layer, Matrix<double> error) => error.PointwiseMultiply(CALL);
        }
        """;

    private const string Squared = "v.PointwiseTanh(to); to.PointwisePower(2, to); to.Negate(to); to.Add(1, to);";
    private const string Call = "layer.Curve.Rise(layer.Net)";

    private static string With(string slope, string call) => Family.Replace("SLOPE", slope).Replace("CALL", call);

    [Fact]
    public Task ADerivativeIntoPooledBuffers_IsUnderstood() => Verify.NoAdviceAsync("BP1004", With(Squared, "{|BP1004:" + Call + "|}"));

    [Fact]
    public Task AWrongOne_IsToo() => Verify.NoAdviceAsync("BP3003",
        With(Squared.Replace("to.Add(1, to);", "to.Add(2, to);") + " return {|BP3003:to|}; }\n\n    private Matrix<double> Unused(Matrix<double> to) {", Call));

    // What lies in the buffer from before is not known.
    [Fact]
    public Task ABufferThatIsReadBeforeItIsWritten_IsSilent() => Verify.NoWarningAsync(With("to.Add(1, to);", Call));

    private const string Accessor = """
        using System;

        public sealed class Layer
        {
            private readonly double[] z = new double[4];
            private readonly double[] a = new double[4];

            private double[] Outputs() => a;

            public void Forward(double[] x)
            {
                for (int i = 0; i < 4; i++)
                {
                    z[i] = x[i];
                    a[i] = Math.Tanh(z[i]);
                }
            }

            public double Slope(int i) => SLOPE;

            public void Other(double[] x)
            {
                OTHER
            }
        }
        """;

    private const string Recomputed = "1 - Math.Pow(Math.Tanh(z[i]), 2)";

    [Fact]
    public Task TheCacheReadThroughAMethod_StaysACache() => Verify.NoAdviceAsync("BP1001",
        Accessor.Replace("SLOPE", "{|BP1001:" + Recomputed + "|}").Replace("OTHER", "Array.Copy(Outputs(), x, 4);"));

    [Theory]
    [InlineData("Array.Copy(x, Outputs(), 4);")]
    [InlineData("Array.Copy(x, a, 4);")]
    [InlineData("Outputs()[1] = x[1] * 0.5;")]
    [InlineData("var held = Outputs(); Array.Reverse(held);")]
    [InlineData("var held = a; held[1] *= x[1];")]
    public Task TheCacheWrittenThroughAMethod_IsSilent(string other) => Verify.NoAdviceAsync("BP1001", Accessor.Replace("SLOPE", Recomputed).Replace("OTHER", other));
}
