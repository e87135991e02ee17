namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>The ways in which a cell hands back (dx, daPrev), and a loop over the steps around each, all with one blank in it.</summary>
internal static class CellShapes
{
    private const string Delta = """
            var dz = da.PointwiseMultiply(1 - s.A.PointwiseMultiply(s.A));
            dWx += dz.OuterProduct(s.X);
            dWa += dz.OuterProduct(s.APrev);
        """;

    /// <summary>Name: the members around, the call with {0} for the gradient handed in, and how the state's gradient is read.</summary>
    public static readonly IReadOnlyDictionary<string, (string Cell, string Call, string Read)> All = new Dictionary<string, (string, string, string)>
    {
        ["Tuple"] = ($$"""
            private (Vec Dx, Vec DaPrev) Cell(Vec da, Cache s)
            {
            {{Delta}}
                return (wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz));
            }
            """, "var back = Cell({0}, cache[t]);", "back.DaPrev"),
        ["Record"] = ($$"""
            private sealed record Back(Vec Dx, Vec DaPrev);

            private Back Cell(Vec da, Cache s)
            {
            {{Delta}}
                return new Back(wx.Transpose() * dz, wa.Transpose() * dz);
            }
            """, "var back = Cell({0}, cache[t]);", "back.DaPrev"),
        ["Dictionary"] = ($$"""
            private Dictionary<string, Vec> Cell(Vec da, Cache s)
            {
            {{Delta}}
                return new Dictionary<string, Vec> { ["dx"] = wx.TransposeThisAndMultiply(dz), ["daPrev"] = wa.TransposeThisAndMultiply(dz) };
            }
            """, "var back = Cell({0}, cache[t]);", "back[\"daPrev\"]"),
        ["List"] = ($$"""
            private List<Vec> Cell(Vec da, Cache s)
            {
            {{Delta}}
                return new List<Vec> { wx.TransposeThisAndMultiply(dz), wa.TransposeThisAndMultiply(dz) };
            }
            """, "var back = Cell({0}, cache[t]);", "back[1]"),
        ["OutParameters"] = ($$"""
            private void Cell(Vec da, Cache s, out Vec dx, out Vec daPrev)
            {
            {{Delta}}
                dx = wx.TransposeThisAndMultiply(dz);
                daPrev = wa.TransposeThisAndMultiply(dz);
            }
            """, "Cell({0}, cache[t], out var dx, out var back);", "back"),
        ["NoCell"] = ("", """
            var s = cache[t];
                    var dz = ({0}).PointwiseMultiply(1 - s.A.PointwiseMultiply(s.A));
                    dWx += dz.OuterProduct(s.X);
                    dWa += dz.OuterProduct(s.APrev);
                    var back = wa.TransposeThisAndMultiply(dz);
            """, "back"),
    };

    /// <summary>`carry` is zeros before the loop; what the step gets, and what stands at the end of the body.</summary>
    public static string Loop(string shape, string handed, Func<string, string>? last)
    {
        var (cell, call, read) = All[shape];
        return $$"""
            {{cell}}

            public void Backward(Vec[] da)
            {
                var carry = Vec.Build.Dense(3);
                for (int t = da.Length - 1; t >= 0; t--)
                {
                    {{call.Replace("{0}", handed)}}
                    {{last?.Invoke(read)}}
                }
            }
            """;
    }
}
