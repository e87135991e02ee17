namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>
/// The part that all samples of one representation share: a vanilla RNN's parameters, forward pass and read-out, and the
/// entry for the gradient check. A sample writes <c>Backward</c> (and what else it needs); it finds the upstream gradient of
/// each step in <c>da[t]</c>, the cached states in <c>a</c>, and adds to the gradients.
/// </summary>
internal static class Frames
{
    /// <summary><c>void Backward(double[][] x, double[][] da)</c> over jagged arrays; <c>a[t]</c> is the state after step t.</summary>
    public static string Arrays(string backward) => Arrays(
        backward,
        """
            private double[][] e = [];

            public double Forward(double[][] x, double[][] wanted)
            {
                Unroll(x);
                e = x.Select((_, t) => Miss(a[t], wanted[t])).ToArray();
                return e.Sum(row => row.Sum(v => v * v)) / 2;
            }

            public double[][] ReadOut()
            {
                var da = Zeros(a.Length, N);
                for (int t = 0; t < a.Length; t++)
                    for (int k = 0; k < 2; k++)
                        for (int i = 0; i < N; i++)
                        {
                            dWy[k][i] += e[t][k] * a[t][i];
                            da[t][i] += wy[k][i] * e[t][k];
                        }
                return da;
            }
        """);

    /// <summary><c>void Backward(double[][] x, double[] dLast)</c>: only the last state is read out, and only it has a loss.</summary>
    public static string ManyToOne(string backward) => Arrays(
        backward,
        """
            private double[] e = [];

            public double Forward(double[][] x, double[][] wanted)
            {
                Unroll(x);
                e = Miss(a[^1], wanted[^1]);
                return e.Sum(v => v * v) / 2;
            }

            public double[] ReadOut()
            {
                var d = new double[N];
                for (int k = 0; k < 2; k++)
                    for (int i = 0; i < N; i++)
                    {
                        dWy[k][i] = e[k] * a[^1][i];
                        d[i] += wy[k][i] * e[k];
                    }
                return d;
            }
        """);

    private static string Arrays(string backward, string readOut) => $$"""
        public class Rnn
        {
            private const int N = 3;
            private readonly double[][] wx, wa, wy;
            private readonly double[][] dWx = Zeros(N, 2), dWa = Zeros(N, N), dWy = Zeros(2, N);
            private double[][] a = [];

            public Rnn(double[] p)
            {
                wx = p[..6].Chunk(2).ToArray();
                wa = p[6..15].Chunk(3).ToArray();
                wy = p[15..].Chunk(3).ToArray();
            }

            private static double[][] Zeros(int rows, int columns) => Enumerable.Range(0, rows).Select(_ => new double[columns]).ToArray();

            private double[] Before(int t) => t > 0 ? a[t - 1] : new double[N];

            private void Unroll(double[][] x)
            {
                a = new double[x.Length][];
                for (int t = 0; t < x.Length; t++)
                {
                    a[t] = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        double z = 0;
                        for (int j = 0; j < 2; j++) z += wx[i][j] * x[t][j];
                        for (int j = 0; j < N; j++) z += wa[i][j] * Before(t)[j];
                        a[t][i] = Math.Tanh(z);
                    }
                }
            }

            private double[] Miss(double[] state, double[] wanted)
            {
                var miss = new double[2];
                for (int k = 0; k < 2; k++)
                {
                    for (int i = 0; i < N; i++) miss[k] += wy[k][i] * state[i];
                    miss[k] -= wanted[k];
                }
                return miss;
            }

        {{readOut}}

            public double[] Gradient => dWx.Concat(dWa).Concat(dWy).SelectMany(row => row).ToArray();

        {{backward}}
        }

        public static class Entry
        {
            public const int ParameterCount = 21;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Rnn(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var rnn = new Rnn(parameters);
                rnn.Forward(inputs, targets);
                rnn.Backward(inputs, rnn.ReadOut());
                return rnn.Gradient;
            }
        }
        """;

    /// <summary><c>void Backward(Vec[] da)</c> on MathNet; <c>cache[t]</c> has A, APrev and X of step t.</summary>
    public static string MathNet(string backward) => $$"""
        using Mat = MathNet.Numerics.LinearAlgebra.Matrix<double>;
        using Vec = MathNet.Numerics.LinearAlgebra.Vector<double>;

        public sealed record Cache(Vec A, Vec APrev, Vec X);

        public class Rnn
        {
            private readonly Mat wx, wa, wy;
            private readonly List<Cache> cache = new();
            private readonly List<Vec> e = new();
            private Mat dWx = Mat.Build.Dense(3, 2), dWa = Mat.Build.Dense(3, 3), dWy = Mat.Build.Dense(2, 3);

            public Rnn(double[] p)
            {
                wx = Mat.Build.Dense(3, 2, p[..6]);
                wa = Mat.Build.Dense(3, 3, p[6..15]);
                wy = Mat.Build.Dense(2, 3, p[15..]);
            }

            public double Forward(Vec[] xs, Vec[] wanted)
            {
                var a = Vec.Build.Dense(3);
                for (int t = 0; t < xs.Length; t++)
                {
                    cache.Add(new Cache((wx * xs[t] + wa * a).PointwiseTanh(), a, xs[t]));
                    a = cache[t].A;
                    e.Add(wy * a - wanted[t]);
                }
                return e.Sum(v => v * v) / 2;
            }

            public Vec[] ReadOut()
            {
                var da = new Vec[e.Count];
                for (int t = 0; t < e.Count; t++)
                {
                    dWy += e[t].OuterProduct(cache[t].A);
                    da[t] = wy.TransposeThisAndMultiply(e[t]);
                }
                return da;
            }

            public double[] Gradient => [.. dWx.Enumerate(), .. dWa.Enumerate(), .. dWy.Enumerate()];

        {{backward}}
        }

        public static class Entry
        {
            public const int ParameterCount = 21;

            private static Vec[] Vectors(double[][] rows) => rows.Select(Vec.Build.DenseOfArray).ToArray();

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
                new Rnn(parameters).Forward(Vectors(inputs), Vectors(targets));

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var rnn = new Rnn(parameters);
                rnn.Forward(Vectors(inputs), Vectors(targets));
                rnn.Backward(rnn.ReadOut());
                return rnn.Gradient;
            }
        }
        """;
}
