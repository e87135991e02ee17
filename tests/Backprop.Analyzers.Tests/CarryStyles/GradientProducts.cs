using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>BP2001 on a gradient that comes back and is multiplied with another one, where it must be added.</summary>
public class GradientProducts
{
    [Theory]
    [InlineData("var dc = dcNext[n] * dh * o[t][n] * (1 - a * a); //! BP2001")]
    [InlineData("var dc = dh * o[t][n] * (1 - a * a) * (1 - dcNext[n] * dcNext[n]); //! BP2001")]
    [InlineData("var later = dcNext[n]; var dc = dh * o[t][n]; dc *= 1 - a * a; dc *= 1 + later; //! BP2001")]
    public Task Of_two_gradients_is_a_lost_path(string dc) => Sample.IsWrongAndReported(Cell(dc));

    [Theory]
    [InlineData("var dc = dcNext[n] + dh * o[t][n] * (1 - a * a);")]
    // Clipped, alone or with the other.
    [InlineData("var dc = Math.Clamp(dcNext[n], -1e6, 1e6) + dh * o[t][n] * (1 - a * a);")]
    [InlineData("var dc = (dcNext[n] + dh * o[t][n] * (1 - a * a)) * (1e9 / Math.Max(1e9, Math.Abs(dcNext[n] + dh)));")]
    [InlineData("var dc = dcNext[n]; dc += dh * o[t][n] * (1 - a * a); dc *= 1e9 / Math.Max(1e9, Math.Sqrt(dhNext.Sum(v => v * v) + dcNext.Sum(v => v * v)));")]
    public Task A_sum_is_right(string dc) => Sample.IsRightAndSilent(Cell(dc));

    private static string Cell(string dc) => $$"""
        public class Lstm
        {
            private const int N = 3;
            private readonly double[] w, u, b, v;
            private readonly double[] dw = new double[24], du = new double[36], db = new double[12], dv = new double[6];
            private double[][] h = [], c = [], f = [], i = [], g = [], o = [], e = [];

            public Lstm(double[] p) => (w, u, b, v) = (p[..24], p[24..60], p[60..72], p[72..]);

            private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));

            private static double[][] Rows(int count) => Enumerable.Range(0, count).Select(_ => new double[N]).ToArray();

            public double Forward(double[][] x, double[][] wanted)
            {
                var T = x.Length;
                h = Rows(T + 1); c = Rows(T + 1); f = Rows(T); i = Rows(T); g = Rows(T); o = Rows(T);
                e = Enumerable.Range(0, T).Select(_ => new double[2]).ToArray();
                double loss = 0;
                for (int t = 0; t < T; t++)
                {
                    for (int n = 0; n < N; n++)
                    {
                        f[t][n] = Logistic(Net(0, n, x[t], h[t]));
                        i[t][n] = Logistic(Net(1, n, x[t], h[t]));
                        g[t][n] = Math.Tanh(Net(2, n, x[t], h[t]));
                        o[t][n] = Logistic(Net(3, n, x[t], h[t]));
                        c[t + 1][n] = f[t][n] * c[t][n] + i[t][n] * g[t][n];
                        h[t + 1][n] = o[t][n] * Math.Tanh(c[t + 1][n]);
                    }
                    for (int k = 0; k < 2; k++)
                    {
                        for (int n = 0; n < N; n++) e[t][k] += v[k * N + n] * h[t + 1][n];
                        e[t][k] -= wanted[t][k];
                        loss += e[t][k] * e[t][k] / 2;
                    }
                }
                return loss;
            }

            private double Net(int gate, int n, double[] x, double[] before)
            {
                double z = b[gate * N + n];
                for (int j = 0; j < 2; j++) z += w[(gate * N + n) * 2 + j] * x[j];
                for (int j = 0; j < N; j++) z += u[(gate * N + n) * N + j] * before[j];
                return z;
            }

            public double[] Gradient => dw.Concat(du).Concat(db).Concat(dv).ToArray();

            public void Backward(double[][] x)
            {
                var dhNext = new double[N];
                var dcNext = new double[N];
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    var dz = new double[4 * N];
                    var past = new double[N];
                    for (int n = 0; n < N; n++)
                    {
                        double up = 0;
                        for (int k = 0; k < 2; k++)
                        {
                            dv[k * N + n] += e[t][k] * h[t + 1][n];
                            up += v[k * N + n] * e[t][k];
                        }
                        var dh = up + dhNext[n];
                        var a = Math.Tanh(c[t + 1][n]);
                        {{dc}}
                        dz[n] = dc * c[t][n] * f[t][n] * (1 - f[t][n]);
                        dz[N + n] = dc * g[t][n] * i[t][n] * (1 - i[t][n]);
                        dz[2 * N + n] = dc * i[t][n] * (1 - g[t][n] * g[t][n]);
                        dz[3 * N + n] = dh * a * o[t][n] * (1 - o[t][n]);
                        dcNext[n] = dc * f[t][n];
                    }
                    for (int z = 0; z < 4 * N; z++)
                    {
                        db[z] += dz[z];
                        for (int j = 0; j < 2; j++) dw[z * 2 + j] += dz[z] * x[t][j];
                        for (int j = 0; j < N; j++)
                        {
                            du[z * N + j] += dz[z] * h[t][j];
                            past[j] += u[z * N + j] * dz[z];
                        }
                    }
                    dhNext = past;
                }
            }

        }

        public static class Entry
        {
            public const int ParameterCount = 78;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Lstm(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var net = new Lstm(parameters);
                net.Forward(inputs, targets);
                net.Backward(inputs);
                return net.Gradient;
            }
        }
        """;
}
