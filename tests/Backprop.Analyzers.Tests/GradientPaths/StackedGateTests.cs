using Backprop.Analyzers.Tests.CarryStyles;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>BP3004 on gates that lie one after the other in one array: which of them a statement overwrites is told by where it begins.</summary>
public class StackedGateTests
{
    private const string Plain = "dz[i] = dh * (h[t][i] - n) * z * (1 - z);";

    [Fact]
    public Task Is_right_and_silent() => Sample.IsRightAndSilent(Program("", Plain));

    [Fact]
    public Task A_gate_that_is_overwritten_before_it_is_read() =>
        Sample.IsWrongAndReported(Program("for (int i = 0; i < N; i++) g[t][i] *= 1 - g[t][i]; //! BP3004", Plain));

    [Fact]
    public Task A_slope_that_takes_the_place_of_its_gate_is_right() =>
        Sample.IsRightAndSilent(Program("", "g[t][i] *= 1 - g[t][i]; dz[i] = dh * (h[t][i] - n) * g[t][i];"));

    [Fact]
    public Task A_slope_in_the_place_of_the_other_gate_is_right() =>
        Sample.IsRightAndSilent(Program("", Plain).Replace("(1 - z) * (1 - n * n);", "(1 - z) * Slope(g[t], i);"));

    private static string Program(string before, string update) => $$"""
        public class Net
        {
            private const int N = 3;
            private readonly double[][] w, u, v;
            private double[][] h = [], g = [], miss = [];

            public Net(double[] p) => (w, u, v) = (p[..12].Chunk(2).ToArray(), p[12..30].Chunk(3).ToArray(), p[30..].Chunk(3).ToArray());

            private static double Slope(double[] gates, int i)
            {
                gates[N + i] = 1 - gates[N + i] * gates[N + i];
                return gates[N + i];
            }

            public double Forward(double[][] x, double[][] wanted)
            {
                (h, g, miss) = (new double[x.Length + 1][], new double[x.Length][], new double[x.Length][]);
                h[0] = new double[N];
                double loss = 0;
                for (int t = 0; t < x.Length; t++)
                {
                    g[t] = new double[2 * N];
                    for (int i = 0; i < 2 * N; i++)
                    {
                        double s = 0;
                        for (int j = 0; j < 2; j++) s += w[i][j] * x[t][j];
                        for (int j = 0; j < N; j++) s += u[i][j] * h[t][j];
                        g[t][i] = i < N ? 1 / (1 + Math.Exp(-s)) : Math.Tanh(s);
                    }
                    h[t + 1] = new double[N];
                    for (int i = 0; i < N; i++) h[t + 1][i] = g[t][i] * h[t][i] + (1 - g[t][i]) * g[t][N + i];
                    miss[t] = new double[2];
                    for (int k = 0; k < 2; k++)
                    {
                        for (int j = 0; j < N; j++) miss[t][k] += v[k][j] * h[t + 1][j];
                        miss[t][k] -= wanted[t][k];
                        loss += miss[t][k] * miss[t][k] / 2;
                    }
                }
                return loss;
            }

            public double[] Backward(double[][] x)
            {
                double[][] gW = Zeros(2 * N, 2), gU = Zeros(2 * N, N), gV = Zeros(2, N);
                double[] next = new double[N];
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    double[] past = new double[N], dz = new double[2 * N];
                    {{before}}
                    for (int k = 0; k < 2; k++)
                        for (int j = 0; j < N; j++) gV[k][j] += miss[t][k] * h[t + 1][j];
                    for (int i = 0; i < N; i++)
                    {
                        double dh = next[i];
                        for (int k = 0; k < 2; k++) dh += v[k][i] * miss[t][k];
                        double z = g[t][i], n = g[t][N + i];
                        past[i] += dh * z;
                        dz[N + i] = dh * (1 - z) * (1 - n * n);
                        {{update}}
                    }
                    for (int i = 0; i < 2 * N; i++)
                    {
                        for (int j = 0; j < 2; j++) gW[i][j] += dz[i] * x[t][j];
                        for (int j = 0; j < N; j++)
                        {
                            gU[i][j] += dz[i] * h[t][j];
                            past[j] += u[i][j] * dz[i];
                        }
                    }
                    next = past;
                }
                return gW.Concat(gU).Concat(gV).SelectMany(row => row).ToArray();
            }

            private static double[][] Zeros(int rows, int columns) => Enumerable.Range(0, rows).Select(_ => new double[columns]).ToArray();
        }

        public static class Entry
        {
            public const int ParameterCount = 36;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Net(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var net = new Net(parameters);
                net.Forward(inputs, targets);
                return net.Backward(inputs);
            }
        }
        """;
}
