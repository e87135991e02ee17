using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>
/// <c>da * s * (1 - s)</c> is <c>(da * s) * (1 - s)</c>: the slope is not one expression. And a slope that is taken of a local
/// into which the activation was evaluated once more.
/// </summary>
public sealed class SlopeInProductTests
{
    private const string Layer = """
        using System;

        public sealed class Layer
        {
            private readonly double[] z = new double[4];
            private readonly double[] a = new double[4];

            public double[] Forward(double[] x)
            {
                for (int i = 0; i < a.Length; i++)
                {
                    z[i] = 0.5 * x[i];
                    a[i] = FUNCTION;
                }

                return a;
            }

            public double[] Backward(double[] error, double rate)
            {
                var delta = new double[a.Length];
                for (int i = 0; i < a.Length; i++)
                {
                    BODY
                }

                return delta;
            }

            private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        }

        public static class Probe
        {
            public static double[] Run()
            {
                var layer = new Layer();
                layer.Forward(new[] { 0.3, -1.2, 2.5, 0.01 });
                return layer.Backward(new[] { 1.0, -2.0, 0.25, 3.0 }, 0.1);
            }
        }
        """;

    private static string Code(string function, string body) => Layer.Replace("FUNCTION", function).Replace("BODY", body);

    [Theory]
    [InlineData("{|BP1001:error[i] * Sigmoid(z[i]) * (1 - Sigmoid(z[i]))|}", "error[i] * (a[i] * (1 - a[i]))")]
    [InlineData("{|BP1001:Sigmoid(z[i]) * error[i] * (1 - Sigmoid(z[i]))|}", "error[i] * (a[i] * (1 - a[i]))")]
    [InlineData("{|BP1001:rate * error[i] * Sigmoid(z[i]) * (1 - Sigmoid(z[i]))|}", "rate * error[i] * (a[i] * (1 - a[i]))")]
    [InlineData("2 + {|BP1001:(error[i] + rate) * Sigmoid(z[i]) * (1 - Sigmoid(z[i]))|} /* slope */", "2 + ((error[i] + rate) * (a[i] * (1 - a[i]))) /* slope */")]
    public async Task EvaluatedAgain_UsesTheCache(string before, string after)
    {
        var (source, fixedSource) = (Code("Sigmoid(z[i])", $"delta[i] = {before};"), Code("Sigmoid(z[i])", $"delta[i] = {after};"));
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        NumericProof.Close(source, fixedSource);
    }

    [Theory]
    [InlineData("{|BP1001:2 * error[i] * Sigmoid(z[i]) * (1 - Sigmoid(z[i]))|}", "2 * error[i] * (a[i] * (1 - a[i]))")]
    [InlineData("{|BP1001:error[i] * -0.5 * Sigmoid(z[i]) * (1 - Sigmoid(z[i]))|}", "error[i] * -0.5 * (a[i] * (1 - a[i]))")]
    public async Task WithAConstant_UsesTheCache(string before, string after)
    {
        var (source, fixedSource) = (Code("Sigmoid(z[i])", $"delta[i] = {before};"), Code("Sigmoid(z[i])", $"delta[i] = {after};"));
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        NumericProof.Close(source, fixedSource);
    }

    [Theory]
    [InlineData("Math.Tanh(z[i])", "var t = {|BP1003:Math.Tanh(z[i])|}; delta[i] = error[i] * (1 - t * t);")]
    [InlineData("Math.Tanh(z[i])", "double t = {|BP1003:Math.Tanh(z[i])|}; delta[i] = (1 - t) * (1 + t) * error[i];")]
    [InlineData("Sigmoid(z[i])", "var s = {|BP1003:Sigmoid(z[i])|}; delta[i] = error[i] * s * (1 - s);")]
    [InlineData("Sigmoid(z[i])", "var s = {|BP1003:Sigmoid(z[i])|}; delta[i] = error[i] * (s - s * s);")]
    public async Task EvaluatedIntoALocal_ReadsTheCache(string function, string body)
    {
        var source = Code(function, body);
        var fixedSource = System.Text.RegularExpressions.Regex.Replace(source, @"\{\|BP1003:.*?\|\}", "a[i]");
        await Verify.FixesAsync<UseCacheFixer>(source, fixedSource);
        NumericProof.Exact(source, fixedSource);
    }

