using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>A function that is chosen elsewhere, called twice in the derivative that is taken from its value.</summary>
public sealed class RepeatedSlopeTests
{
    private static string Chosen(string slope, string rise = "1 / (1 + Math.Exp(-x))") => $$"""
        using System;

        public enum Kind { Rise, Bend, Line }

        public static class Curves
        {
            public static Func<double, double> Of(Kind kind)
            {
                switch (kind)
                {
                    case Kind.Rise: return x => {{rise}};
                    case Kind.Line: return x => x;
                    default: return x => x > 0 ? x : 0;
                }
            }

            public static Func<double, double> SlopeOf(Kind kind)
            {
                switch (kind)
                {
                    case Kind.Rise: return x => {{slope}};
                    default: return x => 1;
                }
            }
        }
        """;

    [Theory]
    [InlineData("Of(kind)(x) * (1 - {|BP1002:Of(kind)(x)|})")]
    [InlineData("(1 - Of(kind)(x)) * {|BP1002:Of(kind)(x)|}")]
    [InlineData("1 - Of(Kind.Bend)(x) * {|BP1002:Of(Kind.Bend)(x)|}")]
    // A library that is not there ends its own case alone.
    [InlineData("Of(kind)(x) * (1 - {|BP1002:Of(kind)(x)|})", "1 / (1 + {|CS0103:Gpu|}.Exp(-x))")]
    public async Task ReturnedForAnEnum(string slope, string rise = "1 / (1 + Math.Exp(-x))") => await Verify.NoAdviceAsync("BP1002", Chosen(slope, rise));

    [Theory]
    [InlineData("Of(kind)(x) * (1 - Of(kind)(-x))")]
    [InlineData("Of(kind)(x) * (1 - Of(Kind.Line)(x))")]
    [InlineData("Of(kind)(x) + (1 - Of(kind)(x))")]
    [InlineData("Of(kind)(x) * (2 - Of(kind)(x))")]
    [InlineData("Of(kind)(x++) * (1 - Of(kind)(x++))")]
    [InlineData("Of(kind)(x) * (1 - Of(kind)(x) + {|CS0103:Gpu|}.Exp(x))")]
    // Nothing that it returns is costly.
    [InlineData("Of(kind)(x) * (1 - Of(kind)(x))", "Math.Max(x, 1)")]
    public async Task NotTwice(string slope, string rise = "1 / (1 + Math.Exp(-x))") => await Verify.NoAdviceAsync("BP1002", Chosen(slope, rise));

    private static string Open(string slope, string rise = "1 / (1 + Math.Exp(-v))") => $$"""
        using System;

        public interface ICurve
        {
            double At(double v);
        }

        public sealed class Rise : ICurve
        {
            private int calls;

            public double At(double v) { {{(rise.Contains(';') ? rise : "return " + rise + ";")}} }
        }

        public sealed class Straight : ICurve
        {
            public double At(double v) => v;
        }

        public sealed class Unit
        {
            private readonly ICurve curve = new Rise();

            public double Back(double error, double z)
            {
                return {{slope}};
            }
        }
        """;

    [Theory]
    [InlineData("error * curve.At(z) * (1 - {|BP1002:curve.At(z)|})")]
    [InlineData("error * (1 - curve.At(z) * {|BP1002:curve.At(z)|})")]
    public async Task OfAnInterface(string slope) => await Verify.NoAdviceAsync("BP1002", Open(slope));

    [Theory]
    [InlineData("error * curve.At(z) * (1 - curve.At(error))")]
    [InlineData("curve.At(z) * (error - curve.At(z))")]
    [InlineData("error * curve.At(z) * (1 - curve.At(z))", "calls++; return Math.Tanh(v);")]
    public async Task OfAnInterface_NotTwice(string slope, string rise = "1 / (1 + Math.Exp(-v))") => await Verify.NoAdviceAsync("BP1002", Open(slope, rise));

    [Fact]
    public async Task TheFixKeepsItInALocal()
    {
        var source = Open("error * curve.At(z) * (1 - {|BP1002:curve.At(z)|})");
        await Verify.FixesAsync<HoistActivationFixer>(source, source.Replace("        return error * curve.At(z) * (1 - {|BP1002:curve.At(z)|});", """
                    var activated = curve.At(z);
                    return error * activated * (1 - activated);
            """));
    }
}
