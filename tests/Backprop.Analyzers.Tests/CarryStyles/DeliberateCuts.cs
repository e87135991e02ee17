using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>
/// Code whose gradient is cut on purpose: truncation, detaching, one-step online training, a state that outlives the
/// sequence. Not the gradient of the whole sequence, and yet no fault. (BP2003 may mention the one-step forms at Info.)
/// </summary>
public class DeliberateCuts
{
    private const string TruncatedAtBoundaries = """
        private const int Window = 3;

        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                if ((t + 1) % Window == 0) carry = new double[N];
                var next = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        next[j] += wa[i][j] * dz;
                    }
                }
                carry = next;
            }
        }
        """;

    // For each loss, a few steps back: the classic double loop.
    private const string WindowForEachLoss = """
        public int Truncate = 4;

        public void Backward(double[][] x, double[][] da)
        {
            for (int t = x.Length - 1; t >= 0; t--)
            {
                double[] delta = new double[N];
                for (int i = 0; i < N; i++) delta[i] = da[t][i] * (1 - a[t][i] * a[t][i]);
                for (int s = t; s >= Math.Max(0, t - Truncate); s--)
                {
                    double[] before = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        for (int j = 0; j < 2; j++) dWx[i][j] += delta[i] * x[s][j];
                        for (int j = 0; j < N; j++)
                        {
                            dWa[i][j] += delta[i] * Before(s)[j];
                            before[j] += delta[i] * wa[i][j];
                        }
                    }
                    for (int j = 0; j < N; j++) delta[j] = before[j] * (1 - Before(s)[j] * Before(s)[j]);
                }
            }
        }
        """;

    private const string Detached = """
        public bool Detach { get; set; }

        public void Backward(Vec[] da)
        {
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWx += dz.OuterProduct(cache[t].X);
                dWa += dz.OuterProduct(cache[t].APrev);
                carry = Detach ? Vec.Build.Dense(3) : wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    private const string Masked = """
        public void Backward(Vec[] da)
        {
            var lengths = cache.Select(c => c.X[0] > -0.5 ? 1.0 : 0.0).ToArray();
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                if (lengths[t] == 0) continue;
                var dz = (da[t] + lengths[t] * carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWx += dz.OuterProduct(cache[t].X);
                dWa += dz.OuterProduct(cache[t].APrev);
                carry = wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    // Elman's own training: the context is an input like any other, one step at a time.
    private const string OnlineOneStep = """
        private double[] context = new double[N];

        public void Backward(double[][] x, double[][] da)
        {
            for (int t = 0; t < x.Length; t++) Train(x[t], a[t], da[t], 0.01);
        }

        private void Train(double[] input, double[] state, double[] up, double rate)
        {
            for (int i = 0; i < N; i++)
            {
                double dz = up[i] * (1 - state[i] * state[i]);
                for (int j = 0; j < 2; j++) wx[i][j] -= rate * dz * input[j];
                for (int j = 0; j < N; j++) wa[i][j] -= rate * dz * context[j];
            }
            state.CopyTo(context, 0);
        }
        """;

    private const string UpdateInsideTheLoop = """
        private static void Descend(Mat w, Mat dw) => (w - 0.1 * dw).CopyTo(w);

        public void Backward(Vec[] da)
        {
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                carry = wa.TransposeThisAndMultiply(dz);
                dWx = dz.OuterProduct(cache[t].X);
                dWa = dz.OuterProduct(cache[t].APrev);
                Descend(wx, dWx);
                Descend(wa, dWa);
            }
        }
        """;

    // The state goes on from one chunk to the next, its gradient does not.
    private const string Stateful = """
        private Vec state = Vec.Build.Dense(3);

        public void Fit(IEnumerable<(Vec[] Xs, Vec[] Wanted)> chunks)
        {
            foreach (var (xs, wanted) in chunks)
            {
                cache.Clear();
                e.Clear();
                for (int t = 0; t < xs.Length; t++)
                {
                    var before = state;
                    state = (wx * xs[t] + wa * before).PointwiseTanh();
                    cache.Add(new Cache(state, before, xs[t]));
                    e.Add(wy * state - wanted[t]);
                }
                Backward(ReadOut());
            }
        }

        public void Backward(Vec[] da)
        {
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWx += dz.OuterProduct(cache[t].X);
                dWa += dz.OuterProduct(cache[t].APrev);
                carry = wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(TruncatedAtBoundaries)] = Frames.Arrays(TruncatedAtBoundaries),
        [nameof(WindowForEachLoss)] = Frames.Arrays(WindowForEachLoss),
        [nameof(Detached)] = Frames.MathNet(Detached),
        [nameof(Masked)] = Frames.MathNet(Masked),
        [nameof(OnlineOneStep)] = Frames.Arrays(OnlineOneStep),
        [nameof(UpdateInsideTheLoop)] = Frames.MathNet(UpdateInsideTheLoop),
        [nameof(Stateful)] = Frames.MathNet(Stateful),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_silent(string name) => Sample.IsSilent(Written[name]);
}
