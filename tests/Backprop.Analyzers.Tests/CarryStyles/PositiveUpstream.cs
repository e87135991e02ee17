using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Only the recurrent gradient goes into the step, although each step has an upstream gradient of its own (BP2002).</summary>
public class PositiveUpstream
{
    private const string Cell = """
            var dz = da.PointwiseMultiply(1 - s.A.PointwiseMultiply(s.A));
            dWx += dz.OuterProduct(s.X);
            dWa += dz.OuterProduct(s.APrev);
        """;

    private const string CarryAloneToCell = $$"""
        private (Vec dx, Vec daPrev) CellBackward(Vec da, Cache s)
        {
        {{Cell}}
            return (wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz));
        }

        public void Backward(Vec[] da)
        {
            var daPrev = da[^1];
            for (int t = da.Length - 1; t >= 0; t--)
                (_, daPrev) = CellBackward(daPrev, cache[t]); //! BP2002
        }
        """;

    private const string CarryAloneInline = """
        public void Backward(Vec[] da)
        {
            var daNext = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var dz = daNext.PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A)); //! BP2002
                dWx += dz.OuterProduct(cache[t].X);
                dWa += dz.OuterProduct(cache[t].APrev);
                daNext = wa.TransposeThisAndMultiply(dz);
            }
        }
        """;

    private static readonly Dictionary<string, string> Written = new()
    {
        [nameof(CarryAloneToCell)] = Frames.MathNet(CarryAloneToCell),
        [nameof(CarryAloneInline)] = Frames.MathNet(CarryAloneInline),
    };

    public static TheoryData<string> Samples => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Is_wrong_and_reported(string name) => Sample.IsWrongAndReported(Written[name]);
}
