using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>C: step t reads the stored gradient of step t+1.</summary>
public class StyleC
{
    private const string OneMoreRow = """
        public void Backward(double[][] x, double[][] da)
        {
            var delta = Zeros(x.Length + 1, N);
            for (int t = x.Length - 1; t >= 0; t--)
                for (int i = 0; i < N; i++)
                {
                    double sum = da[t][i];
                    for (int k = 0; k < N; k++) sum += delta[t + 1][k] * wa[k][i];
                    delta[t][i] = sum * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += delta[t][i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += delta[t][i] * Before(t)[j];
                }
        }
        """;

    private const string GuardedAndGatheredLater = """
        public void Backward(double[][] x, double[][] da)
        {
            var dz = new double[x.Length, N];
            for (int t = x.Length - 1; t >= 0; t--)
                for (int i = 0; i < N; i++)
                {
                    double future = 0;
                    if (t < x.Length - 1)
                        for (int k = 0; k < N; k++) future += dz[t + 1, k] * wa[k][i];
                    dz[t, i] = (da[t][i] + future) * (1 - a[t][i] * a[t][i]);
                }
            // The weights do not care for the order of the steps.
            for (int t = 0; t < x.Length; t++)
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[t, i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += dz[t, i] * Before(t)[j];
                }
        }
        """;

    private const string InTheStepObjects = """
        private sealed class Step
        {
            public double[] Z = new double[N];
            public Step Later;
        }

        public void Backward(double[][] x, double[][] da)
        {
            Step later = null;
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var step = new Step { Later = later };
                for (int i = 0; i < N; i++)
                {
                    step.Z[i] = da[t][i];
                    for (int k = 0; step.Later != null && k < N; k++) step.Z[i] += step.Later.Z[k] * wa[k][i];
                    step.Z[i] *= 1 - a[t][i] * a[t][i];
                }
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += step.Z[i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += step.Z[i] * Before(t)[j];
                }
                later = step;
            }
        }
        """;

    private const string StoredStateGradient = """
        public void Backward(Vec[] da)
        {
            var dz = new Vec[da.Length];
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var up = t + 1 == da.Length ? da[t] : da[t] + wa.TransposeThisAndMultiply(dz[t + 1]);
                dz[t] = up.PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWx += dz[t].OuterProduct(cache[t].X);
                dWa += dz[t].OuterProduct(cache[t].APrev);
            }
        }
        """;

    // The recurrent weights see the state of t and the gradient of t+1: the same product, one step further.
    private const string WeightsOneStepLater = """
        public void Backward(double[][] x, double[][] da)
        {
            var later = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var dz = new double[N];
                for (int i = 0; i < N; i++)
                {
                    for (int k = 0; k < N; k++)
                    {
                        dWa[k][i] += later[k] * a[t][i];
                        dz[i] += later[k] * wa[k][i];
                    }
                    dz[i] = (dz[i] + da[t][i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                }
                later = dz;
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(OneMoreRow)] = Frames.Arrays(OneMoreRow),
        [nameof(GuardedAndGatheredLater)] = Frames.Arrays(GuardedAndGatheredLater),
        [nameof(InTheStepObjects)] = Frames.Arrays(InTheStepObjects),
        [nameof(StoredStateGradient)] = Frames.MathNet(StoredStateGradient),
        [nameof(WeightsOneStepLater)] = Frames.Arrays(WeightsOneStepLater),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
