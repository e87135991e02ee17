using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Derivatives with several returns: those at fault are reported, where all callers hand over the output as of the output.</summary>
public sealed class BP3003ReturnsTests
{
    // Elu with a leak of 0.8 below zero: 0.8 * (e^z - 1)
    [Theory]
    [InlineData("1", "{|BP3003:Math.Exp(v)|}", "Net")]
    [InlineData("{|BP3003:v|}", "{|BP3003:-0.8 * Math.Exp(v)|}", "Net")]
    [InlineData("{|BP3003:v|}", "0.8 * Math.Exp(v)", "Net")]
    [InlineData("{|BP3003:v|}", "{|BP3003:0.8 * Math.Exp(v)|}", "Output")]
    [InlineData("1", "0.8 * Math.Exp(v)", "Net")]
    public async Task EachReturn(string above, string below, string handed) => await Verify.NoAdviceAsync("BP3003", $$"""
        using System;

        public interface ICurve
        {
            double Map(double v);

            double Rate(double v);
        }

        public sealed class Squash : ICurve
        {
            public double Map(double v) => Math.Tanh(v);

            public double Rate(double v) => 1 - Math.Pow(Math.Tanh(v), 2);
        }

        public sealed class Bent : ICurve
        {
            public double Map(double v) => v > 0 ? v : 0.8 * (Math.Exp(v) - 1);

            public double Rate(double v)
            {
                if (v > 0)
                    return {{above}};

                return {{below}};
            }
        }

        public sealed class Cell
        {
            private readonly ICurve curve = new Bent();

            public double Net { get; private set; }

            public double Output { get; private set; }

            public void Forward(double v)
            {
                Net = v;
                Output = curve.Map(Net);
            }

            public double Backward(double error) => error * curve.Rate({{handed}});
        }
        """);

    [Fact]
    public async Task AReturnInAFunctionInside_IsNotTheDerivatives() => await Verify.NoAdviceAsync("BP3003", """
        using System;

        public interface ICurve
        {
            double Map(double v);

            double Rate(double v);
        }

        public sealed class Squash : ICurve
        {
            public double Map(double v) => Math.Tanh(v);

            public double Rate(double v) => 1 - Math.Pow(Math.Tanh(v), 2);
        }

        public sealed class Logistic : ICurve
        {
            public double Map(double v) => 1 / (1 + Math.Exp(-v));

            public double Rate(double v)
            {
                if (v > 40)
                    return 0;

                return {|BP3003:Complement(Map(v))|};

                double Complement(double a)
                {
                    return 1 - a;
                }
            }
        }

        public sealed class Cell
        {
            public double Backward(ICurve curve, double error, double net) => error * curve.Rate(net);
        }
        """);
}
