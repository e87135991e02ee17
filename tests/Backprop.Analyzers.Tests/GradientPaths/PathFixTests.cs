using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.CarryStyles;
using Backprop.Analyzers.Tests.Planting;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>The fixes of BP2001, BP2002 and BP2004: the text that comes out, and that its gradient is right where the original's was wrong.</summary>
public class PathFixTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\n";

    public static TheoryData<string> Shapes => [.. CellShapes.All.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Zeros_that_nothing_reassigns_become_the_carry(string shape)
    {
        var code = Frames.MathNet(CellShapes.Loop(shape, "da[t] + carry", _ => "var next = t; // the step before comes next"));
        var read = CellShapes.All[shape].Read;
        var last = "var next = t; // the step before comes next";
        return Proves<CarryRecurrentGradientFixer>(
            code.Replace("da[t] + carry", "da[t] + {|BP2001:carry|}"),
            code.Replace(last, last + "\n        carry = " + read + ";"));
    }

    [Theory]
    [InlineData("Tuple")]
    [InlineData("Record")]
    [InlineData("Dictionary")]
    [InlineData("List")]
    [InlineData("OutParameters")]
    public Task A_carry_that_is_not_added_is_added(string shape)
    {
        var code = Frames.MathNet(CellShapes.Loop(shape, "da[t] /* from above */", read => $"carry = {read}; // to the step before"));
        return Proves<CarryRecurrentGradientFixer>(
            code.Replace("da[t] /*", "{|BP2001:da[t]|} /*"), code.Replace("da[t] /*", "da[t] + carry /*"));
    }

    [Theory]
    [InlineData("Tuple")]
    [InlineData("Record")]
    [InlineData("Dictionary")]
    public Task The_upstream_gradient_is_added_and_no_longer_the_start(string shape)
    {
        var code = Frames.MathNet(CellShapes.Loop(shape, "carry", read => $"carry = {read};").Replace("Vec.Build.Dense(3);\n    for", "da[^1]; // the last step\n    for"));
        return Proves<AddUpstreamGradientFixer>(
            code.Replace("Cell(carry", "Cell({|BP2002:carry|}"),
            code.Replace("Cell(carry", "Cell(da[t] + carry").Replace("= da[^1];", "= Vector<double>.Build.SameAs(da[^1]);")
                .Replace("using Mat =", "using MathNet.Numerics.LinearAlgebra;\nusing Mat ="),
            "using MathNet.Numerics.LinearAlgebra;\n");
    }

    [Fact]
    public Task Every_overwritten_gradient_is_added_up()
    {
        var code = Frames.MathNet("""
            public void Backward(Vec[] da)
            {
                dWx = Mat.Build.Dense(3, 2);
                dWa = Mat.Build.Dense(3, 3);
                var carry = Vec.Build.Dense(3);
                for (int t = da.Length - 1; t >= 0; t--)
                {
                    var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                    dWx = dz.OuterProduct(cache[t].X);  // of the inputs
                    dWa  =  dz.OuterProduct(cache[t].APrev);
                    carry = wa.TransposeThisAndMultiply(dz);
                }
            }
            """);
        return Proves<AccumulateGradientFixer>(
            code.Replace("dWx = dz.OuterProduct(cache[t].X)", "{|BP2004:dWx = dz.OuterProduct(cache[t].X)|}")
                .Replace("dWa  =  dz.OuterProduct(cache[t].APrev)", "{|BP2004:dWa  =  dz.OuterProduct(cache[t].APrev)|}"),
            code.Replace("dWx = dz.", "dWx += dz.").Replace("dWa  =  dz.", "dWa  +=  dz."));
    }

    private static async Task Proves<TFix>(string marked, string expected, string usings = "")
        where TFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new()
    {
        var original = marked.Replace("|}", "");
        foreach (var id in new[] { "BP2001", "BP2002", "BP2004" }) original = original.Replace("{|" + id + ":", "");
        Assert.False(Gradient(usings + original).Right, "the original is right");
        Assert.True(Gradient(expected).Right, "the fixed code is wrong");
        await Verify.FixesAsync<TFix>(Usings + usings + marked, Usings + expected);
    }

    private static Runtime.Checking.GradientReport Gradient(string source)
    {
        using var network = new Network(Sources.Compile(Sources.Parse(Usings + source)));
        return GradientProof.Run(network);
    }
}
