using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>F: a field mutated across calls. G: recursion into the past. H: a tape in reverse order.</summary>
public class StylesFGH
{
    private const string FieldAcrossCalls = """
        private double[] pending = new double[N];

        private void StepBack(double[] input, double[] before, double[] now, double[] up)
        {
            var earlier = new double[N];
            for (int i = 0; i < N; i++)
            {
                double dz = (up[i] + pending[i]) * (1 - now[i] * now[i]);
                for (int j = 0; j < 2; j++) dWx[i][j] += dz * input[j];
                for (int j = 0; j < N; j++)
                {
                    dWa[i][j] += dz * before[j];
                    earlier[j] += wa[i][j] * dz;
                }
            }
            pending = earlier;
        }

        public void Backward(double[][] x, double[][] da)
        {
            Array.Clear(pending, 0, N);
            for (int t = x.Length - 1; t >= 0; t--)
                StepBack(x[t], Before(t), a[t], da[t]);
        }
        """;

    private const string FieldOfVectors = """
        private Vec hiddenGradient = Vec.Build.Dense(3);
        private int step;

        private bool Rewind(Vec up)
        {
            var s = cache[--step];
            hiddenGradient = (hiddenGradient + up).PointwiseMultiply(1 - s.A.PointwiseMultiply(s.A));
            dWx += hiddenGradient.OuterProduct(s.X);
            dWa += hiddenGradient.OuterProduct(s.APrev);
            hiddenGradient = wa.TransposeThisAndMultiply(hiddenGradient);
            return step > 0;
        }

        public void Backward(Vec[] da)
        {
            step = da.Length;
            while (Rewind(da[step - 1])) { }
        }
        """;

    private const string Recursion = """
        private void Back(int t, double[][] x, double[][] da, double[] carry)
        {
            if (t < 0) return;
            var earlier = new double[N];
            for (int i = 0; i < N; i++)
            {
                double dz = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                for (int j = 0; j < N; j++)
                {
                    dWa[i][j] += dz * Before(t)[j];
                    earlier[j] += wa[i][j] * dz;
                }
            }
            Back(t - 1, x, da, earlier);
        }

        public void Backward(double[][] x, double[][] da) => Back(x.Length - 1, x, da, new double[N]);
        """;

    // From the first step on: each asks the one after it for what comes back.
    private const string RecursionThatReturns = """
        private Vec Back(int t, Vec[] da)
        {
            if (t == da.Length) return Vec.Build.Dense(3);
            Vec dz = (da[t] + Back(t + 1, da)).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
            dWx += dz.OuterProduct(cache[t].X);
            dWa += dz.OuterProduct(cache[t].APrev);
            return wa.TransposeThisAndMultiply(dz);
        }

        public void Backward(Vec[] da) => Back(0, da);
        """;

    private const string TapeOfClosures = """
        public void Backward(double[][] x, double[][] da)
        {
            var tape = new Stack<Action>();
            var grads = da.Select(row => (double[])row.Clone()).ToArray();
            for (int step = 0; step < x.Length; step++)
            {
                int t = step;
                tape.Push(() =>
                {
                    for (int i = 0; i < N; i++)
                    {
                        double dz = grads[t][i] * (1 - a[t][i] * a[t][i]);
                        for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                        for (int j = 0; j < N && t > 0; j++)
                        {
                            dWa[i][j] += dz * a[t - 1][j];
                            grads[t - 1][j] += dz * wa[i][j];
                        }
                    }
                });
            }
            while (tape.TryPop(out var undo)) undo();
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(FieldAcrossCalls)] = Frames.Arrays(FieldAcrossCalls),
        [nameof(FieldOfVectors)] = Frames.MathNet(FieldOfVectors),
        [nameof(Recursion)] = Frames.Arrays(Recursion),
        [nameof(RecursionThatReturns)] = Frames.MathNet(RecursionThatReturns),
        [nameof(TapeOfClosures)] = Frames.Arrays(TapeOfClosures),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
