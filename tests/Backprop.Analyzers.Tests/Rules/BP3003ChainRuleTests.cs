using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Derivatives that are right by themselves, at the wrong place of the chain rule.</summary>
public sealed class BP3003ChainRuleTests
{
    private const string Curves = """
        using System;
        using System.Collections.Generic;
        using MathNet.Numerics.LinearAlgebra;

        public interface ICurve
        {
            double At(double v);

            double Slope(double a);
        }

        public sealed class Bend : ICurve
        {
            public double At(double v) => Math.Tanh(v);

            public double Slope(double a) => 1 - a * a;
        }

        public sealed class Rise : ICurve
        {
            public double At(double v) => 1 / (1 + Math.Exp(-v));

            public double Slope(double a) => a * (1 - a);
        }


        """;

    private static string Cell(string body) => Curves + $$"""
        public sealed class Cell
        {
            private readonly ICurve gate = new Rise();
            private readonly ICurve bend = new Bend();
            private readonly double[] f = new double[3];
            private readonly double[] i = new double[3];
            private readonly double[] g = new double[3];
            private readonly double[] o = new double[3];
            private readonly double[] c = new double[3];
            private readonly double[] old = new double[3];
            private readonly double[] d = new double[12];
            private readonly double[] back = new double[3];

            public void Forward(double[] x)
            {
                for (int j = 0; j < 3; j++)
                {
                    f[j] = gate.At(x[j]);
                    i[j] = gate.At(0.4 * x[j]);
                    g[j] = bend.At(0.3 * x[j]);
                    o[j] = gate.At(0.2 * x[j]);
                    old[j] = c[j];
                    c[j] = f[j] * old[j] + g[j] * i[j];
                }
            }

            public void Backward(double[] up, double[] upC)
            {
                for (int j = 0, k = 3, l = 6, m = 9; j < 3; j++, k++, l++, m++)
                {
                    var t = Math.Tanh(c[j]);
                    var s = upC[j] + up[j] * o[j] * bend.Slope(t);
                    {{body}}
                }
            }
        }
        """;

    [Theory]
    [InlineData("back[j] = s * f[j]; d[j] = s * old[j] * {|BP3003:gate.Slope(i[j])|}; d[k] = s * i[j] * bend.Slope(g[j]); d[l] = s * g[j] * gate.Slope(i[j]); d[m] = up[j] * t * gate.Slope(o[j]);")]
    [InlineData("back[j] = f[j] * s; d[j] += {|BP3003:gate.Slope(i[j])|} * old[j] * s; d[k] += s * i[j] * bend.Slope(g[j]); d[l] += s * g[j] * gate.Slope(i[j]); d[m] += up[j] * t * gate.Slope(o[j]);")]
    [InlineData("d[l] = s * g[j] * i[j] * (1 - i[j]); d[j] = s * old[j] * i[j] * ({|BP3003:1 - i[j]|}); d[k] = s * i[j] * (1 - g[j] * g[j]); back[j] = s * f[j]; d[m] = up[j] * t * o[j] * (1 - o[j]);")]
    [InlineData("var dg = s * i[j] * (1 - g[j] * g[j]); var di = s * g[j] * (1 - i[j]) * i[j]; var df = s * old[j] * ({|BP3003:1 - i[j]|}) * i[j]; back[j] = s * f[j]; d[j] = df + di + dg;")]
    // The candidate's derivative in place of a gate's.
    [InlineData("back[j] = s * f[j]; d[j] = s * old[j] * {|BP3003:bend.Slope(g[j])|}; d[k] = s * i[j] * bend.Slope(g[j]); d[l] = s * g[j] * gate.Slope(i[j]);")]
    public async Task OneGatesDerivative_InTwoGradients(string body) => await Verify.NoAdviceAsync("BP3003", Cell(body));

