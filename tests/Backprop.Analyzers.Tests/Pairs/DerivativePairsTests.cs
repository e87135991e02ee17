using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Backprop.Analyzers.Tests.Pairs;

/// <summary>Which methods belong together, and what each type makes of them.</summary>
public class DerivativePairsTests
{
    private const string Squashings = """
        public interface ISquash { double Map(double v); double Rate(double v); }
        public class S : ISquash { public double Map(double v) => 1 / (1 + Math.Exp(-v)); public double Rate(double v) => Map(v) * (1 - Map(v)); }
        public class T : ISquash { public double Map(double v) => Math.Tanh(v); public double Rate(double v) { var q = Map(v); return 1 - q * q; } }
        public class R : ISquash { public double Map(double v) => Math.Max(0, v); public double Rate(double v) => v > 0 ? 1 : 0; }
        public class L : ISquash { public double Map(double v) => v; public double Rate(double v) => 1; }
        """;

    [Fact]
    public void AnInterfaceIsReadOverAllOfItsClasses()
    {
        var pair = Pair(Squashings, "ISquash", "Rate");
        Assert.Equal(("Map", "FromInput"), (pair?.Forward.Name, pair?.Reading.ToString()));
        Assert.Equal(
            "S DerivativeFromInput sigmoid costly; T DerivativeFromInput tanh costly; R Both relu cheap; L Both - cheap",
            Text(pair));
    }

    [Theory]
    [InlineData("S", "FromInput")]
    [InlineData("R", "Either")]
    public void AClassAnswersForItself(string type, string reading) => Assert.Equal(reading, Pair(Squashings, type, "Rate")?.Reading.ToString());

    [Fact]
    public void TheOneThatFitsNeitherIsToldWithAPoint()
    {
        var pair = Pair(Squashings + "public class W : ISquash { public double Map(double v) => 1 / (1 + Math.Exp(-v)); public double Rate(double v) => 1 - Map(v); }", "ISquash", "Rate");
        var wrong = Assert.Single(pair!.Implementations, one => one.Meaning.Verdict == PairVerdict.Neither);
        Assert.Equal("W", wrong.Type.Name);
        Assert.Equal(0.53, wrong.Meaning.Point);
        Assert.Equal(1 - (1 / (1 + Math.Exp(-0.53))), wrong.Meaning.Got, 12);
        Assert.Equal("FromInput", pair.Reading.ToString());
    }

