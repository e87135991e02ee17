using Backprop.Analyzers.Tests.CarryStyles;
using Xunit;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>
/// Networks on TorchSharp's tensors without its autograd: one tensor for all steps, read by index or by <c>select</c>, and
/// gradients that are added up by operators or in place. The code is compiled against the library and not run.
/// </summary>
public class TorchTensorTests
{
    private const string Network = """
        using TorchSharp;
        using static TorchSharp.torch;

        public class Elman
        {
            private readonly Tensor wx = randn(2, 3), wh = randn(3, 3), b = zeros(3);
            private Tensor h = zeros(0);
            public Tensor dwx = zeros(2, 3), dwh = zeros(3, 3), db = zeros(3);

            public Tensor Forward(Tensor x)
            {
                var steps = (int)x.shape[1];
                h = zeros(x.shape[0], steps + 1, 3);
                for (int t = 0; t < steps; t++)
                    h[TensorIndex.Colon, t + 1] = torch.tanh(AT(x, t).mm(wx) + AT(h, t).mm(wh) + b);
                return h.narrow(1, 1, steps);
            }

            public void Backward(Tensor x, Tensor dh)
            {
                dwx = zeros_like(wx);
                dwh = zeros_like(wh);
                db = zeros_like(b);
                var carry = zeros(x.shape[0], 3);
                for (int t = (int)x.shape[1] - 1; t >= 0; t--)
                {
                    var a = AT(h, t + 1);
                    var d = AT(dh, t) + carry; //!up
                    var dz = d * SLOPE;
                    ADD(dwx, AT(x, t).t(), dz); //!x
                    ADD(dwh, AT(h, t).t(), dz); //!h
                    db += dz.sum(0);
                    carry = dz.mm(wh.t());
                }
            }
        }
        """;

    private static readonly Dictionary<string, string> Slices = new()
    {
        ["select"] = "$1.select(1, $2)", ["colon"] = "$1[TensorIndex.Colon, $2]", ["range"] = "$1[.., $2]", ["ellipsis"] = "$1[TensorIndex.Ellipsis, $2, TensorIndex.Colon]",
    };

    private static readonly Dictionary<string, string> Sums = new()
    {
        ["operator"] = "$1 += $2.mm($3)", ["in place"] = "$1.add_($2.matmul($3))", ["fused"] = "$1.addmm_($2, $3)",
    };

    private static readonly Dictionary<string, string> Slopes = new()
    {
        ["product"] = "(1 - a * a)", ["square"] = "(1 - a.square())", ["power"] = "(1 - a.pow(2))",
    };

    public static TheoryData<string, string, string> Spellings
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var slice in Slices.Keys)
                foreach (var sum in Sums.Keys)
                    foreach (var slope in Slopes.Keys) all.Add(slice, sum, slope);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public Task The_right_one(string slice, string sum, string slope) => Sample.IsSilent(Written(Network, slice, sum, slope));

    [Theory]
    [MemberData(nameof(Spellings))]
    public Task Never_carried(string slice, string sum, string slope) =>
        Sample.IsReported(Written(Faulty("carry = dz.mm(wh.t());", "var past = dz.mm(wh.t());", "up", "BP2001"), slice, sum, slope));

    [Theory]
    [MemberData(nameof(Spellings))]
    public Task Upstream_ignored(string slice, string sum, string slope) =>
        Sample.IsReported(Written(Faulty("var d = AT(dh, t) + carry;", "var d = carry;", "up", "BP2002"), slice, sum, slope));

    [Theory]
    [MemberData(nameof(Spellings))]
    public Task Cache_of_the_later_step(string slice, string sum, string slope) =>
        Sample.IsReported(Written(Faulty("AT(h, t).t(), dz", "AT(h, t + 1).t(), dz", "h", "BP2005"), slice, sum, slope));

    [Theory]
    [MemberData(nameof(Spellings))]
    public Task Overwritten_in_each_step(string slice, string sum, string slope) =>
        Sample.IsReported(Written(Faulty("ADD(dwx, AT(x, t).t(), dz);", "dwx = AT(x, t).t().mm(dz);", "x", "BP2004"), slice, sum, slope));

    /// <summary>A state that is copied into the tensor, and gradients that are set back to zero in place.</summary>
    [Fact]
    public Task Written_through_views()
    {
        var source = Network.Replace("h[TensorIndex.Colon, t + 1] = torch.tanh(AT(x, t).mm(wx) + AT(h, t).mm(wh) + b);", "h.select(1, t + 1).copy_(torch.tanh(AT(x, t).mm(wx) + AT(h, t).mm(wh) + b));")
            .Replace("dwx = zeros_like(wx);", "dwx.zero_();");
        return Sample.IsSilent(Written(source, "select", "in place", "square"));
    }

    private static string Faulty(string right, string wrong, string mark, string id)
    {
        Assert.Contains(right, Network, StringComparison.Ordinal);
        return Network.Replace("//!" + mark, "//! " + id).Replace(right, wrong);
    }

    private static string Written(string source, string slice, string sum, string slope)
    {
        source = System.Text.RegularExpressions.Regex.Replace(source, @"AT\((\w+), ([^)]+)\)", Slices[slice]);
        source = System.Text.RegularExpressions.Regex.Replace(source, @"ADD\((\w+), (.+), (dz)\);", Sums[sum] + ";");
        source = System.Text.RegularExpressions.Regex.Replace(source, "//!(up|x|h)\\b", "");
        return source.Replace("SLOPE", Slopes[slope]);
    }
}
