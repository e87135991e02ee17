using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>J: forward-mode traces without any reverse loop. K: one gradient for [state, input] joined, then sliced.</summary>
public class StylesJK
{
    // trace[i, w] = da_i / dw for every weight w of the joined matrix, carried forwards
    private const string ForwardTraces = """
        public void Backward(double[][] x, double[][] da)
        {
            var trace = new double[N, N * 5];
            for (int t = 0; t < x.Length; t++)
            {
                var next = new double[N, N * 5];
                double[] joined = [.. x[t], .. Before(t)];
                for (int i = 0; i < N; i++)
                    for (int w = 0; w < N * 5; w++)
                    {
                        double sum = w / 5 == i ? joined[w % 5] : 0;
                        for (int k = 0; k < N; k++) sum += wa[i][k] * trace[k, w];
                        next[i, w] = (1 - a[t][i] * a[t][i]) * sum;
                        if (w % 5 < 2) dWx[w / 5][w % 5] += da[t][i] * next[i, w];
                        else dWa[w / 5][w % 5 - 2] += da[t][i] * next[i, w];
                    }
                trace = next;
            }
        }
        """;

    private const string JoinedAndSliced = """
        public void Backward(double[][] x, double[][] da)
        {
            double[] dJoined = new double[N + 2];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                double[] joined = Before(t).Concat(x[t]).ToArray();
                double[] before = new double[N + 2];
                for (int i = 0; i < N; i++)
                {
                    double[] row = wa[i].Concat(wx[i]).ToArray();
                    double dz = (da[t][i] + dJoined[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < N + 2; j++)
                    {
                        before[j] += row[j] * dz;
                        if (j < N) dWa[i][j] += dz * joined[j];
                        else dWx[i][j - N] += dz * joined[j];
                    }
                }
                dJoined = before;
            }
        }
        """;

    private const string JoinedSpans = """
        public void Backward(double[][] x, double[][] da)
        {
            Span<double> both = stackalloc double[N + 2], dz = stackalloc double[N];
            both.Clear();
            for (int t = x.Length - 1; t >= 0; t--)
            {
                Span<double> recurrent = both[..N];
                for (int i = 0; i < N; i++) dz[i] = (recurrent[i] + da[t][i]) * (1 - a[t][i] * a[t][i]);
                both.Clear();
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < N; j++) both[j] += wa[i][j] * dz[i];
                    for (int j = 0; j < 2; j++) both[N + j] += wx[i][j] * dz[i];
                    for (int j = 0; j < N; j++) dWa[i][j] += dz[i] * Before(t)[j];
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                }
            }
        }
        """;

    private const string JoinedMatrix = """
        public void Backward(Vec[] da)
        {
            Mat w = wa.Append(wx), dW = Mat.Build.Dense(3, 5);
            Vec daNext = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                Vec concat = Vec.Build.DenseOfEnumerable(cache[t].APrev.Concat(cache[t].X));
                Vec dz = (da[t] + daNext).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dW += dz.OuterProduct(concat);
                Vec dConcat = w.Transpose() * dz;
                daNext = dConcat.SubVector(0, 3);
            }
            dWa = dW.SubMatrix(0, 3, 0, 3);
            dWx = dW.SubMatrix(0, 3, 3, 2);
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(ForwardTraces)] = Frames.Arrays(ForwardTraces),
        [nameof(JoinedAndSliced)] = Frames.Arrays(JoinedAndSliced),
        [nameof(JoinedSpans)] = Frames.Arrays(JoinedSpans),
        [nameof(JoinedMatrix)] = Frames.MathNet(JoinedMatrix),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