    [Theory]
    [InlineData("public abstract class B { public abstract double F(double x); public abstract double D(double x); } public class T : B { public override double F(double x) => Math.Tanh(x); public override double D(double y) => 1 - y * y; }", "B", "FromOutput")]
    [InlineData("public abstract class B { protected abstract double F(double x); protected abstract double D(double x); public double[] Fs(double[] x) { for (var i = 0; i < x.Length; i++) x[i] = F(x[i]); return x; } } public class T : B { protected override double F(double x) => Math.Tanh(x); protected override double D(double x) => 1 - Math.Pow(Math.Tanh(x), 2); }", "B", "FromInput")]
    [InlineData("public static class B { public static double F(double x) => 1 / (1 + Math.Exp(-x)); public static double D(double x) => F(x) * (1 - F(x)); public static double G(double x) => Math.Tanh(x); }", "B", "FromInput")]
    [InlineData("public class B { public double[] F(double[] x) => x.Select(Math.Tanh).ToArray(); public double[] D(double[] x) => x.Select(v => 1 - Math.Tanh(v) * Math.Tanh(v)).ToArray(); }", "B", "FromInput")]
    [InlineData("public class B { public void F(double[] x) { for (var i = 0; i < x.Length; i++) x[i] = Math.Tanh(x[i]); } public void D(double[] y) { for (var i = 0; i < y.Length; i++) y[i] = 1 - y[i] * y[i]; } }", "B", "FromOutput")]
    [InlineData("public class B { public double F(double[] x, int i) => Math.Tanh(x[i]); public double D(double[] x, int i) => 1 - Math.Pow(Math.Tanh(x[i]), 2); }", "B", "FromInput")]
    [InlineData("public class B { public Matrix<double> F(Matrix<double> x) => x.PointwiseTanh(); public Matrix<double> D(Matrix<double> g, Matrix<double> y) => g.PointwiseMultiply(1 - y.PointwiseMultiply(y)); }", "B", "FromOutput")]
    [InlineData("public class B { public void F(double[] x, int start, int size) { for (var i = start; i < start + size; i++) x[i] = Math.Tanh(x[i]); } public double D(double sum, double a) => 1 - a * a; }", "B", "FromOutput")]
    [InlineData("public class B { public float F(float x) => MathF.Tanh(x); public float D(float gy, float y, float x) => gy * (1 - y * y); }", "B", "FromOutput")]
    [InlineData("public class B { readonly float k; public B(float k) => this.k = k; public MathNet.Numerics.LinearAlgebra.Vector<float> F(MathNet.Numerics.LinearAlgebra.Vector<float> x) => x.Map(e => 1 / (1 + MathF.Exp(-k * e))); public MathNet.Numerics.LinearAlgebra.Vector<float> D(MathNet.Numerics.LinearAlgebra.Vector<float> x) => x.Map(e => k * MathF.Exp(-k * e) / MathF.Pow(1 + MathF.Exp(-k * e), 2)); }", "B", "FromInput")]
    public void ShapesOfFunctions(string types, string type, string reading)
    {
        var pair = Pair(types, type, "D");
        Assert.Equal(("F", reading), (pair?.Forward.Name, pair?.Reading.ToString()));
    }

    [Theory]
    [InlineData("public static class B { public static double Swish(double x) => x * F(x); public static double F(double x) => 1 / (1 + Math.Exp(-x)); public static double D(double x) => 1 - F(x); }")]
    [InlineData("public interface B { double F(double x); double D(double x); }")]
    [InlineData("public class B { public double F(double x) => 2 * x + 1; public double D(double x) => 2; }")]
    [InlineData("public class B { public double[] F(double[] x) { var s = x.Sum(Math.Exp); return x.Select(v => Math.Exp(v) / s).ToArray(); } public double[] D(double[] y) => y.Select(v => v * (1 - v)).ToArray(); }")]
    public void NothingBelongsTogether(string types) => Assert.Null(Pair(types, "B", "D"));

    [Fact]
    public void ManyWrongOnesFirst_AndOneThatIsRight()
    {
        var wrong = string.Concat(Enumerable.Range(0, 7).Select(i =>
            $"public class A{i} : ISquash {{ public double Map(double v) => Math.Tanh({i + 2} * v); public double Rate(double v) => v - {i}; }}\n"));
        var right = string.Concat(Enumerable.Range(0, 7).Select(i =>
            $"public class B{i} : ISquash {{ public double Map(double v) => Math.Tanh(v); public double Rate(double y) => 1 - y * y; }}\n"));
        var pair = Pair("public interface ISquash { double Map(double v); double Rate(double v); }\n" + wrong + right, "ISquash", "Rate");
        Assert.Equal("FromOutput", pair?.Reading.ToString());
        Assert.Equal(7, pair?.Implementations.Count(one => one.Meaning.Verdict == PairVerdict.Neither));
    }

    private static string Text(DerivativePair? pair) => string.Join("; ", pair!.Implementations.Select(one =>
        $"{one.Type.Name} {one.Meaning.Verdict} {one.Activation?.Name ?? "-"} {(one.EvaluatesForward ? "costly" : "cheap")}"));

    private static DerivativePair? Pair(string types, string type, string method)
    {
        var snippet = new Backprop.Analyzers.Tests.Meaning.Snippet("", types);
        return new CompilationModel(snippet.Compilation).Pairs.Of(snippet.Method(method, type), CancellationToken.None);
    }
}
