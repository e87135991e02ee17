using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>A derivative that is multiplied in where it was already.</summary>
public sealed class BP3003TwiceTests
{
    private const string Family = """
        using System;

        public interface ICurve
        {
            double At(double v);

            double Rise(double v);
        }

        public sealed class Squash : ICurve
        {
            public double At(double v) => Math.Tanh(v);

            public double Rise(double v) => 1 - Math.Pow(Math.Tanh(v), 2);
        }

        public sealed class Logistic : ICurve
        {
            public double At(double v) => 1 / (1 + Math.Exp(-v));

            public double Rise(double v)
            {
                var s = At(v);
                return s * (1 - s);
            }
        }

        public interface ILoss
        {
            double Pull(ICurve curve, double net, double wanted);
        }

        """;

    private static string Unit(string pull, string delta) => Family + $$"""
        public sealed class Misfit : ILoss
        {
            public double Pull(ICurve curve, double net, double wanted)
            {
                {{pull}}
            }
        }

        public sealed class Unit
        {
            private readonly ICurve curve = new Squash();

            public double Net { get; set; }

            public double Other { get; set; }

            public double Delta(ILoss loss, double wanted)
            {
                var pull = loss.Pull(curve, Net, wanted);
                return {{delta}};
            }
        }
        """;

    [Theory]
    [InlineData("return (curve.At(net) - wanted) * curve.Rise(net);")]
    [InlineData("return -wanted / curve.At(net) * curve.Rise(net) + (1 - wanted) / (1 - curve.At(net)) * curve.Rise(net);")]
    [InlineData("var slope = -(wanted - curve.At(net)) * curve.Rise(net); if (double.IsNaN(slope)) return 0; return slope;")]
    public async Task InTheCallThatItMultiplies(string pull) =>
        await Verify.NoAdviceAsync("BP3003", Unit(pull, "pull * {|BP3003:curve.Rise(Net)|}"));

    [Theory]
    // Once is right.
    [InlineData("return curve.At(net) - wanted;", "pull * curve.Rise(Net)")]
    [InlineData("return (curve.At(net) - wanted) * curve.Rise(net);", "2 * pull")]
    // Of another value, or a sum.
    [InlineData("return (curve.At(net) - wanted) * curve.Rise(net);", "pull * curve.Rise(Other)")]
    [InlineData("return (curve.At(net) - wanted) * curve.Rise(net);", "pull + curve.Rise(Net)")]
    // One of its terms lacks it, or is divided by it.
    [InlineData("return (curve.At(net) - wanted) * curve.Rise(net) + 0.1 * net;", "pull * curve.Rise(Net)")]
    [InlineData("return (curve.At(net) - wanted) / curve.Rise(net);", "pull * curve.Rise(Net)")]
    [InlineData("net = wanted; return (curve.At(net) - wanted) * curve.Rise(net);", "pull * curve.Rise(Net)")]
    public async Task ElsewhereOrOnce(string pull, string delta) => await Verify.NoAdviceAsync("BP3003", Unit(pull, delta));

    [Fact]
    public async Task ThroughAPlainHelper() => await Verify.NoAdviceAsync("BP3003", """
        using System;

        public static class Steps
        {
            public static double At(double v) => 1 / (1 + Math.Exp(-v));

            public static double Rise(double v) => At(v) * (1 - At(v));

            public static double Miss(double net, double wanted) => (At(net) - wanted) * Rise(net);

            public static double Delta(double net, double wanted) => Miss(net, wanted) * {|BP3003:Rise(net)|};
        }
        """);
}
