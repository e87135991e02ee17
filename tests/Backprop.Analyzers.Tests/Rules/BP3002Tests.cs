using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Derivatives of known activations, applied to a value that is something else.</summary>
public sealed class BP3002Tests
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

            public void Backward(double[] error, double[] delta)
            {
                for (int i = 0; i < a.Length; i++)
                    delta[i] = error[i] * (DERIVATIVE);
            }

            private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

            private static double Rate(double y) => 1 - y * y;

            private static double SigmoidSlope(double v)
            {
                var s = Sigmoid(v);
                return s * (1 - s);
            }
        }
        """;

    [Theory]
    [InlineData("Math.Tanh(z[i])", "{|BP3002:1 - z[i] * z[i]|}")]
    [InlineData("Math.Tanh(z[i])", "{|BP3002:1 - Math.Pow(z[i], 2)|}")]
    [InlineData("Math.Tanh(z[i])", "{|BP3002:Rate(z[i])|}")]
    [InlineData("Sigmoid(z[i])", "{|BP3002:z[i] * (1 - z[i])|}")]
    [InlineData("Sigmoid(z[i])", "{|BP3002:(1 - z[i]) * z[i]|}")]
    public Task OutputForm_OfThePreActivation(string function, string derivative) => Verify.ReportsAsync(Source(function, derivative));

    [Theory]
    [InlineData("Math.Tanh(z[i])", "{|BP3003:a[i] * (1 - a[i])|}")]
    [InlineData("Sigmoid(z[i])", "{|BP3003:Rate(a[i])|}")]
    [InlineData("Sigmoid(z[i])", "{|BP3003:1 - a[i] * a[i]|}")]
    [InlineData("Math.Tanh(z[i])", "{|BP3003:SigmoidSlope(z[i])|}")]
    public Task DerivativeOfAnotherFunction(string function, string derivative) => Verify.ReportsAsync(Source(function, derivative));

    [Theory]
    [InlineData("Math.Tanh(z[i])", "1 - a[i] * a[i]")]
    [InlineData("Math.Tanh(z[i])", "Rate(a[i])")]
    [InlineData("Sigmoid(z[i])", "a[i] * (1 - a[i])")]
    [InlineData("2 * Sigmoid(z[i]) - 1", "0.5 * (1 - a[i] * a[i])")]
    [InlineData("2 / (1 + Math.Exp(-z[i])) - 1", "(1 - a[i] * a[i]) / 2")]
    [InlineData("Math.Sin(z[i])", "1 - z[i] * z[i]")]
    [InlineData("Math.Tanh(z[i]) * Sigmoid(z[i])", "SigmoidSlope(z[i])")]
    [InlineData("Math.Tanh(z[i])", "0) + (1 - z[i] * z[i]")]
    public Task RightForms_AndWhatIsNoFactor(string function, string derivative) => Verify.NoWarningAsync(Source(function, derivative));

    [Fact]
    public async Task Locals() => await Verify.ReportsAsync("""
        using System;

        public static class Cell
        {
            public static double Step(double x, double w, double error)
            {
                var z = w * x;
                var a = Math.Tanh(z);
                var delta = error * a * ({|BP3002:1 - z * z|});
                return delta * x;
            }
        }
        """);

    [Fact]
    public async Task AnotherGatesFunction() => await Verify.ReportsAsync("""
        using System;
        using System.Collections.Generic;

        public sealed class Step
        {
            public double GateSum, Gate, CandidateSum, Candidate;
        }

        public sealed class Cell
        {
            private readonly List<Step> steps = new List<Step>();

            public void Forward(double x)
            {
                var step = new Step();
                step.GateSum = 0.3 * x;
                step.Gate = Logistic(step.GateSum);
                step.CandidateSum = 0.7 * x;
                step.Candidate = Math.Tanh(step.CandidateSum);
                steps.Add(step);
            }

            public double GateError(Step step, double error) => error * step.Candidate * step.Gate * (1 - step.Gate);

            public double CandidateError(Step step, double error) => error * step.Gate * {|BP3003:LogisticSlope(step.CandidateSum)|};

            private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));

            private static double LogisticSlope(double v)
            {
                var e = Math.Exp(-v);
                return e / ((1 + e) * (1 + e));
            }
        }
        """);

    private static string Source(string function, string derivative) => Layer.Replace("FUNCTION", function).Replace("DERIVATIVE", derivative);

    // What the parameter is, only the caller knows: in the other mode the local means nothing.
    [Theory]
    [InlineData("if (!slope) return y; else return up * x * (1 - x);")]
    [InlineData("if (slope) return up * (x * (1 - x)); return y;")]
    [InlineData("return slope ? up * (x * (1 - x)) : y;")]
    [InlineData("return slope switch { true => up * (x * (1 - x)), _ => y };")]
    public Task FunctionWithTwoModes_IsSilent(string modes) => Verify.SilentAsync(Modes(modes));

    [Theory]
    [InlineData("return up * ({|BP3002:x * (1 - x)|}) + 0 * y;")]
    [InlineData("Console.WriteLine(y); if (slope) return up * ({|BP3002:x * (1 - x)|}); return 0;")]
    public Task FunctionWithOneMode_IsReported(string modes) => Verify.ReportsAsync(Modes(modes));

    private static string Modes(string modes) => $$"""
        using System;

        public static class Unit
        {
            public static double Sigmoid(double x, double up, bool slope)
            {
                var y = 1 / (1 + Math.Exp(-x));
                {{modes}}
            }
        }
        """;
}
