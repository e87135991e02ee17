using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Layers that apply their activation, and its derivative, to the arrays that a network hands them.</summary>
public sealed class LayerStepTests
{
    private const string Back = """
        public void Back(double[] z, double[] up, out double[] d)
            {
                d = new double[z.Length];
                for (int j = 0; j < z.Length; j++) d[j] = up[j] * curve.Rise(z[j]);
            }
        """;

    private const string Run = """
        public void Run(double[] z, out double[] a)
            {
                a = new double[z.Length];
                for (int j = 0; j < z.Length; j++) a[j] = curve.At(z[j]);
            }
        """;

    private static string Network(string backward, string forward = "layers[i].Run(net[i], out output[i]);", string run = Run, string back = Back, string more = "", string rise = "1 - At(v) * At(v)") => $$"""
        using System;
        using System.Linq;

        public interface ICurve
        {
            double At(double v);

            double Rise(double v);
        }

        public sealed class Bend : ICurve
        {
            public double At(double v) => Math.Tanh(v);

            public double Rise(double v) => {{rise}};
        }

        public sealed class Ramp : ICurve
        {
            public double At(double v) => Math.Max(0, v);

            public double Rise(double v) => v > 0 ? 1 : 0;
        }

        public class Layer
        {
            private readonly ICurve curve;

            public Layer(ICurve curve) => this.curve = curve;

            {{run}}

            {{back}}
        }

        public sealed class Links
        {
            public void Forward(double[] a, out double[] z) => z = a.Select(v => 0.5 * v).ToArray();

            public void Backward(double[] d, out double[] up) => up = d.Select(v => 0.5 * v).ToArray();

            public void Update(double[] a, double[] d) { }
        }

        public sealed class Network
        {
            private readonly Layer[] layers = { new Layer(new Bend()), new Layer(new Bend()), new Layer(new Ramp()) };
            private readonly Links[] links = { new Links(), new Links(), new Links() };
            private readonly double[][] net = new double[3][];
            private readonly double[][] output = new double[3][];
            private readonly double[][] delta = new double[3][];

            public void Forward(double[] x)
            {
                for (int i = 0; i < 3; i++)
                {
                    links[i].Forward(i == 0 ? x : output[i - 1], out net[i]);
                    {{forward}}
                }
            }

            public void Train(double[] x, double[] error)
            {
                Forward(x);
                delta[2] = error;
                {{backward}}
            }

            {{more}}
        }
        """;

    private const string Whole = "for (int i = 2; i >= 0; i--) { {|BP1004:layers[i].Back(net[i], delta[i], out delta[i])|}; if (i > 0) links[i].Backward(delta[i], out delta[i - 1]); }";
    private const string Silent = "for (int i = 2; i >= 0; i--) { layers[i].Back(net[i], delta[i], out delta[i]); if (i > 0) links[i].Backward(delta[i], out delta[i - 1]); }";

    private const string Core = "public void Run(double[] z, out double[] a) { RunCore(z, out a); } protected virtual void RunCore(double[] z, out double[] a) { a = new double[z.Length]; for (int j = 0; j < z.Length; j++) a[j] = curve.At(z[j]); }";
    private const string Returning = "public double[] Run(double[] z) { var a = new double[z.Length]; for (int j = 0; j < z.Length; j++) a[j] = curve.At(z[j]); return a; }";
    private const string ReturningBack = "public double[] Back(double[] z, double[] up) { var d = new double[z.Length]; for (int j = 0; j < z.Length; j++) d[j] = up[j] * curve.Rise(z[j]); return d; }";

    [Theory]
    [InlineData(Whole, "layers[i].Run(net[i], out output[i]);", Run)]
    [InlineData(Whole, "layers[i].Run(net[i], out output[i]);", Core)]
    [InlineData(Whole, "output[i] = layers[i].Run(net[i]);", Returning)]
    [InlineData("for (int t = 2; t >= 0; t--) delta[t] = {|BP1004:layers[t].Back(net[t], delta[t])|};", "output[i] = layers[i].Run(net[i]);", Returning, ReturningBack)]
    public async Task EvaluatedAgain(string backward, string forward, string run, string back = Back) =>
        await Verify.NoAdviceAsync("BP1004", Network(backward, forward, run, back));

