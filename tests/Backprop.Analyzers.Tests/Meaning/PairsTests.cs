using Backprop.Analyzers.Meaning;
using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>A function and what may be its derivative, whether or not the catalog knows them.</summary>
public class PairsTests
{
    private const string MadeUp = "static double F(double x) => 1.7159 * Math.Tanh(2.0 / 3 * x);";

    [Theory]
    [InlineData(MadeUp + "static double D(double x) { var t = Math.Tanh(2.0 / 3 * x); return 1.7159 * 2.0 / 3 * (1 - t * t); }", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData(MadeUp + "static double D(double y) => 2.0 / 3 / 1.7159 * (1.7159 - y) * (1.7159 + y);", nameof(PairVerdict.DerivativeFromOutput))]
    [InlineData(MadeUp + "static double D(double y) => 0.6667 / 1.7159 * (1.7159 - y) * (1.7159 + y);", nameof(PairVerdict.Unknown))]
    [InlineData(MadeUp + "static double D(double y) => 1 - y * y;", nameof(PairVerdict.Neither))]
    [InlineData("static double F(double x) => 1 / (1 + Math.Exp(-x)); static double D(double x) => 1 - F(x);", nameof(PairVerdict.Neither))]
    [InlineData("static double F(double x) => 1 / (1 + Math.Exp(-x)); static double D(double x) => F(x) * (1 - F(x));", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData("static double F(double x) => x * x * Math.Sin(x); static double D(double x) => 2 * x * Math.Sin(x) + x * x * Math.Cos(x);", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData("static double F(double x) => x / (1 + Math.Abs(x)); static double D(double x) => 1 / Math.Pow(1 + Math.Abs(x), 2);", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData("static double F(double x) => Math.Max(0, x); static double D(double x) => x > 0 ? 1 : 0;", nameof(PairVerdict.Both))]
    [InlineData("static double F(double x) => Math.Max(0, x); static double D(double x) => x > 0 ? 1 : 0.2;", nameof(PairVerdict.Unknown))]
    [InlineData("static double F(double x) => x > 0 ? 1 : 0; static double D(double x) => 1;", nameof(PairVerdict.Unknown))]
    [InlineData("static double F(double x) => x >= 0 ? 1 : -1; static double D(double x) => Math.Abs(x) < 1 ? 1 : 0;", nameof(PairVerdict.Unknown))]
    [InlineData("static double F(double x) => x < -4 ? -1 : x > 4 ? 1 : Math.Tanh(x); static double D(double x) => x < -4 || x > 4 ? 0 : 1 - Math.Tanh(x) * Math.Tanh(x);", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData("static double F(double x) => Math.Tanh(x) * new Random().NextDouble(); static double D(double x) => 1 - x * x;", nameof(PairVerdict.Unknown))]
    [InlineData("static float F(float x) => MathF.Tanh(x); static float D(float x) => 1 - MathF.Tanh(x) * MathF.Tanh(x);", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData("static float F(float x) => MathF.Tanh(x); static float D(float a) => 1 - a * a;", nameof(PairVerdict.DerivativeFromOutput))]
    [InlineData("public double Alpha = 1; double F(double x) => x > 0 ? x : Alpha * (Math.Exp(x) - 1); double D(double x) => x > 0 ? 1 : Alpha * Math.Exp(x);", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData("public double Alpha { get; set; } = 1; double F(double x) => x > 0 ? x : Alpha * (Math.Exp(x) - 1); double D(double y) => y > 0 ? 1 : y + Alpha;", nameof(PairVerdict.DerivativeFromOutput))]
    [InlineData("readonly double k; C(double k) => this.k = k; double F(double x) => 1 / (1 + Math.Exp(-k * x)); double D(double x) => F(x) * (1 - F(x));", nameof(PairVerdict.Neither))]
    [InlineData("readonly double k; C(double k) => this.k = k; double F(double x) => 1 / (1 + Math.Exp(-k * x)); double D(double x) => k * F(x) * (1 - F(x));", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData("double last; double F(double x) => last = Math.Tanh(x); double D(double x) => 1 - last * last;", nameof(PairVerdict.Unknown))]
    [InlineData("double F(double x) => Math.Tanh(x); double D(double sum, double output) => 1 - output * output;", nameof(PairVerdict.Both))]
    [InlineData("double F(double x) => Math.Tanh(x); double D(double y, double x) => 1 - y * y;", nameof(PairVerdict.Both))]
    [InlineData("double F(double x) => x / (1 + Math.Exp(-x)); double D(double x, double y) => y + (1 - y) / (1 + Math.Exp(-x));", nameof(PairVerdict.Both))]
    [InlineData("double F(double x) => Math.Tanh(x); double D(double sum, double output) => 1 - output;", nameof(PairVerdict.Neither))]
    [InlineData("double F(double x) => 2 / (1 + Math.Exp(-4.9 * x)) - 1; double D(double b, double a) => 1;", nameof(PairVerdict.Neither))]
    [InlineData("double F(double x) => Math.Tanh(x); double D(double y, double g) => (1 - y * y) * g;", nameof(PairVerdict.DerivativeFromOutput))]
    [InlineData("double F(double x) => Math.Log(1 + Math.Exp(x)); double D(double g, double x) => g / (1 + Math.Exp(-x));", nameof(PairVerdict.DerivativeFromInput))]
    [InlineData("double F(double x) => Math.Tanh(x); double D(double g, double x) => g * (1 - Math.Tanh(x));", nameof(PairVerdict.Neither))]
    [InlineData("double F(double x) => Math.Tanh(x); double D(double a, double b) => a * b;", nameof(PairVerdict.Unknown))]
    public void Verdicts(string members, string verdict)
    {
        var snippet = new Snippet(members);
        Assert.Equal(verdict, snippet.Fingerprints.OfPair(snippet.Method("F"), snippet.Method("D")).Verdict.ToString());
    }

    // What is certainly no derivative, as its rows depend on each other, is not compared with all that stands beside it.
    [Theory]
    [InlineData("static double F(double x) => Math.Tanh(x);", true)]
    [InlineData("static double[] F(double[] x) => x.Select(Math.Tanh).ToArray();", true)]
    [InlineData("static void F(double[] x, double[] y) { for (int i = 0; i < x.Length; i++) y[i] = 1 - x[i] * x[i]; }", true)]
    [InlineData("static double[] F(double[] x, double[] up) { var d = new double[x.Length]; for (int i = 0; i < x.Length; i++) d[i] = up[i] * (1 - x[i]); return d; }", true)]
    [InlineData("static double[] F(double[] x) { var e = x.Select(Math.Exp).ToArray(); var sum = e.Sum(); return e.Select(v => v / sum).ToArray(); }", false)]
    [InlineData("static void F(double[] x, double[] y) { double sum = 0; for (int i = 0; i < x.Length; i++) sum += x[i]; for (int i = 0; i < x.Length; i++) y[i] = x[i] / sum; }", false)]
    // Nothing is known of it.
    [InlineData("static double[] F(double[] x) => new double[0];", true)]
    public void MayBeByRow(string members, bool expected)
    {
        var snippet = new Snippet(members);
        var function = new RowFunctions(snippet.Interpreter, snippet.Fingerprints.Shapes).Of(snippet.Method("F"), snippet.Type("C"), constructed: false)!.Function;
        Assert.Equal(expected, DerivativeRuns.MayBeByRow(function));
    }

    [Fact]
    public void NeitherTellsThePointAndBothValues()
    {
        var snippet = new Snippet("static double F(double x) => Math.Tanh(x); static double D(double x) => Math.Tanh(x);");
        var meaning = snippet.Fingerprints.OfPair(snippet.Method("F"), snippet.Method("D"));
        Assert.Equal(PairVerdict.Neither, meaning.Verdict);
        Assert.Equal(Math.Tanh(meaning.Point), meaning.Got, 12);
        Assert.Equal(1 / Math.Pow(Math.Cosh(meaning.Point), 2), meaning.Wanted, 12);
    }

    [Theory]
    [InlineData("static double F(double x) => 1 / (1 + Math.Exp(-2.5 * x));", "static double D(double a) => 2.5 * a * (1 - a);", nameof(Form.DerivativeFromOutput))]
    [InlineData("const double K = 0.7; static double F(double x) => 1 / (1 + Math.Exp(-K * x));", "static double D(double x) => K * F(x) * (1 - F(x));", nameof(Form.DerivativeFromInput))]
    [InlineData("static double F(double x) => 3 * Math.Tanh(0.4 * x);", "static double D(double a) => 0.4 / 3 * (9 - a * a);", nameof(Form.DerivativeFromOutput))]
    [InlineData("static double F(double x) => x > 0 ? x : 0.3 * (Math.Exp(x) - 1);", "static double D(double x) => x > 0 ? 1 : 0.3 * Math.Exp(x);", nameof(Form.DerivativeFromInput))]
    public void FormsOfParametrisedActivations(string forward, string derivative, string form)
    {
        var snippet = new Snippet(forward + derivative);
        var activation = Assert.IsType<Fingerprint>(snippet.Fingerprints.OfMethod(snippet.Method("F"))).Activation;
        var method = snippet.Method("D");
        Assert.Equal(form, snippet.Fingerprints.FormOf(activation, method.Parameters[0].Type, input => snippet.Interpreter.Invoke(method, null, [input]))?.ToString());
    }
}
