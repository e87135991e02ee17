using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>D: step t adds into the slot of step t-1.</summary>
public class StyleD
{
    private const string IntoTheUpstreamArray = """
        public void Backward(double[][] x, double[][] da)
        {
            for (int t = x.Length - 1; t >= 0; t--)
                for (int i = 0; i < N; i++)
                {
                    double dz = da[t][i] * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N && t > 0; j++)
                    {
                        dWa[i][j] += dz * a[t - 1][j];
                        da[t - 1][j] += dz * wa[i][j];
                    }
                }
        }
        """;

    // Slot 0 belongs to the initial state, step t has slot t + 1.
    private const string InitialStateAtZero = """
        public void Backward(double[][] x, double[][] da)
        {
            var slot = new double[x.Length + 1][];
            slot[0] = new double[N];
            for (int t = 0; t < x.Length; t++) slot[t + 1] = (double[])da[t].Clone();
            for (int t = x.Length - 1; t >= 0; t--)
                for (int i = 0; i < N; i++)
                {
                    double dz = slot[t + 1][i] * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        slot[t][j] += dz * wa[i][j];
                    }
                }
        }
        """;

    private const string IntoTheObjectBefore = """
        private sealed class Node
        {
            public double[] State = new double[N], Grad = new double[N];
        }

        public void Backward(double[][] x, double[][] da)
        {
            var nodes = a.Select((state, t) => new Node { State = state, Grad = da[t] }).ToList();
            nodes.Insert(0, new Node());
            for (int n = nodes.Count - 1; n > 0; n--)
            {
                Node now = nodes[n], before = nodes[n - 1];
                for (int i = 0; i < N; i++)
                {
                    var dz = now.Grad[i] * (1 - now.State[i] * now.State[i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[n - 1][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * before.State[j];
                        before.Grad[j] += dz * wa[i][j];
                    }
                }
            }
        }
        """;

    private const string VectorSlots = """
        public void Backward(Vec[] da)
        {
            var dA = da.Prepend(Vec.Build.Dense(3)).ToList();
            for (int t = cache.Count; t >= 1; t--)
            {
                var c = cache[t - 1];
                var dz = dA[t].PointwiseMultiply(1 - c.A.PointwiseMultiply(c.A));
                dWx += dz.OuterProduct(c.X);
                dWa += dz.OuterProduct(c.APrev);
                dA[t - 1] += wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(IntoTheUpstreamArray)] = Frames.Arrays(IntoTheUpstreamArray),
        [nameof(InitialStateAtZero)] = Frames.Arrays(InitialStateAtZero),
        [nameof(IntoTheObjectBefore)] = Frames.Arrays(IntoTheObjectBefore),
        [nameof(VectorSlots)] = Frames.MathNet(VectorSlots),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