    [Theory]
    // The output is not kept, not of this layer, or something else by then.
    [InlineData("layers[i].Run(net[i], out delta[i]);")]
    [InlineData("layers[i].Run(net[i], out output[2 - i]);")]
    [InlineData("layers[2 - i].Run(net[i], out output[i]);")]
    [InlineData("layers[i].Run(output[i], out output[i]);")]
    [InlineData("layers[i].Run(net[i], out output[i]);", "public void Drop(int i) { for (int j = 0; j < 3; j++) output[i][j] *= 0.5; }")]
    [InlineData("layers[i].Run(net[i], out output[i]);", "public void Drop(int i) { var a = output[i]; for (int j = 0; j < 3; j++) a[j] *= 0.5; }")]
    [InlineData("layers[i].Run(net[i], out output[i]); Drop(output[i]);", "private static void Drop(double[] a) { for (int j = 0; j < 3; j++) a[j] *= 0.5; }")]
    // The derivative evaluates nothing.
    [InlineData("layers[i].Run(net[i], out output[i]);", "", "1 / Math.Pow(1 + v * v, 2)")]
    public async Task NotEvaluatedAgain(string forward, string more = "", string rise = "1 - At(v) * At(v)") =>
        await Verify.NoAdviceAsync("BP1004", Network(Silent, forward, more: more, rise: rise));

    private const string Update = "for (int i = 0; i < 3; i++) links[i].Update(i == 0 ? x : output[i - 1], delta[i]);";
    private const string Step = "layers[i].Back(net[i], delta[i], out delta[i]); links[i].Backward(delta[i], out delta[i - 1]);";

    [Theory]
    [InlineData($"for (int i = 2; {{|BP3003:i > 0|}}; i--) {{ {Step} }} {Update}")]
    [InlineData($"for (int i = 2; {{|BP3003:i >= 1|}}; --i) {{ {Step} }} for (int l = 0; l < 3; l++) {{ var d = delta[l]; links[l].Update(x, d); }}")]
    public async Task FirstLayer_LeftOut(string backward) => await Verify.NoAdviceAsync("BP3003", Network(backward));

    [Theory]
    [InlineData(Silent + " " + Update)]
    // Differentiated after the loop, changed after it, or never used.
    [InlineData($"for (int i = 2; i > 0; i--) {{ {Step} }} layers[0].Back(net[0], delta[0], out delta[0]); {Update}")]
    [InlineData($"for (int i = 2; i > 0; i--) {{ {Step} }} for (int j = 0; j < 3; j++) delta[0][j] *= 1 - output[0][j] * output[0][j]; {Update}")]
    [InlineData($"for (int i = 2; i > 0; i--) {{ {Step} }} for (int i = 1; i < 3; i++) links[i].Update(output[i - 1], delta[i]);")]
    // Nothing is handed down to the first layer.
    [InlineData("for (int i = 2; i > 0; i--) { layers[i].Back(net[i], delta[i], out delta[i]); } " + Update)]
    public async Task EveryLayer(string backward) => await Verify.NoAdviceAsync("BP3003", Network(backward));

    [Fact]
    public async Task FirstLayer_WithoutAFunction() => await Verify.NoAdviceAsync("BP3003", Network(
        $"for (int i = 2; i > 0; i--) {{ {Step} }} {Update}", "if (i > 0) layers[i].Run(net[i], out output[i]); else output[i] = net[i];"));

    private const string Line = "\npublic sealed class Line : ICurve { public double At(double v) => v; public double Rise(double v) => 1; }";

    // The first layer's function is the identity: there is nothing to differentiate.
    [Fact]
    public async Task FirstLayer_OfTheIdentity() => await Verify.NoAdviceAsync("BP3003", Network($"for (int i = 2; i > 0; i--) {{ {Step} }} {Update}")
        .Replace("{ new Layer(new Bend()), new Layer(new Bend())", "{ new Layer(new Line()), new Layer(new Bend())") + Line);

    // Somebody else may choose it for a layer, and somebody else again tanh for the first.
    [Fact]
    public async Task FirstLayer_OfAnything() => await Verify.NoAdviceAsync("BP3003", Network($"for (int i = 2; {{|BP3003:i > 0|}}; i--) {{ {Step} }} {Update}") + Line);
}