    [Theory]
    [InlineData("back[j] = s * f[j]; d[j] = s * old[j] * gate.Slope(f[j]); d[k] = s * i[j] * bend.Slope(g[j]); d[l] = s * g[j] * gate.Slope(i[j]); d[m] = up[j] * t * gate.Slope(o[j]);")]
    [InlineData("back[j] = s * f[j]; d[j] = s * old[j] * f[j] * (1 - f[j]); d[k] = s * i[j] * (1 - g[j] * g[j]); d[l] = s * g[j] * i[j] * (1 - i[j]);")]
    // The forget gate is 1 - i: i stands in both products.
    [InlineData("back[j] = s * (1 - i[j]); d[j] = s * old[j] * gate.Slope(i[j]); d[k] = s * i[j] * bend.Slope(g[j]); d[l] = s * g[j] * gate.Slope(i[j]); d[l] -= d[j];")]
    // f is 1 - i, and kept: what it lets through is taken from i.
    [InlineData("back[j] = s * f[j]; d[j] = -s * old[j] * gate.Slope(i[j]); d[k] = s * i[j] * bend.Slope(g[j]); d[l] = s * g[j] * gate.Slope(i[j]);")]
    [InlineData("back[j] = s * f[j]; var di = s * g[j] * i[j] * (1 - i[j]); var other = -(s * old[j] * i[j] * (1 - i[j])); d[k] = s * i[j] * (1 - g[j] * g[j]); d[l] = di + other;")]
    // i lets both through.
    [InlineData("d[m] = s * i[j]; back[j] = s * f[j]; d[j] = s * old[j] * gate.Slope(i[j]); d[k] = s * i[j] * bend.Slope(g[j]); d[l] = s * g[j] * gate.Slope(i[j]);")]
    // f is differentiated elsewhere in the block.
    [InlineData("back[j] = s * f[j]; d[j] = s * old[j] * gate.Slope(i[j]); d[k] = s * i[j] * bend.Slope(g[j]); d[l] = s * g[j] * gate.Slope(i[j]); d[m] = s * t * gate.Slope(f[j]);")]
    // One gradient goes into two weights.
    [InlineData("back[j] = s * f[j]; d[j] = s * up[j] * gate.Slope(o[j]); d[k] = s * upC[j] * gate.Slope(o[j]); d[l] = s * old[j] * gate.Slope(i[j]); d[m] = s * i[j] * bend.Slope(g[j]);")]
    public async Task EachGatesOwnDerivative(string body) => await Verify.NoAdviceAsync("BP3003", Cell(body));

    [Theory]
    [InlineData("s.PointwiseMultiply(old).PointwiseMultiply(i).PointwiseMultiply({|BP3003:1 - i|})")]
    [InlineData("s.PointwiseMultiply(old).PointwiseMultiply(f).PointwiseMultiply(1 - f)")]
    public async Task OfVectors(string df) => await Verify.NoAdviceAsync("BP3003", Curves + $$"""
        public sealed class Cell
        {
            private Vector<double> f, i, g, old, c;
            private Vector<double> df, di, dg;

            public void Forward(Vector<double> x)
            {
                (f, i, g) = (x.Map(v => 1 / (1 + Math.Exp(-v))), (x * 0.5).Map(v => 1 / (1 + Math.Exp(-v))), x.PointwiseTanh());
                (old, c) = (c, f.PointwiseMultiply(c) + i.PointwiseMultiply(g));
            }

            public Vector<double> Backward(Vector<double> s)
            {
                df = {{df}};
                di = s.PointwiseMultiply(g).PointwiseMultiply(i).PointwiseMultiply(1 - i);
                dg = s.PointwiseMultiply(i).PointwiseMultiply(1 - g.PointwiseMultiply(g));
                var back = s.PointwiseMultiply(f);
                return back;
            }
        }
        """);

    private static string Steps(string slope, string forward = "", string back = "now.DC = ds * now.F;", string room = "DC = 0;") => Curves + $$"""
        public sealed class Step
        {
            public double C { get; init; }
            public double H { get; set; }
            public double F { get; init; }
            public double O { get; init; }
            public double DC { get; set; }

            public Step() { {{room}} }
        }

        public sealed class Cell
        {
            private readonly ICurve gate = new Rise();
            private readonly ICurve bend = new Bend();
            private readonly Stack<Step> forward = new();
            private readonly Stack<Step> later = new();

            public double Forward(double x, double before)
            {
                var (f, o) = (gate.At(0.4 * x), gate.At(x));
                var c = f * before + x;
                var step = new Step { C = c, F = f, O = o, H = bend.At(c) * o };
                {{forward}}
                forward.Push(step);
                return step.H;
            }

            public double Backward(double up)
            {
                var now = forward.Pop();
                var last = later.Peek();
                var dh = up + last.H;
                var slope = {{slope}};
                var ds = now.O * dh * slope;
                {{back}}
                later.Push(now);
                return ds;
            }
        }
        """;

