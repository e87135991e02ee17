using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Networks that multiply: gradients meet states in products, and are added to each other.</summary>
public class MultipliedStates
{
    [Fact]
    public Task Input_times_state() => Sample.IsRightAndSilent("""
        // A multiplicative network: tanh((W x) * (U h)), and an output that multiplies two states.
        public class Net
        {
            private const int N = 2;
            private readonly double[] w, u, v;
            private readonly double[] dw = new double[4], du = new double[4], dv = new double[2];
            private double[][] h = [], m = [], q = [];
            private double[] e = [];

            public Net(double[] p) => (w, u, v) = (p[..4], p[4..8], p[8..]);

            public double Forward(double[][] x, double[][] wanted)
            {
                double loss = 0;
                (h, m, q, e) = (new double[x.Length + 1][], new double[x.Length][], new double[x.Length][], new double[x.Length]);
                h[0] = [0.5, -0.4];
                for (int t = 0; t < x.Length; t++)
                {
                    (h[t + 1], m[t], q[t]) = (new double[N], new double[N], new double[N]);
                    for (int i = 0; i < N; i++)
                    {
                        for (int j = 0; j < N; j++)
                        {
                            m[t][i] += w[i * N + j] * x[t][j];
                            q[t][i] += u[i * N + j] * h[t][j];
                        }
                        h[t + 1][i] = Math.Tanh(m[t][i] * q[t][i]);
                    }
                    e[t] = v[0] * h[t + 1][0] * h[t + 1][1] + v[1] - wanted[t][0];
                    loss += e[t] * e[t] / 2;
                }
                return loss;
            }

            public void Backward(double[][] x)
            {
                var later = new double[N];
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    dv[0] += e[t] * h[t + 1][0] * h[t + 1][1];
                    dv[1] += e[t];
                    var past = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        var d = later[i] + e[t] * v[0] * h[t + 1][1 - i];
                        var dz = d * (1 - h[t + 1][i] * h[t + 1][i]);
                        for (int j = 0; j < N; j++)
                        {
                            dw[i * N + j] += dz * q[t][i] * x[t][j];
                            du[i * N + j] += dz * m[t][i] * h[t][j];
                            past[j] += dz * m[t][i] * u[i * N + j];
                        }
                    }
                    later = past;
                }
            }

            public double[] Gradient => [.. dw, .. du, .. dv];
        }

        public static class Entry
        {
            public const int ParameterCount = 10;

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
