using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

public sealed class BP1002Tests
{
    [Fact]
    public async Task ExpressionBody_BecomesABlockWithALocal()
    {
        const string source = """
            using System;

            public static class Activations
            {
                public static double Sigmoid(double x) => 1.0 / (1.0 + Math.Exp(-x));

                // s' = s * (1 - s)
                public static double Slope(double x) => Sigmoid(x) * (1 - {|BP1002:Sigmoid(x)|});
            }

            public static class Probe
            {
                public static double[] Run() => new[] { Activations.Slope(0.3), Activations.Slope(-4), Activations.Slope(11) };
            }
            """;
        var fixedSource = source.Replace(
            "public static double Slope(double x) => Sigmoid(x) * (1 - {|BP1002:Sigmoid(x)|});",
            """
            public static double Slope(double x)
                {
                    var sigmoid = Sigmoid(x);
                    return sigmoid * (1 - sigmoid);
                }
            """);
        await Verify.FixesAsync<HoistActivationFixer>(source, fixedSource);
        NumericProof.Exact(source, fixedSource);
    }

    [Fact]
    public async Task LstmCell_TanhOfTheCellState_IsHoistedBeforeTheFirstStatement()
    {
        const string source = """
            using System;

            public static class Lstm
            {
                public static (double, double) Backward(double dh, double dc, double c, double o)
                {
                    // the output gate
                    var dO = dh * Math.Tanh(c) * o * (1 - o);
                    var dC = dc + dh * o * (1 - {|BP1002:Math.Tanh(c)|} * {|BP1002:Math.Tanh(c)|}); // the cell state
                    return (dO, dC);
                }
            }
            """;
        var fixedSource = source
            .Replace("        // the output gate\n        var dO = dh * Math.Tanh(c) *", "        // the output gate\n        var tanh = Math.Tanh(c);\n        var dO = dh * tanh *")
            .Replace("{|BP1002:Math.Tanh(c)|}", "tanh");
        await Verify.FixesAsync<HoistActivationFixer>(source, fixedSource, iterations: 1);
    }

    [Fact]
    public async Task Lambda_BecomesABlock()
    {
        const string source = """
            using System;

            public static class Activations
            {
                public static readonly Func<double, double> Slope = x => 1 - Math.Tanh(x) * {|BP1002:Math.Tanh(x)|};
            }
            """;
        var fixedSource = """
            using System;

            public static class Activations
            {
                public static readonly Func<double, double> Slope = x =>
                {
                    var tanh = Math.Tanh(x);
                    return 1 - tanh * tanh;
                };
            }
            """;
        await Verify.FixesAsync<HoistActivationFixer>(source, fixedSource);
    }

    [Theory]
    [InlineData("return Math.Tanh(x) + Math.Tanh(x);")] // no derivative: easing, audio, statistics
    [InlineData("var t = Math.Tanh(x); return 1 - t * t;")]
    [InlineData("var a = 1 - Math.Pow(Math.Tanh(x), 2); x += 1; return a * Math.Tanh(x);")] // another value
    public async Task NothingToHoist_IsSilent(string body) => await Verify.SilentAsync($$"""
        using System;

        public static class Code
        {
            public static double Run(double x)
            {
                {{body}}
            }
        }
        """);

    private const string Overriding = """
        using System;

        public abstract class Curve
        {
            public abstract double At(double v);

            public abstract double Rise(double v);
        }

        public CLASS Logistic : Curve
        {
            public override double At(double v) => 1 / (1 + Math.Exp(-v));

            public override double Rise(double v) => SLOPE;
        }
        MORE
        """;

    private static string With(string kind, string slope, string more = "") => Overriding.Replace("CLASS", kind).Replace("SLOPE", slope).Replace("MORE", more);

    [Theory]
    [InlineData("class")]
    [InlineData("sealed class")]
    public Task AnOverrideOfItsOwn_ThatNobodyOverrides(string kind) => Verify.NoAdviceAsync("BP1002", With(kind, "At(v) * (1 - {|BP1002:At(v)|})"));

    [Fact]
    public Task AnOverride_ThatASubclassOverrides_IsSilent() => Verify.NoAdviceAsync("BP1002", With("class", "At(v) * (1 - At(v))",
        "public sealed class Steep : Logistic { private double last; public override double At(double v) => last = last + v; }"));

    [Fact]
    public async Task AnExponentialInsideADerivative_IsHoisted()
    {
        const string source = """
            using System;

            public static class Activations
            {
                // (1 + e + v * e) / (1 + e)^2
                public static double Slope(double v) => (1 + Math.Exp(-v) + v * {|BP1002:Math.Exp(-v)|}) / Math.Pow(1 + {|BP1002:Math.Exp(-v)|}, 2);
            }

            public static class Probe
            {
                public static double[] Run() => new[] { Activations.Slope(0.3), Activations.Slope(-4), Activations.Slope(11) };
            }
            """;
        var fixedSource = source.Replace(
            "public static double Slope(double v) => (1 + Math.Exp(-v) + v * {|BP1002:Math.Exp(-v)|}) / Math.Pow(1 + {|BP1002:Math.Exp(-v)|}, 2);",
            """
            public static double Slope(double v)
                {
                    var exp = Math.Exp(-v);
                    return (1 + exp + v * exp) / Math.Pow(1 + exp, 2);
                }
            """);
        await Verify.FixesAsync<HoistActivationFixer>(source, fixedSource, iterations: 1);
        NumericProof.Exact(source, fixedSource);
    }

    [Theory]
    [InlineData("Math.Exp(-v * v) + 2 * Math.Exp(-v * v)")]
    [InlineData("Math.Exp(-v) - Math.Exp(-v) / 3")]
    [InlineData("(Math.Exp(-v) + v) / (2 + Math.Exp(-v))")]
    [InlineData("Math.Exp(-v) / (1 + Math.Exp(-v))")] // the chance of the other outcome
    public Task AnExponentialThatIsPartOfNoDerivative_IsLeftAlone(string formula) => Verify.SilentAsync($$"""
        using System;

        public static class Decay
        {
            public static double At(double v) => {{formula}};
        }
        """);
}
