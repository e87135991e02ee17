using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Right code that assigns where a fault would assign: scratch, statistics, caches that nobody reads any more.</summary>
public class WriteTraps
{
    // From step t on nothing reads a[t] any more, so its place holds the slope.
    private const string CacheReusedAfterItsLastRead = """
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var next = new double[N];
                for (int i = 0; i < N; i++) a[t][i] = 1 - a[t][i] * a[t][i];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + carry[i]) * a[t][i];
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

    private const string ScratchAndStatistics = """
        private readonly double[,] outer = new double[N, N];
        public double LastNorm, LargestNorm;

        public void Backward(double[][] x, double[][] da)
        {
            double[] carry = new double[N], dz = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                for (int i = 0; i < N; i++) dz[i] = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                for (int i = 0; i < N; i++)
                    for (int j = 0; j < N; j++)
                        outer[i, j] = dz[i] * Before(t)[j];
                LastNorm = Math.Sqrt(dz.Sum(d => d * d));
                LargestNorm = Math.Max(LargestNorm, LastNorm);
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += outer[i, j];
                    carry[i] = 0;
                    for (int k = 0; k < N; k++) carry[i] += wa[k][i] * dz[k];
                }
            }
        }
        """;

    private const string OneGradientAStepAddedUpLater = """
        public void Backward(Vec[] da)
        {
            var steps = new Mat[da.Length, 2];
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                steps[t, 0] = dz.OuterProduct(cache[t].X);
                steps[t, 1] = dz.OuterProduct(cache[t].APrev);
                carry = wa.TransposeThisAndMultiply(dz);
            }
            for (int t = 0; t < da.Length; t++)
            {
                dWx += steps[t, 0];
                dWa += steps[t, 1];
            }
        }
        """;

    private const string FirstStepAssigns = """
        public void Backward(Vec[] da)
        {
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                if (t == da.Length - 1)
                {
                    dWx = dz.OuterProduct(cache[t].X);
                    dWa = dz.OuterProduct(cache[t].APrev);
                }
                else
                {
                    dWx += dz.OuterProduct(cache[t].X);
                    dWa += dz.OuterProduct(cache[t].APrev);
                }
                carry = wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    // One product over all steps instead of a sum over them.
    private const string StackedIntoOneProduct = """
        public void Backward(Vec[] da)
        {
            int steps = da.Length;
            Mat all = Mat.Build.Dense(3, steps), xs = Mat.Build.Dense(2, steps), before = Mat.Build.Dense(3, steps);
            var carry = Vec.Build.Dense(3);
            for (int t = steps - 1; t >= 0; t--)
            {
                var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                all.SetColumn(t, dz);
                xs.SetColumn(t, cache[t].X);
                before.SetColumn(t, cache[t].APrev);
                carry = wa.TransposeThisAndMultiply(dz);
            }
            dWx = all.TransposeAndMultiply(xs);
            dWa = all.TransposeAndMultiply(before);
        }
        """;

    // The initial state's own gradient: what the first step sends back is assigned once, by every step.
    private const string GradientOfTheInitialState = """
        public double[] DInitial = new double[N];

        public void Backward(double[][] x, double[][] da)
        {
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var back = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + DInitial[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        back[j] += wa[i][j] * dz;
                    }
                }
                DInitial = back;
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(CacheReusedAfterItsLastRead)] = Frames.Arrays(CacheReusedAfterItsLastRead),
        [nameof(ScratchAndStatistics)] = Frames.Arrays(ScratchAndStatistics),
        [nameof(OneGradientAStepAddedUpLater)] = Frames.MathNet(OneGradientAStepAddedUpLater),
        [nameof(FirstStepAssigns)] = Frames.MathNet(FirstStepAssigns),
        [nameof(StackedIntoOneProduct)] = Frames.MathNet(StackedIntoOneProduct),
        [nameof(GradientOfTheInitialState)] = Frames.Arrays(GradientOfTheInitialState),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
