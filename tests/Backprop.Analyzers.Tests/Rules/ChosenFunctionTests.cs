using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Functions that an object sets side by side, in the branches of a choice.</summary>
public sealed class ChosenFunctionTests
{
    private static string Layer(string choice, string slope = "z[i]") => $$"""
        using System;

        public sealed class Layer
        {
            private readonly double[] z = new double[4], a = new double[4], dz = new double[4];
            private Func<double, double> squash, rise;

            public Layer(string kind)
            {
                {{choice}}
            }

            public void Forward(double[] x)
            {
                for (int i = 0; i < 4; i++)
                {
                    z[i] = 0.5 * x[i];
                    a[i] = squash(z[i]);
                }
            }

            public void Backward(double[] da)
            {
                for (int i = 0; i < 4; i++) dz[i] = da[i] * {{slope}};
            }

            private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));

            private static double LogisticRise(double v)
            {
                var s = Logistic(v);
                return s * (1 - s);
            }
        }
        """;

    [Theory]
    [InlineData("""
        switch (kind)
        {
            case "tanh": squash = Math.Tanh; rise = v => 1 - Math.Pow(Math.Tanh(v), 2); break;
            case "logistic": squash = Logistic; rise = LogisticRise; break;
            default: squash = v => Math.Max(0, v); rise = v => v > 0 ? 1 : 0; break;
        }
        """)]
    [InlineData("""
        if (kind == "tanh") { squash = v => Math.Tanh(v); rise = v => 1 - Math.Pow(Math.Tanh(v), 2); }
        else { squash = Logistic; rise = LogisticRise; }
        """)]
    public async Task FromThePreActivation_BesideTheOutput_IsReported(string choice) =>
        await Verify.ReportsAsync(Layer(choice, "{|BP1004:rise(z[i])|}"));

    [Fact]
    public async Task OneBranchThatIsWrong_IsReportedThere() => await Verify.ReportsAsync(Layer("""
        if (kind == "tanh") { squash = v => Math.Tanh(v); rise = v => {|BP3003:1 - Math.Tanh(v)|}; }
        else { squash = Logistic; rise = LogisticRise; }
        """, "{|BP1004:rise(z[i])|}"));

    [Theory]
    // Each from the output.
    [InlineData("""if (kind == "tanh") { squash = Math.Tanh; rise = y => 1 - y * y; } else { squash = Logistic; rise = y => y * (1 - y); }""", "rise(a[i])")]
    // Two functions that are no pair in any branch.
    [InlineData("""if (kind == "tanh") { squash = Math.Tanh; rise = Logistic; } else { squash = Logistic; rise = Math.Tanh; }""", "rise(z[i])")]
    // One branch alone shows nothing of the other.
    [InlineData("""if (kind == "tanh") { squash = Math.Tanh; rise = v => 1 - Math.Tanh(v); }""", "rise(z[i])")]
    public async Task OtherChoices_AreSilent(string choice, string slope) => await Verify.ReportsAsync(Layer(choice, slope));
}
