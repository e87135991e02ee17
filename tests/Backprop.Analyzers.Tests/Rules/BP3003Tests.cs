using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

public sealed class BP3003Tests
{
    private const string Trainer = """
        using System;
        using MathNet.Numerics.LinearAlgebra;

        public interface ISquash
        {
            double Map(double v);
            double Rate(double v);
        }

        public sealed class Unit
        {
            private readonly ISquash squash;
            private double sum;

            public Unit(ISquash squash) => this.squash = squash;

            public double Forward(double x) => squash.Map(sum = 0.5 * x);

            public double Backward(double error) => error * squash.Rate(sum);
        }

        public sealed class Logistic : ISquash
        {
            public double Map(double v) => 1 / (1 + Math.Exp(-v));

            public double Rate(double v)
            {
                var s = Map(v);
                return s * (1 - s);
            }
        }


        """;

    [Theory]
    [InlineData("Math.Tanh(v)", "1 - Map(v)")]
    [InlineData("2 / (1 + Math.Exp(-v)) - 1", "1 - Map(v) * Map(v)")]
    [InlineData("1.7159 * Math.Tanh(2 * v / 3)", "1.7159 * 2 / 3 * (1 - Math.Pow(Map(v), 2))")]
    [InlineData("Math.Sin(2 * v)", "Math.Cos(2 * v)")]
    [InlineData("Math.Exp(-v * v)", "-v * Map(v)")]
    [InlineData("v / (1 + Math.Exp(-v))", "1 / (1 + Math.Exp(-v))")]
    [InlineData("Math.Log(1 + Math.Exp(v))", "Math.Exp(v)")]
    [InlineData("v > 0 ? v : 0.01 * v", "v > 0 ? 1 : 0.1")]
    [InlineData("v > 0 ? v : Math.Exp(v) - 1", "v > 0 ? v : Math.Exp(v)")]
    [InlineData("Math.Max(0, v)", "v")]
    [InlineData("2 / (1 + Math.Exp(-5 * v)) - 1", "1")]
    [InlineData("Math.Tanh(3 * v)", "0.5")]
    [InlineData("1.7159 * Math.Tanh(2 * v)", "1.0")]
    [InlineData("Math.Abs(v)", "v > 0 ? 1 : 0")]
    [InlineData("Math.Min(0, v)", "v > 0 ? 1 : 0")]
    [InlineData("1 / (1 + Math.Exp(-v))", "v > 0 ? 1 : 0")]
    [InlineData("v >= 0 ? 0.01 * v : v", "v < 0 ? 0.01 : 1")]
    public async Task OneOfAFamily_IsNotTheDerivative(string function, string derivative) => await Verify.ReportsAsync(Trainer + $$"""
        public sealed class Odd : ISquash
        {
            public double Map(double v) => {{function}};

            public double Rate(double v) => {|BP3003:{{derivative}}|};
        }
        """);

