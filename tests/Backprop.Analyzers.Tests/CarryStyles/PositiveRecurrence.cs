using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>
/// The fault that the project was started for (BP2001): the recurrent gradient is zeros before the loop, goes into each step
/// and is never reassigned; or it does not go into the step at all.
/// </summary>
public class PositiveRecurrence
{
    private const string Cell = """
            var dz = da.PointwiseMultiply(1 - s.A.PointwiseMultiply(s.A));
            dWx += dz.OuterProduct(s.X);
            dWa += dz.OuterProduct(s.APrev);
        """;

    private const string Tuple = $$"""
        private (Vec dx, Vec daPrev) CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return (wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz));
        }

        public void Backward(Vec[] da)
        {
            var daPrev = Vec.Build.Dense(3);
            var dx = new Vec[da.Length];
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var (dxt, before) = CellBackward(da[t] + daPrev, cache[t]); //! BP2001
                dx[t] = dxt;
            }
        }
        """;

    private const string Record = $$"""
        public sealed record StepGradient(Vec Dx, Vec DaPrev);

        private StepGradient CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return new StepGradient(wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz));
        }

        public Vec[] Dx = [];

        public void Backward(Vec[] da)
        {
            Dx = new Vec[da.Length];
            var carried = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var step = CellBackward(da[t] + carried, cache[t]); //! BP2001
                Dx[t] = step.Dx;
            }
        }
        """;

    private const string Dictionary = $$"""
        private Dictionary<string, Vec> CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return new Dictionary<string, Vec> { ["dx"] = wx.TransposeThisAndMultiply(dz), ["da_prev"] = wa.TransposeThisAndMultiply(dz) };
        }

        public void Backward(Vec[] da)
        {
            var recurrent = Vec.Build.Dense(3);
            var dx = new List<Vec>();
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var grads = CellBackward(da[t] + recurrent, cache[t]); //! BP2001
                dx.Add(grads["dx"]);
            }
        }
        """;

    private const string List = $$"""
        private List<Vec> CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return new List<Vec> { wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz) };
        }

        public void Backward(Vec[] da)
        {
            Vec recurrent = Vec.Build.Dense(3);
            var dx = new Vec[da.Length];
            for (int t = da.Length - 1; t >= 0; t--)
                dx[t] = CellBackward(da[t] + recurrent, cache[t])[0]; //! BP2001
        }
        """;

    private const string OutParameters = $$"""
        private void CellBackward(Vec da, Cache s, out Vec dx, out Vec daPrev)
        {
        {{Cell}}
            dx = wx.TransposeThisAndMultiply(dz);
            daPrev = wa.TransposeThisAndMultiply(dz);
        }

        public void Backward(Vec[] da)
        {
            Vec daNext = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
                CellBackward(da[t] + daNext, cache[t], out _, out var daPrev); //! BP2001
        }
        """;

    private const string NoCell = """
        public void Backward(Vec[] da)
        {
            var daNext = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var total = da[t] + daNext; //! BP2001
                var dz = total.PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWx += dz.OuterProduct(cache[t].X);
                dWa += dz.OuterProduct(cache[t].APrev);
                var daPrev = wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    private const string NoCellArrays = """
        public void Backward(double[][] x, double[][] da)
        {
            double[] fromLater = new double[N];
            for (int t = x.Length - 1; t >= 0; t--)
            {
                double[] toEarlier = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[t][i] + fromLater[i]) * (1 - a[t][i] * a[t][i]); //! BP2001
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        toEarlier[j] += wa[i][j] * dz;
                    }
                }
            }
        }
        """;

    // What the cell returns for the step before is discarded: da[t] is passed alone.
    private const string UpstreamAlone = $$"""
        private (Vec dx, Vec daPrev) CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return (wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz));
        }

        public void Backward(Vec[] da)
        {
            var dx = new Vec[da.Length];
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var (dxt, daPrev) = CellBackward(da[t], cache[t]); //! BP2001
                dx[t] = dxt;
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(Tuple)] = Frames.MathNet(Tuple),
        [nameof(Record)] = Frames.MathNet(Record),
        [nameof(Dictionary)] = Frames.MathNet(Dictionary),
        [nameof(List)] = Frames.MathNet(List),
        [nameof(OutParameters)] = Frames.MathNet(OutParameters),
        [nameof(NoCell)] = Frames.MathNet(NoCell),
        [nameof(NoCellArrays)] = Frames.Arrays(NoCellArrays),
        [nameof(UpstreamAlone)] = Frames.MathNet(UpstreamAlone),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_wrong_and_reported(string name) => Sample.IsWrongAndReported(Written[name]);
}
