using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>A: a local declared before the loop, used as <c>up + carry</c>, reassigned at the end of the body.</summary>
public class StyleA
{
    private const string FreshArray = """
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
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

    private const string RefilledArray = """
        public void Backward(double[][] x, double[][] da)
        {
            double[] carry = new double[N], dz = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                for (int i = 0; i < N; i++)
                    dz[i] = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                Array.Clear(carry, 0, N);
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                    for (int j = 0; j < N && t > 0; j++) dWa[i][j] += dz[i] * a[t - 1][j];
                    for (int j = 0; j < N; j++) carry[j] += wa[i][j] * dz[i];
                }
            }
        }
        """;

    private const string SwappedBuffers = """
        public void Backward(double[][] x, double[][] da)
        {
            double[] now = new double[N], then = new double[N], dz = new double[N];
            int t = x.Length;
            while (t-- > 0)
            {
                for (int i = 0; i < N; i++)
                    dz[i] = (now[i] + da[t][i]) * (1 - a[t][i]) * (1 + a[t][i]);
                for (int j = 0; j < N; j++)
                {
                    then[j] = 0;
                    for (int i = 0; i < N; i++)
                    {
                        then[j] += dz[i] * wa[i][j];
                        dWa[i][j] = dWa[i][j] + dz[i] * Before(t)[j];
                    }
                    for (int c = 0; c < 2; c++) dWx[j][c] += dz[j] * x[t][c];
                }
                (now, then) = (then, now);
            }
        }
        """;

    private const string ZeroAtTheLastStep = """
        public void Backward(double[][] x, double[][] da)
        {
            double[] carry = null;
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var dz = da[t].Select((up, i) => (t == x.Length - 1 ? up : up + carry[i]) * (1 - a[t][i] * a[t][i])).ToArray();
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += dz[i] * Before(t)[j];
                }
                carry = Enumerable.Range(0, N).Select(j => dz.Select((d, i) => d * wa[i][j]).Sum()).ToArray();
            }
        }
        """;

    private const string Vectors = """
        public void Backward(Vec[] da)
        {
            var daNext = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var s = cache[t];
                var dz = (da[t] + daNext).PointwiseMultiply(1 - s.A.PointwiseMultiply(s.A));
                dWx += dz.OuterProduct(s.X);
                dWa += dz.OuterProduct(s.APrev);
                daNext = wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    private const string VectorsInPlace = """
        public void Backward(Vec[] da)
        {
            var carry = Vec.Build.Dense(3);
            foreach (int t in Enumerable.Range(0, da.Length).Reverse())
            {
                Vec total = da[t].Add(carry), dz = Vec.Build.Dense(3);
                total.PointwiseMultiply(cache[t].A.Map(v => 1 - v * v), dz);
                dWx.Add(dz.OuterProduct(cache[t].X), dWx);
                dWa.Add(dz.OuterProduct(cache[t].APrev), dWa);
                wa.TransposeThisAndMultiply(dz, carry);
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(FreshArray)] = Frames.Arrays(FreshArray),
        [nameof(RefilledArray)] = Frames.Arrays(RefilledArray),
        [nameof(SwappedBuffers)] = Frames.Arrays(SwappedBuffers),
        [nameof(ZeroAtTheLastStep)] = Frames.Arrays(ZeroAtTheLastStep),
        [nameof(Vectors)] = Frames.MathNet(Vectors),
        [nameof(VectorsInPlace)] = Frames.MathNet(VectorsInPlace),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
