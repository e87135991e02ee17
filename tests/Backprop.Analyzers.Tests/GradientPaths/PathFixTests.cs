using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.CarryStyles;
using Backprop.Analyzers.Tests.Planting;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>The fixes of BP2001, BP2002, BP2004 and BP2005: the text that comes out, and that its gradient is right where the original's was wrong.</summary>
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

    [Fact]
    public Task What_the_inner_loop_sums_up_becomes_the_carry_of_the_loop_over_time()
    {
        var code = Frames.Arrays("""
            public void Backward(double[][] x, double[][] da)
            {
                for (int round = 0; round < 1; round++)
                {
                    var later = new double[N];
                    for (int t = x.Length - 1; t >= 0; t--)
                    {
                        var past = new double[N];
                        for (int i = 0; i < N; i++)
                        {
                            double dz = (da[t][i] + later[i]) * (1 - a[t][i] * a[t][i]);
                            for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                            for (int j = 0; j < N; j++)
                            {
                                dWa[i][j] += dz * Before(t)[j];
                                past[j] += wa[i][j] * dz;
                            }
                        } // of all units
                    }
                }
            }
            """);
        return Proves<CarryRecurrentGradientFixer>(
            code.Replace("later[i])", "{|BP2001:later[i]|})"),
            code.Replace("} // of all units\n", "} // of all units\n            later = past;\n"));
    }

    [Fact]
    public Task What_the_cell_hands_out_and_nobody_takes_becomes_the_carry()
    {
        var code = Frames.MathNet("""
            public void Backward(Vec[] da)
            {
                var carry = Vec.Build.Dense(3);
                for (int t = da.Length - 1; t >= 0; t--) Cell(da[t] + carry, cache[t], out _ /* to the past */);
            }

            private void Cell(Vec da, Cache step, out Vec back)
            {
                var dz = da.PointwiseMultiply(1 - step.A.PointwiseMultiply(step.A));
                dWx += dz.OuterProduct(step.X);
                dWa += dz.OuterProduct(step.APrev);
                back = wa.TransposeThisAndMultiply(dz);
            }
            """);
        return Proves<CarryRecurrentGradientFixer>(code.Replace("+ carry,", "+ {|BP2001:carry|},"), code.Replace("out _ /*", "out carry /*"));
    }

    [Fact]
    public Task What_is_summed_up_for_each_unit_becomes_its_element_of_the_carry()
    {
        var code = Frames.Arrays("""
            private double[] later = [];

            public void Backward(double[][] x, double[][] da)
            {
                later = new double[N];
                for (int t = x.Length - 1; t >= 0; t--) Step(x[t], da[t], t);
            }

            private void Step(double[] x, double[] da, int t)
            {
                var dz = new double[N];
                for (int i = 0; i < N; i++)
                {
                    dz[i] = (da[i] + later[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[j];
                    for (int j = 0; j < N; j++) dWa[i][j] += dz[i] * Before(t)[j];
                }
                for (int j = 0; j < N; j++)
                {
                    double sum = 0;
                    for (int i = 0; i < N; i++) sum += wa[i][j] * dz[i]; // of all units
                }
            }
            """);
        return Proves<CarryRecurrentGradientFixer>(
            code.Replace("+ later[i])", "+ {|BP2001:later[i]|})"),
            code.Replace("dz[i]; // of all units\n", "dz[i]; // of all units\n        later[j] = sum;\n"));
    }

    [Fact]
    public Task What_the_step_leaves_lying_fills_the_buffer_that_it_was_handed()
    {
        var code = Frames.Arrays("""
            public void Backward(double[][] x, double[][] da)
            {
                var later = new double[N];
                for (int t = x.Length - 1; t >= 0; t--) Step(x[t], da[t], t, later);
            }

            private void Step(double[] x, double[] da, int t, double[] future)
            {
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = (da[i] + future[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        past[j] += wa[i][j] * dz;
                    }
                } // of all units
            }
            """);
        return Proves<CarryRecurrentGradientFixer>(
            code.Replace("t, later)", "t, {|BP2001:later|})"),
            code.Replace("} // of all units\n", "} // of all units\n    past.CopyTo(future, 0);\n"));
    }

    [Fact]
    public Task What_is_sent_back_is_added_to_the_slot_of_the_step_before()
    {
        var code = Slots("var past = wa.TransposeThisAndMultiply(dz); // to the past");
        return Proves<CarryRecurrentGradientFixer>(
            code.Replace("var past = wa.TransposeThisAndMultiply(dz)", "var past = {|BP2001:wa.TransposeThisAndMultiply(dz)|}"),
            code.Replace("// to the past\n", "// to the past\n        if (t > 0) sums[t - 1] += past;\n"));
    }

    [Fact]
    public Task A_sum_that_nobody_keeps_is_kept_in_the_slot_of_the_step_before()
    {
        var code = Slots("if (t > 0) sums[t - 1].Add(wa.TransposeThisAndMultiply(dz)); // to the past");
        return Proves<CarryRecurrentGradientFixer>(
            code.Replace("sums[t - 1].Add(wa.TransposeThisAndMultiply(dz))", "sums[t - 1].Add({|BP2001:wa.TransposeThisAndMultiply(dz)|})"),
            code.Replace("sums[t - 1].Add(", "sums[t - 1] = sums[t - 1].Add("));
    }

    [Fact]
    public Task What_the_caller_handed_over_is_not_written()
    {
        var code = Slots("var past = {|BP2001:wa.TransposeThisAndMultiply(dz)|};").Replace("var sums = da.Select(d => 2 * d - d).ToArray();", "").Replace("sums[", "da[");
        return Verify.FixesAsync<CarryRecurrentGradientFixer>(Usings + code, Usings + code);
    }

    private const string OnePass = """
        public void Backward(double[][] x, double[] dLast)
        {
            for (int t = x.Length - 1; t >= 0; t--)
            {
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    double dz = dLast[i] * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++)
                    {
                        dWa[i][j] += dz * Before(t)[j];
                        {|BP2001:past[j] += wa[i][j] * dz|};
                    }
                } // of all units
            }
        }
        """;

    [Fact]
    public Task Where_only_the_last_state_is_read_its_gradient_becomes_the_carry()
    {
        var code = Frames.ManyToOne(OnePass);
        return Proves<CarryRecurrentGradientFixer>(code, Plain(code).Replace("} // of all units\n", "} // of all units\n        dLast = past;\n"));
    }

    [Fact]
    public Task A_copy_of_the_last_state_s_gradient_becomes_the_carry()
    {
        var code = Frames.ManyToOne(OnePass.Replace("double[] dLast)\n{", "double[] dLast)\n{\n    double[] up = (double[])dLast.Clone();").Replace("dLast[i]", "up[i]"));
        return Proves<CarryRecurrentGradientFixer>(code, Plain(code).Replace("} // of all units\n", "} // of all units\n        up = past;\n"));
    }

    // What all steps may share: the gradient of their mean, of a sum that grows beside the states, of whatever others make of them.
    [Theory]
    [InlineData("e = Miss(a[^1], wanted[^1]);", "e = Miss(a.Aggregate((one, other) => one.Zip(other, (p, q) => p + q).ToArray()), wanted[^1]);")]
    [InlineData("e = Miss(a[^1], wanted[^1]);", "var all = new double[N]; foreach (var state in a) for (int i = 0; i < N; i++) all[i] += state[i]; e = Miss(all, wanted[^1]);")]
    [InlineData("e = Miss(a[^1], wanted[^1]);", "e = Miss(a[^1], wanted[^1]); e[0] += a[^2][0];")]
    [InlineData("e = Miss(a[^1], wanted[^1]);", "e = Miss(a[^1], wanted[^1]); e[0] += Before(1)[0];")]
    [InlineData("e = Miss(a[^1], wanted[^1]);", "e = Miss(all, wanted[^1]);", "a[t][i] = Math.Tanh(z);", "a[t][i] = Math.Tanh(z); all[i] += a[t][i];")]
    [InlineData("e = Miss(a[^1], wanted[^1]);", "e = Miss(all, wanted[^1]);", "a[t][i] = Math.Tanh(z);", "a[t][i] = Math.Tanh(z); all[i] = Math.Max(all[i], a[t][i]);")]
    [InlineData("private double[] Before", "public double[][] States => a; private double[] Before")]
    [InlineData("private double[][] a", "internal double[][] a")]
    [InlineData("a[t][i] = Math.Tanh(z);", "a[t][i] = Math.Tanh(z); Console.Write(a[t][i]);")]
    [InlineData("// of all units\n    }", "// of all units\n    }\n    dWy[0][0] += 0 * dLast[0];")]
    public Task What_all_steps_may_share_is_no_carry(string text, string other, string? further = null, string? changed = null)
    {
        var code = Frames.ManyToOne(OnePass).Replace("private double[][] a", "private readonly double[] all = new double[N];\n    private double[][] a").Replace(text, other);
        if (further is not null) code = code.Replace(further, changed);
        return Verify.FixesAsync<CarryRecurrentGradientFixer>(Usings + code, Usings + code);
    }

    private static string Plain(string marked) => marked.Replace("{|BP2001:", "").Replace("|}", "");

    private static string Slots(string sent) => Frames.MathNet($$"""
        public void Backward(Vec[] da)
        {
            var sums = da.Select(d => 2 * d - d).ToArray();
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var dz = sums[t].PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                {{sent}}
                dWx += dz.OuterProduct(cache[t].X);
                dWa += dz.OuterProduct(cache[t].APrev);
            }
        }
        """);

    [Fact]
    public Task A_loop_in_the_order_of_the_forward_pass_is_turned()
    {
        var code = Frames.MathNet("""
            public void Backward(Vec[] da)
            {
                var carry = Vec.Build.Dense(3);
                for (int t = da.Length - 1; t >= 0; t--)
                {
                    var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                    dWx += dz.OuterProduct(cache[t].X);
                    dWa += dz.OuterProduct(cache[t].APrev);
                    carry = wa.TransposeThisAndMultiply(dz);
                }
            }
            """);
        var head = "for (int t = da.Length - 1; t >= 0; t--)";
        Assert.Contains(head, code);
        return Proves<MatchStepFixer>(
            code.Replace(head, "{|BP2005:for|} (int t = 0; /* all */ t < da.Length; t++)  // the steps"),
            code.Replace(head, "for (int t = da.Length - 1; /* all */ t >= 0; t--)  // the steps"));
    }

    [Fact]
    public Task Indices_of_other_steps_are_moved()
    {
        var code = Steps("dz * h[t /* before */][j]", "miss[t][k] * h[t + 1][j]");
        return Proves<MatchStepFixer>(
            Steps("dz * h[t + 1][j]", "miss[t][k] * h[t][j]").Replace("gU[i][j] += dz * h[t + 1][j]", "{|BP2005:gU[i][j] += dz * h[t + 1][j]|}")
                .Replace("gV[k][j] += miss[t][k] * h[t][j]", "{|BP2005:gV[k][j] += miss[t][k] * h[t][j]|}"),
            code.Replace("h[t /* before */]", "h[t]"));
    }

    // h[0] is the state before the first step.
    private static string Steps(string recurrent, string output) => $$"""
        public class Net
        {
            private readonly double[][] w, u, v;
            private double[][] h = [], miss = [];

            public Net(double[] p) => (w, u, v) = (p[..6].Chunk(2).ToArray(), p[6..15].Chunk(3).ToArray(), p[15..].Chunk(3).ToArray());

            public double Forward(double[][] x, double[][] wanted)
            {
                (h, miss) = (new double[x.Length + 1][], new double[x.Length][]);
                h[0] = new double[3];
                double loss = 0;
                for (int t = 0; t < x.Length; t++)
                {
                    h[t + 1] = new double[3];
                    for (int i = 0; i < 3; i++)
                    {
                        double sum = 0;
                        for (int j = 0; j < 2; j++) sum += w[i][j] * x[t][j];
                        for (int j = 0; j < 3; j++) sum += u[i][j] * h[t][j];
                        h[t + 1][i] = Math.Tanh(sum);
                    }
                    miss[t] = new double[2];
                    for (int k = 0; k < 2; k++)
                    {
                        for (int j = 0; j < 3; j++) miss[t][k] += v[k][j] * h[t + 1][j];
                        miss[t][k] -= wanted[t][k];
                        loss += miss[t][k] * miss[t][k] / 2;
                    }
                }
                return loss;
            }

            public double[] Backward(double[][] x)
            {
                double[][] gW = Zeros(3, 2), gU = Zeros(3, 3), gV = Zeros(2, 3);
                double[] next = new double[3];
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    double[] past = new double[3];
                    for (int i = 0; i < 3; i++)
                    {
                        double dh = next[i] * (h[t][i] < 9 ? 1 : 0);
                        for (int k = 0; k < 2; k++) dh += v[k][i] * miss[t][k];
                        double dz = dh * (1 - h[t + 1][i] * h[t + 1][i]);
                        for (int j = 0; j < 2; j++) gW[i][j] += dz * x[t][j];
                        for (int j = 0; j < 3; j++)
                        {
                            gU[i][j] += {{recurrent}}; // of the state
                            past[j] += u[i][j] * dz;
                        }
                    }
                    for (int k = 0; k < 2; k++)
                        for (int j = 0; j < 3; j++) gV[k][j] += {{output}};
                    next = past;
                }
                return gW.Concat(gU).Concat(gV).SelectMany(row => row).ToArray();
            }

            private static double[][] Zeros(int rows, int columns) => Enumerable.Range(0, rows).Select(_ => new double[columns]).ToArray();
        }

        public static class Entry
        {
            public const int ParameterCount = 21;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Net(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var net = new Net(parameters);
                net.Forward(inputs, targets);
                return net.Backward(inputs);
            }
        }
        """;

    private static async Task Proves<TFix>(string marked, string expected, string usings = "")
        where TFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new()
    {
        var original = marked.Replace("|}", "");
        foreach (var id in new[] { "BP2001", "BP2002", "BP2004", "BP2005" }) original = original.Replace("{|" + id + ":", "");
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
