using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>E: the upstream array is the carry, or it is seeded by the only loss there is and plainly overwritten.</summary>
public class StyleE
{
    private const string UpstreamPlusCarryInPlace = """
        public void Backward(double[][] x, double[][] da)
        {
            var fromLater = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                double[] up = da[t], toBefore = new double[N];
                for (int i = 0; i < N; i++)
                {
                    up[i] += fromLater[i];
                    up[i] *= 1 - a[t][i] * a[t][i];
                    for (int j = 0; j < 2; j++) dWx[i][j] += up[i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += up[i] * Before(t)[j];
                }
                for (int i = 0; i < N; i++)
                    for (int j = 0; j < N; j++) toBefore[j] += up[i] * wa[i][j];
                fromLater = toBefore;
            }
        }
        """;

    private const string OneRunningGradient = """
        public void Backward(Vec[] da)
        {
            Vec d = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                d += da[t];
                d = d.PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWx += d.OuterProduct(cache[t].X);
                dWa += d.OuterProduct(cache[t].APrev);
                d = wa.TransposeThisAndMultiply(d);
            }
        }
        """;

    private const string SeededOnceAndOverwritten = """
        public void Backward(double[][] x, double[] dLast)
        {
            double[] delta = dLast;
            for (int t = x.Length - 1; t >= 0; t--)
            {
                double[] before = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = delta[i] * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        before[j] += wa[i][j] * dz;
                    }
                }
                delta = before;
            }
        }
        """;

    private const string SeededIntoTheSlots = """
        public void Backward(double[][] x, double[] dLast)
        {
            var delta = Zeros(x.Length, N);
            int last = x.Length - 1;
            for (int i = 0; i < N; i++) delta[last][i] = dLast[i] * (1 - a[last][i] * a[last][i]);
            for (int t = last; t > 0; t--)
                for (int j = 0; j < N; j++)
                {
                    for (int i = 0; i < N; i++)
                    {
                        dWa[i][j] += delta[t][i] * a[t - 1][j];
                        delta[t - 1][j] += delta[t][i] * wa[i][j];
                    }
                    delta[t - 1][j] *= 1 - a[t - 1][j] * a[t - 1][j];
                }
            for (int t = 0; t < x.Length; t++)
                for (int i = 0; i < N; i++)
                    for (int j = 0; j < 2; j++) dWx[i][j] += delta[t][i] * x[t][j];
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(UpstreamPlusCarryInPlace)] = Frames.Arrays(UpstreamPlusCarryInPlace),
        [nameof(OneRunningGradient)] = Frames.MathNet(OneRunningGradient),
        [nameof(SeededOnceAndOverwritten)] = Frames.ManyToOne(SeededOnceAndOverwritten),
        [nameof(SeededIntoTheSlots)] = Frames.ManyToOne(SeededIntoTheSlots),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
