using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Layer norm inside of the recurrence.</summary>
public class NormalisedRecurrence
{
    [Fact]
    public Task The_mean_of_the_gradient_is_no_summand_of_its_own() => Sample.IsRightAndSilent("""
        // Layer norm inside of the recurrence: a = tanh((z - mean) / deviation).
        public class Net
        {
            private const int N = 3;
            private readonly double[] w, u, v;
            private readonly double[] dw = new double[6], du = new double[9], dv = new double[6];
            private double[][] a = [], n = [], e = [];
            private double[] r = [];

            public Net(double[] p) => (w, u, v) = (p[..6], p[6..15], p[15..]);

            public double Forward(double[][] x, double[][] wanted)
            {
                double loss = 0;
                a = new double[x.Length][]; n = new double[x.Length][]; e = new double[x.Length][];
                r = new double[x.Length];
                for (int t = 0; t < x.Length; t++)
                {
                    var z = new double[N];
                    var before = t > 0 ? a[t - 1] : new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        for (int j = 0; j < 2; j++) z[i] += w[i * 2 + j] * x[t][j];
                        for (int j = 0; j < N; j++) z[i] += u[i * N + j] * before[j];
                    }
                    var mean = z.Average();
                    r[t] = 1 / Math.Sqrt(z.Sum(q => (q - mean) * (q - mean)) / N + 0.1);
                    n[t] = z.Select(q => (q - mean) * r[t]).ToArray();
                    a[t] = n[t].Select(Math.Tanh).ToArray();
                    e[t] = new double[2];
                    for (int k = 0; k < 2; k++)
                    {
                        for (int i = 0; i < N; i++) e[t][k] += v[k * N + i] * a[t][i];
                        e[t][k] -= wanted[t][k];
                        loss += e[t][k] * e[t][k] / 2;
                    }
                }
                return loss;
            }

            public void Backward(double[][] x)
            {
                var carry = new double[N];
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    var dn = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        var d = carry[i];
                        for (int k = 0; k < 2; k++)
                        {
                            dv[k * N + i] += e[t][k] * a[t][i];
                            d += v[k * N + i] * e[t][k];
                        }
                        dn[i] = d * (1 - a[t][i] * a[t][i]);
                    }
                    var mean = dn.Average();
                    var along = dn.Zip(n[t], (p, q) => p * q).Sum() / N;
                    var past = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        var dz = r[t] * (dn[i] - mean - n[t][i] * along);
                        for (int j = 0; j < 2; j++) dw[i * 2 + j] += dz * x[t][j];
                        for (int j = 0; j < N; j++)
                        {
                            if (t > 0) du[i * N + j] += dz * a[t - 1][j];
                            past[j] += u[i * N + j] * dz;
                        }
                    }
                    carry = past;
                }
            }

            public double[] Gradient => [.. dw, .. du, .. dv];
        }

        public static class Entry
        {
            public const int ParameterCount = 21;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Net(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var net = new Net(parameters);
                net.Forward(inputs, targets);
                net.Backward(inputs);
                return net.Gradient;
            }
        }
        """);
}