    [Theory]
    [InlineData("{|BP3003:bend.Slope(last.DC)|}")]
    [InlineData("{|BP3003:bend.Slope(last.DC)|}", "", "var d = ds * now.F; now.DC = d;")]
    [InlineData("{|BP3003:bend.Slope(last.DC)|}", "", "now.DC = now.F * (up + last.H) * slope;", "")]
    public async Task TakenAtAGradient(string slope, string forward = "", string back = "now.DC = ds * now.F;", string room = "DC = 0;") =>
        await Verify.NoAdviceAsync("BP3003", Steps(slope, forward, back, room));

    [Theory]
    [InlineData("bend.Slope(bend.At(now.C))")]
    [InlineData("bend.Slope(now.F)")]
    // What lies there may be the forward pass's.
    [InlineData("bend.Slope(last.DC)", "step.DC = bend.At(c);")]
    [InlineData("bend.Slope(last.DC)", "step.DC += c;")]
    [InlineData("bend.Slope(last.DC)", "", "now.DC = bend.At(now.C); now.DC = ds * now.F;")]
    [InlineData("bend.Slope(last.DC)", "", "now.DC = bend.At(now.C);")]
    // No derivative.
    [InlineData("bend.At(last.DC)")]
    [InlineData("Math.Abs(last.DC)")]
    public async Task TakenAtAValue(string slope, string forward = "", string back = "now.DC = ds * now.F;") =>
        await Verify.NoAdviceAsync("BP3003", Steps(slope, forward, back));

    // BP2001 where both meet: `ds = o * (up + last.H) * slope`, and nothing adds last.DC.
    [Theory]
    [InlineData("{|BP2001:now.O * dh * slope|}", "now.DC = ds * now.F; now.H = dh * now.F;")]
    [InlineData("{|BP2001:slope * now.O * dh|}", "var d = ds * now.F; now.DC = d; now.H = ds;")]
    // Added as well, or of a gradient that nothing leaves.
    [InlineData("now.O * dh * slope + last.DC", "now.DC = ds * now.F; now.H = dh * now.F;")]
    [InlineData("now.O * dh * slope", "now.DC = ds * now.F + last.DC; now.H = dh * now.F;")]
    [InlineData("now.O * dh * slope", "now.DC = ds * now.F;")]
    public async Task AFactorAlone(string ds, string back) => await Verify.NoAdviceAsync("BP2001",
        Steps("bend.Slope(last.DC)", "", back).Replace("var ds = now.O * dh * slope;", $"var ds = {ds};"));

    private static string Units(string forward) => Curves + $$"""
        public sealed class Unit
        {
            public double[] Net = new double[3];
            public double[] Out = new double[3];
        }

        public sealed class Layer
        {
            private readonly ICurve bend = new Bend();
            private readonly Unit unit = new();

            public double[] Forward(double[] x)
            {
                {{forward}}
                return unit.Out;
            }

            public void Backward(double[] up)
            {
                for (int j = 0; j < up.Length; j++) unit.Net[j] = up[j] * {|#0:bend.Slope(unit.Net[j])|};
            }

            private static void Sum(double[] x, double[] sum)
            {
                for (int j = 0; j < x.Length; j++) sum[j] = 0.5 * x[j];
            }
        }
        """;

    [Theory]
    // What the forward pass leaves there, it leaves through another name, or by a call.
    [InlineData("var net = unit.Net; for (int j = 0; j < 3; j++) { net[j] = 0.5 * x[j]; unit.Out[j] = bend.At(net[j]); }")]
    [InlineData("Sum(x, unit.Net); for (int j = 0; j < 3; j++) unit.Out[j] = bend.At(unit.Net[j]);")]
    [InlineData("Array.Copy(x, unit.Net, 3); for (int j = 0; j < 3; j++) unit.Out[j] = bend.At(unit.Net[j]);")]
    [InlineData("x.CopyTo(unit.Net, 0);")]
    [InlineData("for (int j = 0; j < 3; j++) { unit.Net[j] = 0.5 * x[j]; unit.Out[j] = bend.At(unit.Net[j]); }")]
    public async Task TakenInThePlaceOfTheValue(string forward) => await Verify.NoAdviceAsync("BP3003", Units(forward).Replace("{|#0:", "").Replace("|}", ""));

