using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>B: the cell returns the gradient of the state before, and the loop takes it over.</summary>
public class StyleB
{
    // dz, with both parameter gradients added on the way
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
            for (int t = da.Length - 1; t >= 0; t--)
                (_, daPrev) = CellBackward(da[t] + daPrev, cache[t]);
        }
        """;

    private const string TupleMember = $$"""
        private (Vec Input, Vec State) CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return (wx.Transpose() * dz, wa.Transpose() * dz);
        }

        public void Backward(Vec[] da)
        {
            var back = (Input: Vec.Build.Dense(2), State: Vec.Build.Dense(3));
            for (int t = da.Length - 1; t >= 0; t--)
                back = CellBackward(back.State + da[t], cache[t]);
        }
        """;

    private const string Record = $$"""
        public sealed record StepGradient(Vec Dx, Vec DaPrev);

        private StepGradient CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return new StepGradient(wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz));
        }

        public void Backward(Vec[] da)
        {
            var carried = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var step = CellBackward(da[t] + carried, cache[t]);
                carried = step.DaPrev;
            }
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
            Vec daPrev = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
                CellBackward(da[t] + daPrev, cache[t], out _, out daPrev);
        }
        """;

    private const string Entries = $$"""
        private Dictionary<string, Vec> CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return new Dictionary<string, Vec> { { "dx", wx.TransposeThisAndMultiply(dz) }, { "da_prev", wa.TransposeThisAndMultiply(dz) } };
        }

        public void Backward(Vec[] da)
        {
            var recurrent = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var grads = CellBackward(da[t] + recurrent, cache[t]);
                recurrent = grads["da_prev"];
            }
        }
        """;

    private const string Items = $$"""
        private List<Vec> CellBackward(Vec da, Vec recurrent, Cache s)
        {
            da = da + recurrent;
        {{Cell}}
            return new List<Vec> { wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz) };
        }

        public void Backward(Vec[] da)
        {
            Vec recurrent = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                List<Vec> results = CellBackward(da[t], recurrent, cache[t]);
                recurrent = results[1];
            }
        }
        """;

    private const string LastResult = $$"""
        public class Result
        {
            public Vec Dx { get; set; }
            public Vec DaPrev { get; set; }
        }

        private Result CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return new Result { Dx = wx.TransposeThisAndMultiply(dz), DaPrev = wa.TransposeThisAndMultiply(dz) };
        }

        public void Backward(Vec[] da)
        {
            Result last = null;
            for (int t = da.Length - 1; t >= 0; t--)
            {
                Vec total = last == null ? da[t] : da[t] + last.DaPrev;
                last = CellBackward(total, cache[t]);
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(Tuple)] = Frames.MathNet(Tuple),
        [nameof(TupleMember)] = Frames.MathNet(TupleMember),
        [nameof(Record)] = Frames.MathNet(Record),
        [nameof(OutParameters)] = Frames.MathNet(OutParameters),
        [nameof(Entries)] = Frames.MathNet(Entries),
        [nameof(Items)] = Frames.MathNet(Items),
        [nameof(LastResult)] = Frames.MathNet(LastResult),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_right_and_silent(string name) => Sample.IsRightAndSilent(Written[name]);
}
