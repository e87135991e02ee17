using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>The state goes on by itself as well.</summary>
public class ResidualSteps
{
    [Fact]
    public Task Added_to() => Sample.IsRightAndSilent("""
        // h = h + tanh(W x + U h): the identity carries the gradient too.
        public class Net
        {
            private const int N = 2;
            private readonly double[] w, u, v;
            private readonly double[] dw = new double[4], du = new double[4], dv = new double[4];
            private double[][] h = [], q = [], e = [];

            public Net(double[] p) => (w, u, v) = (p[..4], p[4..8], p[8..]);

            public double Forward(double[][] x, double[][] wanted)
            {
                double loss = 0;
                h = new double[x.Length + 1][]; q = new double[x.Length][]; e = new double[x.Length][];
                h[0] = new double[N];
                for (int t = 0; t < x.Length; t++)
                {
                    (h[t + 1], q[t], e[t]) = (new double[N], new double[N], new double[2]);
                    for (int i = 0; i < N; i++)
                    {
                        double z = 0;
                        for (int j = 0; j < N; j++) z += w[i * N + j] * x[t][j] + u[i * N + j] * h[t][j];
                        q[t][i] = Math.Tanh(z);
                        h[t + 1][i] = h[t][i] + q[t][i];
                    }
                    for (int k = 0; k < 2; k++)
                    {
                        for (int i = 0; i < N; i++) e[t][k] += v[k * N + i] * h[t + 1][i];
                        e[t][k] -= wanted[t][k];
                        loss += e[t][k] * e[t][k] / 2;
                    }
                }
                return loss;
            }

            public void Backward(double[][] x)
            {
                var d = new double[N];
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    for (int k = 0; k < 2; k++)
                        for (int i = 0; i < N; i++)
                        {
                            dv[k * N + i] += e[t][k] * h[t + 1][i];
                            d[i] += v[k * N + i] * e[t][k];
                        }
                    var past = (double[])d.Clone();
                    for (int i = 0; i < N; i++)
                    {
                        var dz = d[i] * (1 - q[t][i] * q[t][i]);
                        for (int j = 0; j < N; j++)
                        {
                            dw[i * N + j] += dz * x[t][j];
                            du[i * N + j] += dz * h[t][j];
                            past[j] += u[i * N + j] * dz;
                        }
                    }
                    d = past;
                }
            }

            public double[] Gradient => [.. dw, .. du, .. dv];
        }

        public static class Entry
        {
            public const int ParameterCount = 12;

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
