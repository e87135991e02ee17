using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>BP2001 on a step's cell gradient that is computed into an array of the method's own and thrown away.</summary>
public class DiscardedGradientTests
{
    private const string Made = "var dc = new double[n];";
    private const string Lost = "{|BP2001:dc[i] *= step[2][i]|};";
    private const string Kept = "dc[i] *= step[2][i];";

    [Theory]
    [InlineData(Lost)]
    [InlineData("{|BP2001:dc[i] = dc[i] * step[2][i]|};")]
    [InlineData("{|BP2001:dc[i] = step[2][i] * dc[i]|};")]
    [InlineData("{|BP2001:dc[i] *= steps[steps.Count - 1][2][i]|};")]
    public Task What_the_step_before_is_owed_and_nobody_reads_is_found(string last) => Verify.ReportsAsync(Code(Made, last));

    [Theory]
    // Read in the same round, later on, by the caller, or as a whole.
    [InlineData(Made, Kept + " dh[i] += dc[i];")]
    [InlineData(Made, Kept + " } for (int i = 0; i < n; i++) { before[i] = dc[i];")]
    [InlineData(Made, Kept + " } dc.CopyTo(before, 0); {")]
    [InlineData(Made, Kept + " } before = dc; {")]
    [InlineData("var dc = before;", Kept)]
    [InlineData("var dc = new double[n]; before = dc;", Kept)]
    // Read by another round.
    [InlineData(Made, "dc[i] *= step[2][i]; if (i > 0) dz[i] += dc[i - 1];")]
    // No gate.
    [InlineData(Made, "dc[i] *= 0.5;")]
    [InlineData(Made, "dc[i] *= dh[i] * n;")]
    // Not multiplied at last.
    [InlineData(Made, "dc[i] = step[2][i];")]
    public Task What_is_read_or_no_gate_s_is_silent(string made, string last) => Verify.SilentAsync(Code(made, last));

    // The next round of the loop around finds it there.
    [Fact]
    public Task What_the_next_step_reads_is_carried() => Verify.SilentAsync(Code(Made, Kept)
        .Replace("var step = steps[steps.Count - 1];", "foreach (var step in Enumerable.Reverse(steps)) {").Replace("// done", "}"));

    // A gate that lets no state through: nothing is owed to any step.
    [Fact]
    public Task A_gated_layer_is_no_cell() => Verify.SilentAsync(Code(Made, Kept).Replace("step[2][i] * c[i]", "step[2][i] * x[i]"));

    [Fact]
    public Task A_product_that_is_no_delta_is_silent() => Verify.SilentAsync(Code(Made, Kept).Replace("dz[n + i] = dc[i] * ", "dz[n + i] = dh[i] * "));

    private static string Code(string made, string last) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;

        public static class Cell
        {
            private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

            public static double[] Forward(double[] x, double[] w, ref double[] c, List<double[][]> steps)
            {
                var n = x.Length;
                var step = new[] { c, new double[n], new double[n], new double[n] };
                var h = new double[n];
                for (int i = 0; i < n; i++)
                {
                    step[1][i] = Math.Tanh(w[i] * x[i]);
                    step[2][i] = Sigmoid(w[n + i] * x[i]);
                    step[3][i] = (1 - step[2][i]) * step[1][i] + step[2][i] * c[i];
                    h[i] = step[3][i];
                }
                steps.Add(step);
                c = step[3];
                return h;
            }

            public static double[] Backward(double[] up, double[] dh, double[] before, List<double[][]> steps)
            {
                var n = up.Length;
                var dz = new double[2 * n];
                {{made}}
                var step = steps[steps.Count - 1];
                for (int i = 0; i < n; i++)
                {
                    dc[i] += up[i];
                    dz[i] = dc[i] * (1 - step[2][i]) * (1 - step[1][i] * step[1][i]);
                    dz[n + i] = dc[i] * (step[0][i] - step[1][i]) * step[2][i] * (1 - step[2][i]);
                    {{last}}
                }
                // done
                return dz;
            }
        }
        """;
}
