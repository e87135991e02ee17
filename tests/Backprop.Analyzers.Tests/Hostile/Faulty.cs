namespace Backprop.Analyzers.Tests.Hostile;

/// <summary>A file with one fault of each kind, in the shapes that the rules look into.</summary>
internal static class Faulty
{
    public const string Source = """
        using System;
        using System.Collections.Generic;
        using MathNet.Numerics.LinearAlgebra;

        public sealed record Cache(Matrix<double> X, Matrix<double> Before, Matrix<double> After);

        public sealed class Network
        {
            private readonly Matrix<double> wx = Matrix<double>.Build.Dense(2, 2);
            private readonly Matrix<double> wh = Matrix<double>.Build.Dense(2, 2);
            private readonly List<Cache> caches = new();
            private readonly double[] z = new double[4];
            private readonly double[] a = new double[4];
            private readonly double[] slopes = new double[4];

            public void Forward(Matrix<double>[] x, Matrix<double> start)
            {
                var h = start;
                foreach (var input in x)
                {
                    var next = Matrix<double>.Tanh(wx * input + wh * h);
                    caches.Add(new Cache(input, h, next));
                    h = next;
                }

                for (int i = 0; i < z.Length; i++)
                {
                    z[i] = 0.5 * i;
                    a[i] = Math.Tanh(z[i]);
                }
            }

            public (Matrix<double> Wx, Matrix<double> Wh) Backward(Matrix<double>[] upstream)
            {
                var (dWx, dWh) = (wx * 0, wh * 0);
                for (int t = upstream.Length - 1; t >= 0; t--)
                {
                    var (dx, before, gx, gh) = Step(upstream[t], caches[t]);
                    dWx += gx;
                    dWh += gh;
                }

                for (int i = 0; i < z.Length; i++)
                    slopes[i] += (1 - Math.Pow(Math.Tanh(z[i]), 2)) + (1 - Math.Pow(Math.Tanh(a[i]), 2)) * (i switch { > 2 => Slope(a[i]), _ => 0 });
                return (dWx, dWh);
            }

            private (Matrix<double>, Matrix<double>, Matrix<double>, Matrix<double>) Step(Matrix<double> up, Cache cache)
            {
                var pre = wx * cache.X + wh * cache.Before;
                var dz = up.PointwiseMultiply(1 - pre.PointwiseTanh().PointwisePower(2));
                return (wx.TransposeThisAndMultiply(dz), wh.TransposeThisAndMultiply(dz), dz * cache.X.Transpose(), dz * cache.Before.Transpose());
            }

            private static double Slope(double v) => Sigmoid(v) * (1 - Sigmoid(v));

            private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        }
        """;
}
