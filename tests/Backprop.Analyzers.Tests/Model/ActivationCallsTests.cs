using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Backprop.Analyzers.Tests.Model;

/// <summary>Which methods may evaluate an activation: read off what they call, over a few helpers, not off a name alone.</summary>
public class ActivationCallsTests
{
    [Theory]
    [InlineData("static double F(double z) => Math.Tanh(z);", true)]
    [InlineData("static double F(double z) => G(z); static double G(double z) => H(-z); static double H(double z) => 1 / (1 + Math.Exp(z));", true)]
    [InlineData("static double F(double z) { Func<double, double> f = Math.Tanh; return f(z); }", true)]
    [InlineData("static double F(double z, Func<double, double> f) { var tanh = f; return tanh(z); } static double tanh(double z) => Math.Tanh(z);", true)]
    // One Abs leads to an exponential; what is called here is another.
    [InlineData("static double F(double a, double b) => Math.Abs(a) * Math.Sqrt(1 + b * b); static double Abs(double z) => Math.Exp(z);", false)]
    [InlineData("static double F(double z) => z * z; /* Math.Tanh */", false)]
    [InlineData("static double F(double z) { double Tanh = z; return Tanh * Tanh; }", false)]
    public void Evaluates(string members, bool expected) => Assert.Equal(expected, MayEvaluate(members));

    [Theory]
    [InlineData("F(double z) => Math.Tanh(z);", true)]
    [InlineData("F(double z) => Math.Max(0, z);", false)]
    public void AnOpenMethodEvaluatesWhatItsImplementationsDo(string implementation, bool expected) => Assert.Equal(expected, MayEvaluate(
        "abstract class B { public abstract double F(double z); } class D : B { public override double " + implementation + " }"));

    [Fact]
    public void RecursionEnds() => Assert.False(MayEvaluate(
        "static double F(double z) => z < 0 ? 0 : G(z); static double G(double z) => F(z - 1); static double Tanh() => F(1);"));

    private static bool MayEvaluate(string members)
    {
        var compilation = Compilations.Of("static class C { " + members + " }");
        var method = compilation.GetSymbolsWithName("F", SymbolFilter.Member).OfType<IMethodSymbol>().First(one => one.IsAbstract || one.IsStatic);
        return new CompilationModel(compilation).Activations.Evaluates(method);
    }
}
