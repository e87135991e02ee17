using System.Text.RegularExpressions;
using Backprop.Analyzers.Tests.CarryStyles;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>A unit with one gate through which the state of the step before is kept: h[t] = f[t] h[t-1] + (1 - f[t]) n[t].</summary>
public class GatedUnitTests
{
    private const string Slope = "d * (h[t][i] - n[t][i]) * f[t][i] * (1 - f[t][i])";

    [Theory]
    [InlineData(Slope)]
    // f (h[t-1] - n) is h - n
    [InlineData("d * (h[t + 1][i] - n[t][i]) * (1 - f[t][i])")]
    public Task Is_right_and_silent(string slope) => Sample.IsRightAndSilent(Program(slope));

    [Fact]
    public Task The_gate_times_the_state_of_its_own_step_is_found() => Sample.IsWrongAndReported(Program(
        "d * (h[t + 1][i] - n[t][i]) * f[t][i] * (1 - f[t][i])", " //! BP2005"));

    private const string ClampedSlope = "d * (h[t][i] - n[{0}][i]) * f[{0}][i] * (1 - f[{0}][i])";

    [Fact]
    public Task The_caches_of_a_clamped_step_are_found() => Sample.IsWrongAndReported(Inline(Program(
        string.Format(ClampedSlope, "Math.Max(t - 1, 0)"), " //! BP2005")).Replace("zf * h[t][j];", "zf * h[t][j]; //! BP2005"));

    // What is called Max need not be the maximum.
    [Fact]
    public Task An_index_of_ones_own_is_not_clamped() => Sample.IsRightAndSilent(Inline(Program(string.Format(ClampedSlope, "Steps.Max(t - 1, 0)")))
        + "\npublic static class Steps { public static int Max(int before, int first) => before + 1 - first; }");

    // The step as the loop's own body.
    private static string Inline(string program)
    {
        var calls = Regex.Match(program, @" Back\(t\);\s+(?<sum>return new\[\][^;]+;)\s+void Back\(int t\)");
        return Regex.Replace(program.Replace(calls.Value, ""), @"carry = past;\s+}", "carry = past; }" + calls.Groups["sum"].Value);
    }

    [Fact]
    public Task In_a_function_within_the_member_the_missing_upstream_gradient_is_found() => Sample.IsWrongAndReported(
        Program(Slope).Replace("double d = above + carry[i];", "double d = carry[i]; //! BP2002"));

    // The gradient of each state stays in its slot; the step before asks for it.
    private static string Slots(string direct, string mark = "") => Program(Slope)
        .Replace("private double[][] h = [],", "private double[][] dh = [], h = [],").Replace("var carry = new double[3];", "var carry = new double[3]; dh = Zeros(x.Length + 1, 3);")
        .Replace("double d = above + carry[i];", $"double d = above + carry[i] + {direct};{mark}\n                dh[t][i] = d;").Replace("past[i] += d * f[t][i];", "");

    [Theory]
    [InlineData("dh[t + 1][i] * f[Math.Min(t + 1, x.Length - 1)][i]")]
    [InlineData("(t + 1 < x.Length ? dh[t + 1][i] * f[t + 1][i] : 0)")]
    public Task What_a_later_step_left_times_its_own_gate_is_right(string direct) => Sample.IsRightAndSilent(Slots(direct));

    [Theory]
    [InlineData("dh[t + 1][i] * f[t][i]")]
    [InlineData("f[t][i] * dh[t + 1][i]")]
    [InlineData("(t + 1 < x.Length ? dh[t + 1][i] * f[t][i] : 0)")]
    public Task What_a_later_step_left_times_the_gate_of_this_one_is_found(string direct) => Sample.IsWrongAndReported(Slots(direct, " //! BP2005"));

    private static string Program(string slope, string mark = "") => $$"""
        public class Unit
        {
            private readonly double[][] wf, uf, wn, wy;
            private readonly double[][] gWf = Zeros(3, 2), gUf = Zeros(3, 3), gWn = Zeros(3, 2), gWy = Zeros(2, 3);
            private double[][] h = [], f = [], n = [], miss = [];

            public Unit(double[] p)
            {
                wf = p[..6].Chunk(2).ToArray();
                uf = p[6..15].Chunk(3).ToArray();
                wn = p[15..21].Chunk(2).ToArray();
                wy = p[21..].Chunk(3).ToArray();
            }

            private static double[][] Zeros(int rows, int columns) => Enumerable.Range(0, rows).Select(_ => new double[columns]).ToArray();

            public double Forward(double[][] x, double[][] wanted)
            {
                double loss = 0;
                (h, f, n, miss) = (new double[x.Length + 1][], new double[x.Length][], new double[x.Length][], new double[x.Length][]);
                h[0] = new double[3];
                for (int t = 0; t < x.Length; t++)
                {
                    (h[t + 1], f[t], n[t], miss[t]) = (new double[3], new double[3], new double[3], new double[2]);
                    for (int i = 0; i < 3; i++)
                    {
                        double gate = 0, fresh = 0;
                        for (int j = 0; j < 2; j++) gate += wf[i][j] * x[t][j];
                        for (int j = 0; j < 3; j++) gate += uf[i][j] * h[t][j];
                        for (int j = 0; j < 2; j++) fresh += wn[i][j] * x[t][j];
                        f[t][i] = 1 / (1 + Math.Exp(-gate));
                        n[t][i] = Math.Tanh(fresh);
                        h[t + 1][i] = f[t][i] * h[t][i] + (1 - f[t][i]) * n[t][i];
                    }
                    for (int k = 0; k < 2; k++)
                    {
                        for (int i = 0; i < 3; i++) miss[t][k] += wy[k][i] * h[t + 1][i];
                        miss[t][k] -= wanted[t][k];
                        loss += miss[t][k] * miss[t][k] / 2;
                    }
                }
                return loss;
            }

            public double[] Backward(double[][] x)
            {
                var carry = new double[3];
                for (int t = x.Length - 1; t >= 0; t--) Back(t);
                return new[] { gWf, gUf, gWn, gWy }.SelectMany(block => block).SelectMany(row => row).ToArray();

                void Back(int t)
                {
                    var past = new double[3];
                    for (int i = 0; i < 3; i++)
                    {
                        double above = 0;
                        for (int k = 0; k < 2; k++)
                        {
                            gWy[k][i] += miss[t][k] * h[t + 1][i];
                            above += wy[k][i] * miss[t][k];
                        }
                        double d = above + carry[i];
                        double zf = {{slope}};{{mark}}
                        double zn = d * (1 - f[t][i]) * (1 - n[t][i] * n[t][i]);
                        for (int j = 0; j < 2; j++) gWf[i][j] += zf * x[t][j];
                        for (int j = 0; j < 3; j++) gUf[i][j] += zf * h[t][j];
                        for (int j = 0; j < 2; j++) gWn[i][j] += zn * x[t][j];
                        for (int j = 0; j < 3; j++) past[j] += uf[i][j] * zf;
                        past[i] += d * f[t][i];
                    }
                    carry = past;
                }
            }
        }

        public static class Entry
        {
            public const int ParameterCount = 27;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Unit(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var unit = new Unit(parameters);
                unit.Forward(inputs, targets);
                return unit.Backward(inputs);
            }
        }
        """;
}
