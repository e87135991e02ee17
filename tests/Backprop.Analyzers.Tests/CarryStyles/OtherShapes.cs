using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Right networks of another shape: one that reads its input from the end, and two recurrent layers.</summary>
public class OtherShapes
{
    // Half of a bidirectional network: time runs down in the forward pass, so its gradient travels up.
    private const string ReadsFromTheEnd = """
        public class Leftward
        {
            private readonly double[][] w, u, v;
            public readonly double[][] Dw = Zeros(3, 2), Du = Zeros(3, 3), Dv = Zeros(2, 3);
            private double[][] h = [], e = [];

            public Leftward(double[] p) => (w, u, v) = (p[..6].Chunk(2).ToArray(), p[6..15].Chunk(3).ToArray(), p[15..].Chunk(3).ToArray());

            private static double[][] Zeros(int rows, int columns) => Enumerable.Range(0, rows).Select(_ => new double[columns]).ToArray();

            public double Forward(double[][] x, double[][] wanted)
            {
                h = Zeros(x.Length + 1, 3); // row x.Length is the initial state
                e = Zeros(x.Length, 2);
                double loss = 0;
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    for (int i = 0; i < 3; i++)
                    {
                        double z = w[i][0] * x[t][0] + w[i][1] * x[t][1];
                        for (int j = 0; j < 3; j++) z += u[i][j] * h[t + 1][j];
                        h[t][i] = Math.Tanh(z);
                    }
                    for (int k = 0; k < 2; k++)
                    {
                        for (int i = 0; i < 3; i++) e[t][k] += v[k][i] * h[t][i];
                        e[t][k] -= wanted[t][k];
                        loss += e[t][k] * e[t][k] / 2;
                    }
                }
                return loss;
            }

            public void Backward(double[][] x)
            {
                var carry = new double[3];
                for (int t = 0; t < x.Length; t++)
                {
                    var next = new double[3];
                    for (int i = 0; i < 3; i++)
                    {
                        double up = 0;
                        for (int k = 0; k < 2; k++)
                        {
                            Dv[k][i] += e[t][k] * h[t][i];
                            up += v[k][i] * e[t][k];
                        }
                        double dz = (up + carry[i]) * (1 - h[t][i] * h[t][i]);
                        for (int j = 0; j < 2; j++) Dw[i][j] += dz * x[t][j];
                        for (int j = 0; j < 3; j++)
                        {
                            Du[i][j] += dz * h[t + 1][j];
                            next[j] += u[i][j] * dz;
                        }
                    }
                    carry = next;
                }
            }
        }

        public static class Entry
        {
            public const int ParameterCount = 21;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Leftward(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var net = new Leftward(parameters);
                net.Forward(inputs, targets);
                net.Backward(inputs);
                return net.Dw.Concat(net.Du).Concat(net.Dv).SelectMany(row => row).ToArray();
            }
        }
        """;

    // carry[l] goes to the step before, `d` to the layer below.
    private const string TwoLayers = """
        using Mat = MathNet.Numerics.LinearAlgebra.Matrix<double>;
        using Vec = MathNet.Numerics.LinearAlgebra.Vector<double>;

        public class Deep
        {
            private readonly Mat[] w, u, dw, du;
            private readonly List<Vec[]> states = new();
            private Vec[] inputs = [], misses = [];

            public Deep(double[] p)
            {
                w = [Mat.Build.Dense(2, 2, p[..4]), Mat.Build.Dense(2, 2, p[4..8])];
                u = [Mat.Build.Dense(2, 2, p[8..12]), Mat.Build.Dense(2, 2, p[12..])];
                dw = w.Select(m => Mat.Build.SameAs(m)).ToArray();
                du = u.Select(m => Mat.Build.SameAs(m)).ToArray();
            }

            public double Forward(Vec[] xs, Vec[] wanted)
            {
                (inputs, misses) = (xs, new Vec[xs.Length]);
                states.Add([Vec.Build.Dense(2), Vec.Build.Dense(2)]);
                for (int t = 0; t < xs.Length; t++)
                {
                    var now = new Vec[2];
                    for (int l = 0; l < 2; l++)
                        now[l] = (w[l] * (l == 0 ? xs[t] : now[l - 1]) + u[l] * states[t][l]).PointwiseTanh();
                    states.Add(now);
                    misses[t] = now[1] - wanted[t];
                }
                return misses.Sum(m => m * m) / 2;
            }

            public double[] Backward()
            {
                Vec[] carry = [Vec.Build.Dense(2), Vec.Build.Dense(2)];
                for (int t = inputs.Length - 1; t >= 0; t--)
                {
                    Vec d = misses[t];
                    for (int l = 1; l >= 0; l--)
                    {
                        Vec h = states[t + 1][l];
                        Vec dz = (d + carry[l]).PointwiseMultiply(1 - h.PointwiseMultiply(h));
                        dw[l] += dz.OuterProduct(l == 0 ? inputs[t] : states[t + 1][l - 1]);
                        du[l] += dz.OuterProduct(states[t][l]);
                        carry[l] = u[l].TransposeThisAndMultiply(dz);
                        d = w[l].TransposeThisAndMultiply(dz);
                    }
                }
                return dw.Concat(du).SelectMany(m => m.Enumerate()).ToArray();
            }
        }

        public static class Entry
        {
            public const int ParameterCount = 16;

            private static Vec[] Vectors(double[][] rows) => rows.Select(Vec.Build.DenseOfArray).ToArray();

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
                new Deep(parameters).Forward(Vectors(inputs), Vectors(targets));

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var net = new Deep(parameters);
                net.Forward(Vectors(inputs), Vectors(targets));
                return net.Backward();
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(ReadsFromTheEnd)] = ReadsFromTheEnd,
        [nameof(TwoLayers)] = TwoLayers,
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
