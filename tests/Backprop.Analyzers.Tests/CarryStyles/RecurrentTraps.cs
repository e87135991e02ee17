using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Right recurrent code that looks like a lost path, with the gradient check as proof.</summary>
public class RecurrentTraps
{
    private const string Body = """
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
        """;

    private const string CountsUpWalksBack = $$"""
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int s = 0; s < x.Length; s++)
            {
                int t = x.Length - 1 - s;
        {{Body}}
            }
        }
        """;

    private const string CountsUpOverReversedArrays = """
        public void Backward(double[][] x, double[][] da)
        {
            var states = Enumerable.Reverse(a).Append(new double[N]).ToArray();
            var inputs = Enumerable.Reverse(x).ToArray();
            var ups = Enumerable.Reverse(da).ToArray();
            double[] carry = new double[N];
            for (int s = 0; s < inputs.Length; s++)
            {
                double[] next = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (ups[s][i] + carry[i]) * (1 - states[s][i] * states[s][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * inputs[s][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * states[s + 1][j];
                        next[j] += wa[i][j] * dz;
                    }
                }
                carry = next;
            }
        }
        """;

    private const string NegativeStep = $$"""
        public void Backward(double[][] x, double[][] da)
        {
            double[] carry = new double[N];
            int t = x.Length - 1;
            do
            {
        {{Body}}
                t -= 1;
            }
            while (t >= 0);
        }
        """;

    private const string InitialStateFirst = """
        public void Backward(double[][] x, double[][] da)
        {
            double[][] h = a.Prepend(new double[N]).ToArray();
            double[] carry = new double[N];
            for (int t = x.Length; t > 0; t--)
            {
                double[] next = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t - 1][i] + carry[i]) * (1 - h[t][i] * h[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t - 1][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * h[t - 1][j];
                        next[j] += wa[i][j] * dz;
                    }
                }
                carry = next;
            }
        }
        """;

    // The gradient of one step is assigned, and added up by what takes it.
    private const string AssignedThenHandedOn = """
        private void Update(Mat dWxStep, Mat dWaStep)
        {
            dWx += dWxStep;
            dWa += dWaStep;
        }

        public void Backward(Vec[] da)
        {
            Mat dWxt, dWat;
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWxt = dz.OuterProduct(cache[t].X);
                dWat = dz.OuterProduct(cache[t].APrev);
                Update(dWxt, dWat);
                carry = wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    private const string ClippedOnlyWhenHuge = """
        public void Backward(Vec[] da)
        {
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                if (carry.L2Norm() > 1e6) carry = carry * (1e6 / carry.L2Norm());
                var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWx = dWx + dz.OuterProduct(cache[t].X);
                dWa = dWa + dz.OuterProduct(cache[t].APrev);
                carry = wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(CountsUpWalksBack)] = Frames.Arrays(CountsUpWalksBack),
        [nameof(CountsUpOverReversedArrays)] = Frames.Arrays(CountsUpOverReversedArrays),
        [nameof(NegativeStep)] = Frames.Arrays(NegativeStep),
        [nameof(InitialStateFirst)] = Frames.Arrays(InitialStateFirst),
        [nameof(AssignedThenHandedOn)] = Frames.MathNet(AssignedThenHandedOn),
        [nameof(ClippedOnlyWhenHuge)] = Frames.MathNet(ClippedOnlyWhenHuge),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
