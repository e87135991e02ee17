using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

public sealed class BP3001Tests
{
    [Fact]
    public async Task CachedOutput_UnderTheInputForm_IsDerivedFromTheOutput()
    {
        const string source = """
            using System;

            public sealed class Layer
            {
                private readonly double[] a = new double[3];

                public double[] Forward(double[] x)
                {
                    for (int i = 0; i < a.Length; i++)
                        a[i] = Math.Tanh(0.5 * x[i]);
                    return a;
                }

                public double[] Backward(double[] da)
                {
                    var dx = new double[a.Length];
                    for (int i = 0; i < a.Length; i++)
                        dx[i] = 0.5 * da[i] * ({|BP3001:1 - Math.Pow(Math.Tanh(a[i]), 2)|});
                    return dx;
                }
            }

            public static class Probe
            {
                public static double[] Run()
                {
                    var layer = new Layer();
                    layer.Forward(new[] { 0.3, -1.0, 2.0 });
                    return layer.Backward(new[] { 1.0, 1.0, 1.0 });
                }
            }
            """;
        var fixedSource = source.Replace("{|BP3001:1 - Math.Pow(Math.Tanh(a[i]), 2)|}", "1 - a[i] * a[i]");
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        var expected = new[] { 0.3, -1.0, 2.0 }.Select(x => (Math.Tanh(0.5 * (x + 1e-6)) - Math.Tanh(0.5 * (x - 1e-6))) / 2e-6);
        Assert.All(NumericProof.Run(fixedSource).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 8));
        Assert.All(NumericProof.Run(source).Zip(expected), pair => Assert.True(Math.Abs(pair.Second - pair.First) > 1e-4));
    }

    [Theory]
    [InlineData("(float)({|BP3001:1 - Math.Pow(Math.Tanh(h[i]), 2)|}) * up[i]")]
    [InlineData("up[i] * (float)({|BP3001:1 - Math.Pow(Math.Tanh(h[i]), 2)|})")]
    [InlineData("(up[i] - 1) * ((float)({|BP3001:1 - Math.Tanh(h[i]) * Math.Tanh(h[i])|}))")]
    public async Task UnderACast_IsReportedOnce(string product) => await Verify.NoAdviceAsync("BP3001", $$"""
        using System;

        public sealed class Brain
        {
            private readonly float[] h = new float[3];

            public void Forward(float[] x)
            {
                for (int i = 0; i < h.Length; i++) h[i] = (float)Math.Tanh(0.5 * x[i]);
            }

            public void Backward(float[] up, float[] down)
            {
                for (int i = 0; i < h.Length; i++) down[i] = {{product}};
            }
        }
        """);

    [Fact]
    public async Task LocalGate_ThroughAHelper_IsDerivedFromTheOutput()
    {
        const string source = """
            using System;

            public static class Gate
            {
                public static double Step(double x, double error)
                {
                    double gate = Sigmoid(x);
                    return error * {|BP3001:SigmoidSlope(gate)|};
                }

                private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

                private static double SigmoidSlope(double v)
                {
                    var s = Sigmoid(v);
                    return s - s * s;
                }
            }
            """;
        await Verify.FixesAsync<UseOutputFormFixer>(source, source.Replace("{|BP3001:SigmoidSlope(gate)|}", "(gate * (1 - gate))"));
    }

    [Fact]
    public async Task OutputThatIsThePreActivationOfTheNextLayer_IsNotAppliedTwice() => await Verify.SilentAsync("""
        using System;

        public static class Twice
        {
            public static double Train(double z, double error)
            {
                var first = Math.Tanh(z);
                var second = Math.Tanh(first);
                var slope = {|BP1001:1 - Math.Pow(Math.Tanh(first), 2)|};
                return (second - error) * slope;
            }
        }
        """);

    [Fact]
    public async Task PreActivation_IsSilent() => await Verify.SilentAsync("""
        using System;

        public static class Net
        {
            public static double Slope(double z) => 1 - Math.Pow(Math.Tanh(z), 2);

            public static double Run(double[] z, int t) => Slope(z[t]);
        }
        """);
}
