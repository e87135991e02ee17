using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Derivatives that tell the activations apart themselves, by an enum, a name, or what their object is.</summary>
public sealed class SelectorCaseTests
{
    private const string FromInput = """
        case Kind.Tanh: return 1 - Math.Pow(Math.Tanh(v), 2);
        case Kind.Logistic: { var s = Apply(kind, v); return s * (1 - s); }
        """;

    private static string Layer(string cases, string argument, string last = "return v > 0 ? 1 : 0;", string other = "") => $$"""
        using System;

        public enum Kind { Tanh, Logistic, Rectifier }

        public static class Squash
        {
            public static double Apply(Kind kind, double v)
            {
                switch (kind)
                {
                    case Kind.Tanh: return Math.Tanh(v);
                    case Kind.Logistic: return 1 / (1 + Math.Exp(-v));
                    default: return v > 0 ? v : 0;
                }
            }

            public static double Slope(Kind kind, double v)
            {
                switch (kind)
                {
                    {{cases}}
                    default: {{last}}
                }
            }
        }

        public sealed class Layer
        {
            private readonly Kind kind;
            private readonly double[] z = new double[4], a = new double[4], dz = new double[4];

            public Layer(Kind kind) => this.kind = kind;

            public void Forward(double[] x)
            {
                for (int i = 0; i < 4; i++)
                {
                    z[i] = 0.5 * x[i];
                    a[i] = Squash.Apply(kind, z[i]);
                }
            }

            public void Backward(double[] da)
            {
                for (int i = 0; i < 4; i++) dz[i] = da[i] * {{argument}};
            }
            {{other}}
        }
        """;

    [Fact]
    public async Task ThePreActivationBesideItsOutput_IsReported() =>
        await Verify.ReportsAsync(Layer(FromInput, "{|BP1004:Squash.Slope(kind, z[i])|}"));

    [Fact]
    public async Task TheOutput_WhereAllCasesExpectThePreActivation_IsReported() =>
        await Verify.ReportsAsync(Layer(FromInput, "{|BP3001:Squash.Slope(kind, a[i])|}"));

    // Of a case that is known the others do not matter.
    [Theory]
    [InlineData("Squash.Slope(Kind.Rectifier, z[i])", "Kind.Rectifier")]
    [InlineData("Squash.Slope(Kind.Rectifier, a[i])", "Kind.Rectifier")]
    [InlineData("{|BP1001:Squash.Slope(Kind.Tanh, z[i])|}", "Kind.Tanh")]
    [InlineData("{|BP3001:Squash.Slope(Kind.Tanh, a[i])|}", "Kind.Tanh")]
    public async Task AKnownCase(string argument, string kind) =>
        await Verify.ReportsAsync(Layer(FromInput, argument).Replace("Squash.Apply(kind, z[i])", $"Squash.Apply({kind}, z[i])"));

    [Fact]
    public async Task OneCaseThatExpectsThePreActivation_IsReportedThere() => await Verify.ReportsAsync(Layer("""
        case Kind.Tanh: return {|BP3001:1 - Math.Pow(Math.Tanh(v), 2)|};
        case Kind.Logistic: return v * (1 - v);
        """, "Squash.Slope(kind, a[i])"));

    [Theory]
    // Each from the output, and handed it.
    [InlineData("case Kind.Tanh: return 1 - v * v; case Kind.Logistic: return v * (1 - v);", "Squash.Slope(kind, a[i])", "")]
    // Another caller hands over the pre-activation: which of the two is wrong is not known.
    [InlineData("case Kind.Tanh: return 1 - Math.Pow(Math.Tanh(v), 2); case Kind.Logistic: return v * (1 - v);", "Squash.Slope(kind, a[i])", "public double At(double sum) => 2 * Squash.Slope(kind, sum);")]
    // What is cached is the function of another kind's choice.
    [InlineData("case Kind.Tanh: return 1 - v * v; case Kind.Logistic: return v * (1 - v);", "Squash.Slope(Kind.Tanh, a[i])", "")]
    public async Task Right_IsSilent(string cases, string argument, string other) => await Verify.ReportsAsync(Layer(cases, argument, other: other));

    [Fact]
    public async Task ByName_IsReported() => await Verify.ReportsAsync("""
        using System;

        public sealed class Layer
        {
            private readonly string squash;
            private readonly double[] z = new double[4], a = new double[4], dz = new double[4];

            public Layer(string squash) => this.squash = squash;

            public void Forward(double[] x)
            {
                for (int i = 0; i < 4; i++) { z[i] = x[i]; a[i] = Apply(squash, z[i]); }
            }

            public void Backward(double[] da)
            {
                for (int i = 0; i < 4; i++) dz[i] = da[i] * {|BP1004:Slope(squash, z[i])|};
            }

            private static double Apply(string name, double v)
            {
                if (name == "tanh") return Math.Tanh(v);
                if (name == "logistic") return 1 / (1 + Math.Exp(-v));
                return Math.Max(v, 0);
            }

            private static double Slope(string name, double v)
            {
                if (name == "tanh") return 1 - Math.Pow(Math.Tanh(v), 2);
                if (name == "logistic") { var s = Apply(name, v); return s * (1 - s); }
                return v > 0 ? 1 : 0;
            }
        }
        """);

    [Fact]
    public async Task ByWhatTheObjectIs_IsReported() => await Verify.ReportsAsync("""
        using System;

        public enum Kind { Tanh, Logistic, Rectifier }

        public sealed class Layer
        {
            private readonly Kind kind;
            private readonly double[] z = new double[4], a = new double[4], dz = new double[4];

            public Layer(Kind kind) => this.kind = kind;

            public void Forward(double[] x)
            {
                for (int i = 0; i < 4; i++) { z[i] = x[i]; a[i] = Apply(z[i]); }
            }

            public void Backward(double[] da)
            {
                for (int i = 0; i < 4; i++) dz[i] = da[i] * {|BP1004:Slope(z[i])|};
            }

            private double Apply(double v) => kind switch { Kind.Tanh => Math.Tanh(v), Kind.Logistic => 1 / (1 + Math.Exp(-v)), _ => Math.Max(v, 0) };

            private double Slope(double v) => kind switch
            {
                Kind.Tanh => 1 - Math.Pow(Math.Tanh(v), 2),
                Kind.Logistic => Apply(v) * (1 - Apply(v)),
                _ => v > 0 ? 1 : 0,
            };
        }
        """);
}