    [Theory]
    [InlineData("Math.Tanh(v)", "1 - v * v")]
    [InlineData("Math.Tanh(v)", "1 / Math.Pow(Math.Cosh(v), 2)")]
    [InlineData("v > 0 ? v : 0", "v > 0 ? 1 : 0.2")]
    [InlineData("v > 0 ? v : 0.2 * v", "v > 0 ? 1 : 0")]
    [InlineData("v > 0 ? v : 0", "v > 0 ? 1 : 0")]
    [InlineData("v > 0 ? 1 : 0", "1")]
    [InlineData("v > 0 ? 1 : 0", "1 / Math.Pow(1 + Math.Abs(v), 2)")]
    [InlineData("Math.Round(Math.Tanh(v))", "1 - Math.Tanh(v) * Math.Tanh(v)")]
    [InlineData("Math.Tanh(v)", "1")]
    [InlineData("Math.Tanh(3 * v)", "3")]
    [InlineData("1 / (1 + Math.Exp(-5 * v))", "1")]
    [InlineData("Math.Max(-1, Math.Min(1, 3 * v))", "1")]
    [InlineData("Math.Exp(3 * v)", "1")]
    [InlineData("Math.Tanh(v)", "1 - Map(v) * Map(v) + 1e-8")]
    [InlineData("1 / (1 + Math.Exp(-v))", "Map(v) * (1 - Map(v)) + 0.1")]
    [InlineData("1 / (1 + Math.Exp(-v))", "Math.Max(0.05, Map(v) * (1 - Map(v)))")]
    [InlineData("Math.Tanh(v)", "Math.Min(0.7, Math.Max(0.1, 1 - Map(v) * Map(v)))")]
    [InlineData("v < -4 ? -1 : v > 4 ? 1 : Math.Tanh(v)", "Math.Abs(v) > 4 ? 0 : 1 - Math.Tanh(v) * Math.Tanh(v)")]
    [InlineData("Math.Max(-1, Math.Min(1, v))", "Math.Abs(v) < 1 ? 1 : 0")]
    [InlineData("v", "1")]
    [InlineData("Math.Tanh(v) * Scale", "Scale * (1 - Math.Tanh(v) * Math.Tanh(v)) * Other")]
    [InlineData("Math.Tanh(v) * new Random().NextDouble()", "1 - v")]
    [InlineData("Math.Tanh(v)", "throw new NotSupportedException()")]
    public async Task ADerivative_OrWhatDiffersOnPurpose(string function, string derivative) => await Verify.NoWarningAsync(Trainer + $$"""
        public sealed class Odd : ISquash
        {
            public double Scale { get; set; } = 1;

            public double Other { get; set; } = 1;

            public double Map(double v) => {{function}};

            public double Rate(double v) => {{derivative}};
        }
        """);

