using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>An encoder and a decoder with weights of their own, whose states one variable holds in turn.</summary>
public class EncoderAndDecoder
{
    [Fact]
    public Task Each_sends_back_through_its_own() => Sample.IsRightAndSilent("""
        // Encoder and decoder with teacher forcing: the decoder's first state is the encoder's last.
        public class Net
        {
            private const int N = 2;
            private readonly double[] we, ue, wd, ud, v;
            private readonly double[] dwe = new double[4], due = new double[4], dwd = new double[4], dud = new double[4], dv = new double[4];
            private readonly List<double[]> enc = [], dec = [];
            private readonly List<double[]> fed = [];
            private double[][] e = [];

            public Net(double[] p) => (we, ue, wd, ud, v) = (p[..4], p[4..8], p[8..12], p[12..16], p[16..]);

            private static double[] Step(double[] w, double[] u, double[] x, double[] h)
            {
                var s = new double[N];
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < N; j++) s[i] += w[i * N + j] * x[j] + u[i * N + j] * h[j];
                    s[i] = Math.Tanh(s[i]);
                }
                return s;
            }

            public double Forward(double[][] x, double[][] wanted)
            {
                var h = new double[N];
                enc.Add(h);
                foreach (var item in x)
                {
                    h = Step(we, ue, item, h);
                    enc.Add(h);
                }
                dec.Add(h);
                double loss = 0;
                e = new double[wanted.Length][];
                for (int t = 0; t < wanted.Length; t++)
                {
                    fed.Add(t == 0 ? new double[N] : wanted[t - 1]);
                    h = Step(wd, ud, fed[t], h);
                    dec.Add(h);
                    e[t] = new double[2];
                    for (int k = 0; k < 2; k++)
                    {
                        for (int i = 0; i < N; i++) e[t][k] += v[k * N + i] * h[i];
                        e[t][k] -= wanted[t][k];
                        loss += e[t][k] * e[t][k] / 2;
                    }
                }
                return loss;
            }

            private static double[] Back(double[] w, double[] u, double[] dw, double[] du, double[] x, double[] before, double[] state, double[] d)
            {
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    var dz = d[i] * (1 - state[i] * state[i]);
                    for (int j = 0; j < N; j++)
                    {
                        dw[i * N + j] += dz * x[j];
                        du[i * N + j] += dz * before[j];
                        past[j] += u[i * N + j] * dz;
                    }
                }
                return past;
            }

            public void Backward(double[][] x)
            {
                var d = new double[N];
                for (int t = e.Length - 1; t >= 0; t--)
                {
                    for (int k = 0; k < 2; k++)
                        for (int i = 0; i < N; i++)
                        {
                            dv[k * N + i] += e[t][k] * dec[t + 1][i];
                            d[i] += v[k * N + i] * e[t][k];
                        }
                    d = Back(wd, ud, dwd, dud, fed[t], dec[t], dec[t + 1], d);
                }
                for (int t = x.Length - 1; t >= 0; t--) d = Back(we, ue, dwe, due, x[t], enc[t], enc[t + 1], d);
            }

            public double[] Gradient => [.. dwe, .. due, .. dwd, .. dud, .. dv];
        }

        public static class Entry
        {
            public const int ParameterCount = 20;

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