    [Theory]
    [InlineData("for (int j = 0; j < 3; j++) unit.Out[j] = bend.At(x[j]);")]
    [InlineData("for (int j = 0; j < 3; j++) { unit.Net[j] = 0; unit.Out[j] = bend.At(x[j]); }")]
    public async Task TakenInThePlaceOfTheLastGradient(string forward) => await Verify.NoAdviceAsync("BP3003", Units(forward).Replace("{|#0:", "{|BP3003:"));

    private static string Losses(string slope, string call = "loss.Slope(unit.Curve, unit.Sum, want, unit.Out)", string forward = "unit.Out = unit.Curve.At(unit.Sum);", string other = "y - want") => """
        using System;

        public interface ICurve
        {
            double At(double v);

            double Slope(double v);
        }

        public sealed class Bend : ICurve
        {
            public double At(double v) => Math.Tanh(v);

            public double Slope(double v) => 1 - Math.Tanh(v) * Math.Tanh(v);
        }

        public sealed class Unit
        {
            public ICurve Curve = new Bend();
            public double Sum, Out, Error;
        }

        public interface ILoss
        {
            double Slope(ICurve f, double z, double want, double y);
        }


        """ + $$"""
        public sealed class Fused : ILoss
        {
            public double Slope(ICurve f, double z, double want, double y) => {{other}};
        }

        public sealed class Square : ILoss
        {
            public double Slope(ICurve f, double z, double want, double y) => {{slope}};
        }

        public sealed class Layer
        {
            private readonly Unit[] units = { new Unit(), new Unit() };

            public void Forward(double x)
            {
                foreach (var unit in units)
                {
                    unit.Sum = 0.5 * x;
                    {{forward}}
                }
            }

            public void Backward(ILoss loss, double[] wanted)
            {
                for (int j = 0; j < units.Length; j++)
                {
                    var unit = units[j];
                    var want = wanted[j];
                    unit.Error = {{call}};
                }
            }
        }
        """;

    [Theory]
    [InlineData("2 * ({|BP3003:f.At(z) - y|}) * f.Slope(z)")]
    [InlineData("({|BP3003:y - f.At(z)|}) * f.Slope(z)")]
    [InlineData("f.Slope(z) * ({|BP3003:f.At(z) - y|})")]
    public async Task OfALoss_WithoutItsTarget(string slope) => await Verify.NoAdviceAsync("BP3003", Losses(slope));

    [Theory]
    [InlineData("2 * (f.At(z) - want) * f.Slope(z)")]
    [InlineData("2 * (y - want) * f.Slope(z)")]
    // The target is read; or what is handed over as y is the target.
    [InlineData("want * (f.At(z) - y) * f.Slope(z)")]
    [InlineData("2 * (f.At(z) - y) * f.Slope(z)", "loss.Slope(unit.Curve, unit.Sum, unit.Out, want)")]
    [InlineData("2 * (f.At(z) - y) * f.Slope(z)", "loss.Slope(unit.Curve, unit.Error, want, unit.Out)")]
    [InlineData("2 * (f.At(z) - y) * f.Slope(z)", "loss.Slope(unit.Curve, unit.Sum, want, unit.Out)", "unit.Out = unit.Curve.At(0.5 * unit.Sum);")]
    // No loss of the kind has a target.
    [InlineData("2 * (f.At(z) - y) * f.Slope(z)", "loss.Slope(unit.Curve, unit.Sum, want, unit.Out)", "unit.Out = unit.Curve.At(unit.Sum);", "y * f.Slope(z)")]
    public async Task OfALoss_WithItsTarget(string slope, string call = "loss.Slope(unit.Curve, unit.Sum, want, unit.Out)", string forward = "unit.Out = unit.Curve.At(unit.Sum);", string other = "y - want") =>
        await Verify.NoAdviceAsync("BP3003", Losses(slope, call, forward, other));
}