    [Theory]
    [InlineData("Math.Tanh(z[i])", "delta[i] = {|BP3003:error[i] * a[i] * (1 - a[i])|};")]
    [InlineData("Math.Tanh(z[i])", "delta[i] = {|BP3003:a[i] * error[i] * (1 - a[i])|};")]
    [InlineData("Sigmoid(z[i])", "delta[i] = {|BP3002:error[i] * z[i] * (1 - z[i])|};")]
    [InlineData("Sigmoid(z[i])", "delta[i] = {|BP3002:(1 - z[i]) * z[i]|} * error[i];")]
    [InlineData("Sigmoid(z[i])", "delta[i] = {|BP3002:2 * (a[i] - error[i]) * z[i] * (1 - z[i])|};")]
    [InlineData("Math.Tanh(z[i])", "delta[i] = {|BP3003:-2.0 * error[i] * a[i] * (1 - a[i])|};")]
    // The function is written out where it is used.
    [InlineData("1 / (1 + Math.Exp(-z[i]))", "delta[i] = error[i] * ({|BP3003:1 - a[i] * a[i]|});")]
    [InlineData("1 / (1 + Math.Exp(-z[i]))", "delta[i] = {|BP3002:2 * error[i] * z[i] * (1 - z[i])|};")]
    [InlineData("(Math.Exp(2 * z[i]) - 1) / (Math.Exp(2 * z[i]) + 1)", "delta[i] = {|BP3003:error[i] * a[i] * (1 - a[i])|};")]
    public Task WrongSlope_IsReported(string function, string body) => Verify.ReportsAsync(Code(function, body));

    [Fact]
    public async Task AppliedTwice_DerivesFromTheOutput()
    {
        var source = Code("Sigmoid(z[i])", "delta[i] = {|BP3001:error[i] * Sigmoid(a[i]) * (1 - {|BP1002:Sigmoid(a[i])|})|};");
        var fixedSource = Code("Sigmoid(z[i])", "delta[i] = error[i] * (a[i] * (1 - a[i]));");
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        Assert.NotEqual(NumericProof.Run(source.Replace("{|BP3001:", "").Replace("{|BP1002:", "").Replace("|}", "")), NumericProof.Run(fixedSource));
    }

    [Theory]
    // Right as it is.
    [InlineData("Sigmoid(z[i])", "delta[i] = error[i] * a[i] * (1 - a[i]);")]
    [InlineData("Math.Tanh(z[i])", "delta[i] = error[i] * (1 - a[i]) * (1 + a[i]);")]
    [InlineData("Sigmoid(z[i])", "delta[i] = 2 * error[i] * a[i] * (1 - a[i]);")]
    [InlineData("1 / (1 + Math.Exp(-z[i]))", "delta[i] = error[i] * a[i] * (1 - a[i]);")]
    [InlineData("2 / (1 + Math.Exp(-z[i])) - 1", "delta[i] = 0.5 * error[i] * (1 - a[i] * a[i]);")]
    [InlineData("2 / (1 + Math.Exp(-z[i])) - 1", "delta[i] = 0.5 * error[i] * (1 - a[i]) * (1 + a[i]);")]
    [InlineData("Math.Exp(-z[i])", "delta[i] = error[i] * a[i] * (1 - a[i]);")]
    // A parabola and its like: nothing that they multiply.
    [InlineData("Math.Tanh(z[i])", "delta[i] = 4 * a[i] * (1 - a[i]);")]
    [InlineData("Math.Tanh(z[i])", "delta[i] = 2 * z[i] * 0.5 * (1 - z[i]);")]
    // Other products of a, of which none is a derivative of anything.
    [InlineData("Math.Tanh(z[i])", "delta[i] = error[i] * a[i] * (rate - a[i]);")]
    [InlineData("Math.Tanh(z[i])", "delta[i] = error[i] * a[i] * rate;")]
    // Of a value that nothing holds.
    [InlineData("Math.Tanh(z[i])", "var t = Math.Tanh(error[i]); delta[i] = rate * (1 - t * t);")]
    [InlineData("Sigmoid(z[i])", "var s = Sigmoid(rate + z[i]); delta[i] = error[i] * s * (1 - s);")]
    // Another function of it than the one that is held.
    [InlineData("Sigmoid(z[i])", "var t = Math.Tanh(z[i]); delta[i] = error[i] * t;")]
    // Whole numbers.
    [InlineData("Sigmoid(z[i])", "int s = (int)z[i]; delta[i] = i * s * (1 - s);")]
    public Task Right_IsSilent(string function, string body) => Verify.NoWarningAsync(Code(function, body));

    /// <summary>An LSTM's tanh(c), which no forward pass has stored.</summary>
    [Fact]
    public Task TanhOfTheCellState_IsSilent() => Verify.NoWarningAsync("""
        using System;

        public sealed class Cell
        {
            private double c, h, o;

            public double Forward(double x, double gate)
            {
                o = 1 / (1 + Math.Exp(-gate));
                c = c + x;
                h = o * Math.Tanh(c);
                return h;
            }

            public double Backward(double dh, double scale)
            {
                var t = Math.Tanh(c);
                return scale * dh * o * (1 - t * t);
            }
        }
        """);
}
