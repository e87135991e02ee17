using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Loops that walk backwards, or carry something, and are no backpropagation through time.</summary>
public class NeighbouringLoops
{
    private const string Layers = """
        public sealed class Layer
        {
            public double[,] W, DW;
            public double[] In, Out;

            public double[] Forward(double[] x)
            {
                In = x;
                Out = new double[W.GetLength(0)];
                for (int i = 0; i < Out.Length; i++)
                {
                    double z = 0;
                    for (int j = 0; j < x.Length; j++) z += W[i, j] * x[j];
                    Out[i] = Math.Tanh(z);
                }
                return Out;
            }

            public double[] Backward(double[] dOut)
            {
                var dIn = new double[In.Length];
                DW = new double[W.GetLength(0), W.GetLength(1)];
                for (int i = 0; i < Out.Length; i++)
                {
                    double dz = dOut[i] * (1 - Out[i] * Out[i]);
                    for (int j = 0; j < In.Length; j++)
                    {
                        DW[i, j] = dz * In[j];
                        dIn[j] += W[i, j] * dz;
                    }
                }
                return dIn;
            }
        }

        public sealed class Stack
        {
            private readonly List<Layer> layers = new();

            public void Backward(double[] dLoss)
            {
                var d = dLoss;
                for (int l = layers.Count - 1; l >= 0; l--)
                    d = layers[l].Backward(d);
            }
        }
        """;

    private const string LayersInline = """
        public class Mlp
        {
            private double[][][] w;
            private double[][] act;
            private double[][][] dw;

            public void Backward(double[] error)
            {
                double[] delta = error;
                for (int l = w.Length - 1; l >= 0; l--)
                {
                    var before = new double[act[l].Length];
                    for (int i = 0; i < delta.Length; i++)
                    {
                        double g = delta[i] * (1 - act[l + 1][i] * act[l + 1][i]);
                        for (int j = 0; j < before.Length; j++)
                        {
                            dw[l][i][j] = g * act[l][j];
                            before[j] += w[l][i][j] * g;
                        }
                    }
                    delta = before;
                }
            }
        }
        """;

    // Every sample of a batch starts its gradient anew: nothing is carried, and nothing should be.
    private const string Batches = """
        public class Perceptron
        {
            private readonly double[,] w = new double[2, 3], dw = new double[2, 3];

            public void Epoch(double[][] xs, double[][] ts)
            {
                for (int n = xs.Length - 1; n >= 0; n--)
                    for (int i = 0; i < 2; i++)
                    {
                        double z = 0;
                        for (int j = 0; j < 3; j++) z += w[i, j] * xs[n][j];
                        double y = Math.Tanh(z), d = (y - ts[n][i]) * (1 - y * y);
                        for (int j = 0; j < 3; j++) dw[i, j] += d * xs[n][j];
                    }
            }
        }
        """;

    private const string ReturnsAndAdvantages = """
        public static class Rewards
        {
            public static double[] Discounted(double[] r, double gamma)
            {
                var g = new double[r.Length];
                double running = 0;
                for (int t = r.Length - 1; t >= 0; t--)
                    g[t] = running = r[t] + gamma * running;
                return g;
            }

            public static double[] Advantages(double[] r, double[] v, double gamma, double lambda)
            {
                var advantage = new double[r.Length];
                double last = 0;
                for (int t = r.Length - 1; t >= 0; t--)
                {
                    double delta = r[t] + gamma * v[t + 1] - v[t];
                    last = delta + gamma * lambda * last;
                    advantage[t] = last;
                }
                return advantage;
            }
        }
        """;

    private const string HiddenMarkovBeta = """
        public class Hmm
        {
            private readonly double[,] transition, emission;

            public Hmm(double[,] transition, double[,] emission) => (this.transition, this.emission) = (transition, emission);

            public double[][] Beta(int[] seen)
            {
                int states = transition.GetLength(0);
                var beta = new double[seen.Length][];
                beta[^1] = Enumerable.Repeat(1.0, states).ToArray();
                for (int t = seen.Length - 2; t >= 0; t--)
                {
                    beta[t] = new double[states];
                    for (int i = 0; i < states; i++)
                        for (int j = 0; j < states; j++)
                            beta[t][i] += transition[i, j] * emission[j, seen[t + 1]] * beta[t + 1][j];
                }
                return beta;
            }
        }
        """;

    private const string Filters = """
        public static class Dsp
        {
            public static double[] ZeroPhase(double[] x, double k)
            {
                var y = (double[])x.Clone();
                double state = 0;
                for (int n = 0; n < y.Length; n++) y[n] = state += k * (y[n] - state);
                state = 0;
                for (int n = y.Length - 1; n >= 0; n--) y[n] = state += k * (Math.Tanh(y[n]) - state);
                return y;
            }

            public static double Horner(double[] c, double x)
            {
                double sum = 0;
                for (int i = c.Length - 1; i >= 0; i--) sum = sum * x + c[i];
                return sum;
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(Layers)] = Layers,
        [nameof(LayersInline)] = LayersInline,
        [nameof(Batches)] = Batches,
        [nameof(ReturnsAndAdvantages)] = ReturnsAndAdvantages,
        [nameof(HiddenMarkovBeta)] = HiddenMarkovBeta,
        [nameof(Filters)] = Filters,
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_silent(string name) => Sample.IsSilent(Written[name]);
}
