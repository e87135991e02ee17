using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Softmax weights over the states of all steps.</summary>
public class AttentionOverTime
{
    [Fact]
    public Task All_states_are_read_once_more() => Sample.IsRightAndSilent("""
        // A decoder that looks at all states of the encoder with softmax weights, at its last step alone.
        public class Net
        {
            private const int N = 2;
            private readonly double[] w, u, q, v;
            private readonly double[] dw = new double[4], du = new double[4], dq = new double[2], dv = new double[4];
            private double[][] h = [];
            private double[] alpha = [], context = [], e = [];

            public Net(double[] p) => (w, u, q, v) = (p[..4], p[4..8], p[8..10], p[10..]);

            public double Forward(double[][] x, double[][] wanted)
            {
                h = new double[x.Length + 1][];
                h[0] = new double[N];
                for (int t = 0; t < x.Length; t++)
                {
                    h[t + 1] = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        double z = 0;
                        for (int j = 0; j < N; j++) z += w[i * N + j] * x[t][j] + u[i * N + j] * h[t][j];
                        h[t + 1][i] = Math.Tanh(z);
                    }
                }
                alpha = new double[x.Length];
                double sum = 0;
                for (int t = 0; t < x.Length; t++) sum += alpha[t] = Math.Exp(q[0] * h[t + 1][0] + q[1] * h[t + 1][1]);
                context = new double[N];
                for (int t = 0; t < x.Length; t++)
                {
                    alpha[t] /= sum;
                    for (int i = 0; i < N; i++) context[i] += alpha[t] * h[t + 1][i];
                }
                e = new double[2];
                double loss = 0;
                for (int k = 0; k < 2; k++)
                {
                    e[k] = v[k * N] * context[0] + v[k * N + 1] * context[1] - wanted[^1][k];
                    loss += e[k] * e[k] / 2;
                }
                return loss;
            }

            public void Backward(double[][] x)
            {
                var dContext = new double[N];
                for (int k = 0; k < 2; k++)
                    for (int i = 0; i < N; i++)
                    {
                        dv[k * N + i] += e[k] * context[i];
                        dContext[i] += v[k * N + i] * e[k];
                    }
                var dAlpha = new double[x.Length];
                double mean = 0;
                for (int t = 0; t < x.Length; t++)
                {
                    for (int i = 0; i < N; i++) dAlpha[t] += dContext[i] * h[t + 1][i];
                    mean += alpha[t] * dAlpha[t];
                }
                var later = new double[N];
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    var score = alpha[t] * (dAlpha[t] - mean);
                    var past = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        dq[i] += score * h[t + 1][i];
                        var d = later[i] + alpha[t] * dContext[i] + score * q[i];
                        var dz = d * (1 - h[t + 1][i] * h[t + 1][i]);
                        for (int j = 0; j < N; j++)
                        {
                            dw[i * N + j] += dz * x[t][j];
                            du[i * N + j] += dz * h[t][j];
                            past[j] += u[i * N + j] * dz;
                        }
                    }
                    later = past;
                }
            }

            public double[] Gradient => [.. dw, .. du, .. dq, .. dv];
        }

        public static class Entry
        {
            public const int ParameterCount = 14;

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