    [Fact]
    public async Task TheMessageTellsThePointAndBothValues()
    {
        var reports = await Hostile.Analysis.RunAsync(Trainer + """
            public sealed class Odd : ISquash
            {
                public double Map(double v) => Math.Tanh(v);

                public double Rate(double v) => 1 - Map(v);
            }
            """);
        Assert.Equal(
            "'Rate' is not the derivative of 'Map': at x = 0.53 it returns 0.5146; the derivative of 'Map' there is 0.7644",
            Assert.Single(reports, report => report.Id == "BP3003").GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task BothArgumentsAtHand_AndTheWrongOneTaken() => await Verify.ReportsAsync("""
        using System;

        public abstract class Curve
        {
            public abstract void Apply(double[] values, int start, int count);

            public abstract double Slope(double sum, double output);
        }

        public sealed class Layer
        {
            public double Delta(Curve curve, double sum, double output, double error) => curve.Slope(sum, output) * error;
        }

        public sealed class TanhCurve : Curve
        {
            public override void Apply(double[] values, int start, int count)
            {
                for (int i = start; i < start + count; i++) values[i] = Math.Tanh(values[i]);
            }

            public override double Slope(double sum, double output) => 1 - output * output;
        }

        public sealed class SineCurve : Curve
        {
            public override void Apply(double[] values, int start, int count)
            {
                for (int i = start; i < start + count; i++) values[i] = Math.Sin(values[i]);
            }

            public override double Slope(double sum, double output) => Math.Cos(sum);
        }

        public sealed class SoftCurve : Curve
        {
            public override void Apply(double[] values, int start, int count)
            {
                for (int i = start; i < start + count; i++) values[i] = Math.Log(1 + Math.Exp(values[i]));
            }

            public override double Slope(double sum, double output)
            {
                return {|BP3003:1 / (1 + Math.Exp(-output))|};
            }
        }
        """);

    [Fact]
    public async Task VectorsAndTheGradientInside() => await Verify.ReportsAsync("""
        using System;
        using MathNet.Numerics.LinearAlgebra;

        public abstract class Curve
        {
            public abstract Vector<double> Go(Vector<double> x);

            public abstract Vector<double> Back(Vector<double> g, Vector<double> y);
        }

        public sealed class TanhCurve : Curve
        {
            public override Vector<double> Go(Vector<double> x) => x.PointwiseTanh();

            public override Vector<double> Back(Vector<double> g, Vector<double> y) => g.PointwiseMultiply(1 - y.PointwiseMultiply(y));
        }

        public sealed class SigmoidCurve : Curve
        {
            private readonly double k;

            public SigmoidCurve(double k) => this.k = k;

            public override Vector<double> Go(Vector<double> x) => x.Map(v => 1 / (1 + Math.Exp(-k * v)));

            public override Vector<double> Back(Vector<double> g, Vector<double> y) => {|BP3003:g.PointwiseMultiply(y.Map(v => k * v * (1 + v)))|};
        }
        """);

    [Fact]
    public async Task ASubclassThatForgetsTheDerivative() => await Verify.ReportsAsync("""
        using System;

        public class Curve
        {
            public virtual double Go(double x) => 1 / (1 + Math.Exp(-x));

            public virtual double Rate(double y) => y * (1 - y);
        }

        public sealed class Steep : Curve
        {
            public override double Go(double x) => {|BP3003:1 / (1 + Math.Exp(-3 * x))|};
        }

        public sealed class Trainer
        {
            public double Step(Curve curve, double x, double error)
            {
                var slope = curve.Rate(curve.Go(x));
                return slope * error;
            }
        }
        """);

    [Theory]
    [InlineData("Math.Tanh(v)", "{|BP3003:Math.Tanh(v)|}")]
    [InlineData("v / (1 + Math.Exp(-v))", "{|BP3003:1 / (1 + Math.Exp(-v))|}")]
    [InlineData("Math.Sin(v)", "-Math.Cos(v)")]
    [InlineData("Math.Atan(v)", "Math.Cos(v)")]
    public async Task ALibraryOfActivations_WithoutABackwardPass(string function, string derivative) => await Verify.NoAdviceAsync("BP3003", Trainer.Replace("error * squash", "error + squash") + $$"""
        public sealed class Odd : ISquash
        {
            public double Map(double v) => {{function}};

            public double Rate(double v) => {{derivative}};
        }
        """);

    [Fact]
    public async Task AStepBesideRelu_MayBeADecision() => await Verify.SilentAsync("""
        using System;

        public interface IUnit
        {
            double Fire(double x);

            double Decide(double x);
        }

        public sealed class Rectified : IUnit
        {
            public double Fire(double x) => Math.Max(0, x);

            public double Decide(double x) => x > 0 ? 1 : 0;
        }

        public sealed class Squashed : IUnit
        {
            public double Fire(double x) => 1 / (1 + Math.Exp(-x));

            public double Decide(double x) => x > 0.5 ? 1 : 0;
        }

        public sealed class Bent : IUnit
        {
            public double Fire(double x) => Math.Tanh(x);

            public double Decide(double x) => x > 0 ? 1 : -1;
        }
        """);

    [Fact]
    public async Task NoProductWithAGradient_IsNoBackpropagation() => await Verify.SilentAsync("""
        using System;

        public interface ILink
        {
            double Mean(double x);

            double Rate(double x);
        }

        public sealed class Logit : ILink
        {
            public double Mean(double x) => 1 / (1 + Math.Exp(-x));

            public double Rate(double x)
            {
                var e = Math.Exp(-x);
                return e / ((1 + e) * (1 + e));
            }
        }

        public sealed class Arc : ILink
        {
            public double Mean(double x) => Math.Atan(x);

            public double Rate(double x) => Math.Cos(x);
        }

        public sealed class Fit
        {
            public double[] Weights(ILink link, double[] x) => Array.ConvertAll(x, v => 1 / link.Rate(v));
        }
        """);

    [Fact]
    public async Task MethodsThatNeverBelongTogether() => await Verify.NoWarningAsync("""
        using System;

        public interface ISquash { double Map(double v); double Gate(double v); }

        public sealed class A : ISquash
        {
            public double Map(double v) => Math.Tanh(v);

            public double Gate(double v) => 1 / (1 + Math.Exp(-v));
        }

        public sealed class B : ISquash
        {
            public double Map(double v) => Math.Max(0, v);

            public double Gate(double v) => v * v;
        }

        public sealed class Cell
        {
            public double Step(ISquash squash, double z) => squash.Gate(z) * squash.Map(z);
        }
        """);
}
