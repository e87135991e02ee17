using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Xunit;

namespace Backprop.Analyzers.Tests.Knowledge;

/// <summary>Every row of the catalog against itself: derivatives against differences, output forms against the input form.</summary>
public class ActivationsTests
{
    private static readonly Activation[] Parametrised =
    [
        SaturatingActivations.ScaledTanh(1.7, 0.6), SaturatingActivations.SlopedSigmoid(2.5), SaturatingActivations.SlopedSigmoid(-0.4),
        PiecewiseActivations.Leaky("leaky", 0.2), ExponentialActivations.LinearUnit("elu of 1.3 and 0.7", 1.3, 0.7),
    ];

    public static TheoryData<string> Rows => [.. Activations.All.Concat(Parametrised).Select(row => row.Name)];

    private static Activation Row(string name) => Activations.All.Concat(Parametrised).First(row => row.Name == name);

    [Theory]
    [MemberData(nameof(Rows))]
    public void DerivativeFromInputIsTheCentralDifference(string name)
    {
        var row = Row(name);
        Assert.True(row.Samples.Count >= 4, "too few samples");
        Assert.All(row.Samples, z => Close(Difference(row.F, z), row.DerivativeFromInput(z), 1e-6));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void DerivativeFromOutputIsTheDerivativeFromInput(string name)
    {
        var row = Row(name);
        if (row.DerivativeFromOutput is not { } fromOutput)
        {
            Assert.Null(row.OutputForm);
            return;
        }

        Assert.All(row.Samples.Where(z => row.Range.Contains(row.F(z)) && Math.Abs(z) < 4), z => Close(row.DerivativeFromInput(z), fromOutput(row.F(z)), 1e-7));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void TheTemplateIsTheFormula(string name)
    {
        var row = Row(name);
        Assert.True(row.OutputForm is null || row.DerivativeFromOutput is not null);
        foreach (var z in row.Samples)
        {
            if (row is { OutputForm: { } template, DerivativeFromOutput: { } formula })
            {
                Close(formula(row.F(z)), template.Evaluate(row.F(z)), 1e-12);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void TheRangeHoldsEveryOutput(string name)
    {
        var row = Row(name);
        Assert.All(row.Samples, z => Assert.InRange(row.F(z), row.Range.Low, row.Range.High));
    }

    [Fact]
    public void NamesAreUnique() => Assert.Equal(Activations.All.Count, Activations.All.Select(row => row.Name).Distinct().Count());

    [Fact]
    public void CaveatsForbidOffers()
    {
        Assert.True(Row("tanh").MayOfferOutputForm);
        Assert.True(Row("sigmoid").MayOfferOutputForm);
        Assert.True(Row("exp").MayOfferOutputForm);
        Assert.All(new[] { "expm1", "elu", "selu", "softplus", "gelu", "silu", "mish", "sin", "asinh", "relu", "softsign" }, name => Assert.False(Row(name).MayOfferOutputForm));
    }

    public static TheoryData<string> Functions => [.. typeof(Elementary).GetFields().Where(row => row.IsStatic && row.IsPublic).Select(row => row.Name)];

    /// <summary>The dual number carries the exact derivative of every library function.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void ElementarySlopesAreCentralDifferences(string name)
    {
        var function = Assert.IsType<Elementary>(typeof(Elementary).GetField(name)?.GetValue(null));
        var compared = 0;
        foreach (var z in SamplePoints.All.Append(0.77).Append(1.9).Append(3.4))
        {
            if (double.IsFinite(function.Value(z - 1e-4)) && double.IsFinite(function.Value(z + 1e-4)))
            {
                Close(Difference(function.Value, z), Dual.Apply(function, new Dual(z, 1)).Tangent, 1e-6);
                compared++;
            }
        }

        Assert.True(compared >= 3, "too few points");
    }

    [Fact]
    public void DualArithmetic()
    {
        Dual x = new(0.7, 1);
        Same(z => ((z * z) - (3 * z)) / (z + 2), ((x * x) - (3 * x)) / (x + 2));
        Same(z => Math.Pow(z, 2.5), Dual.Pow(x, 2.5));
        Same(z => Math.Pow(2.5, z), Dual.Pow(2.5, x));
        Same(z => Math.Pow(z, z), Dual.Pow(x, x));
        Same(z => Math.Atan2(z, 2), Dual.Atan2(x, 2));
        Same(z => Math.Sqrt((z * z) + 4), Dual.Hypot(x, 2));
        Same(z => 5 % z, 5 % x);
        Same(z => z % 0.3, x % 0.3);
        Same(z => -Math.Max(z, 0.5) + Math.Min(z, 2), -Dual.Max(x, 0.5) + Dual.Min(x, 2));
        Assert.Equal(0, Dual.Apply(Elementary.Sqrt, 0).Tangent);

        void Same(Func<double, double> f, Dual result)
        {
            Close(f(0.7), result.Value, 1e-12);
            Close(Difference(f, 0.7), result.Tangent, 1e-7);
        }
    }

    [Theory]
    [InlineData(0.3, 0.3286267594591274)]
    [InlineData(1.7, 0.9837904585907746)]
    [InlineData(-2.6, -0.9997639655834707)]
    [InlineData(3.5, 0.9999992569016276)]
    public void ErrorFunctionIsExact(double z, double expected) => Close(expected, ErrorFunction.Erf(z), 1e-14);

    /// <summary>Fourth order: exact enough to compare eight digits.</summary>
    private static double Difference(Func<double, double> f, double z)
    {
        const double h = 1e-4;
        return ((8 * (f(z + h) - f(z - h))) - (f(z + (2 * h)) - f(z - (2 * h)))) / (12 * h);
    }

    private static void Close(double expected, double actual, double tolerance)
        => Assert.True(Math.Abs(actual - expected) <= tolerance * (1 + Math.Abs(expected)), $"{actual:R} is not {expected:R}");
}
