using System.Globalization;
using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>Whatever the parameters of a family are, the first samples alone must not rule its members out.</summary>
public class FamiliesTests
{
    public static TheoryData<double, double> Parameters => new()
    {
        { 1, 1.7 }, { 1.7159, 2.0 / 3 }, { -1, 0.5 }, { 2.5, -0.8 }, { 0.3, 3 }, { 10, 0.05 }, { -4, -2 },
    };

    [Theory, MemberData(nameof(Parameters))]
    public void ScaledTanh(double amplitude, double slope) =>
        Assert.EndsWith("Function", Snippet.Reading($"static double F(double x) => {Text(amplitude)} * Math.Tanh({Text(slope)} * x);"));

    [Theory, InlineData(0.3), InlineData(2.5), InlineData(-0.7), InlineData(4.1)]
    public void SlopedSigmoid(double slope) =>
        Assert.EndsWith("Function", Snippet.Reading($"static double F(double x) => 1 / (1 + Math.Exp({Text(-slope)} * x));"));

    [Theory, InlineData(0.02), InlineData(0.33), InlineData(1.5), InlineData(-0.2)]
    public void LeakyLine(double slope) =>
        Assert.EndsWith("Function", Snippet.Reading($"static double F(double x) => x > 0 ? x : {Text(slope)} * x;"));

    [Theory, InlineData(0.4), InlineData(1.7)]
    public void LinearUnit(double alpha) =>
        Assert.EndsWith("Function", Snippet.Reading($"static float F(float x) => x > 0 ? x : (float)({Text(alpha)} * (Math.Exp(x) - 1));"));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
