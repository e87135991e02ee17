using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Caches that hold an activation only in some cases, and derivatives that are taken in the same cases.</summary>
public sealed class ConditionalFactsTests
{
    private const string Unit = """
        using System;

        public enum Kind
        {
            Squashing,
            Plain,
        }

        public sealed class Unit
        {
            private readonly Kind kind;
            private readonly bool isLast;
            private double net;
            private double result;

            public Unit(Kind kind, bool isLast)
            {
                this.kind = kind;
                this.isLast = isLast;
            }

            public double Forward(double x)
            {
                net = 0.5 * x + 0.1;
                FORWARD
                return result;
            }

            public double Backward(double error)
            {
                BACKWARD
                return error;
            }

            private static double Slope(double v) => 1 - Math.Pow(Math.Tanh(v), 2);
        }
        """;

    private const string Chosen = "if (kind == Kind.Squashing) result = Math.Tanh(net); else result = net;";
    private const string Flagged = "if (!isLast) result = net; else { result = Math.Tanh(net); }";
    private const string Switched = "switch (kind) { case Kind.Squashing: result = Math.Tanh(net); break; default: result = net; break; }";

    private static string With(string forward, string backward) => Unit.Replace("FORWARD", forward).Replace("BACKWARD", backward);

    [Theory]
    [InlineData(Chosen, "if (kind == Kind.Squashing) return error * {|BP3001:Slope(result)|};")]
    [InlineData(Chosen, "if (kind != Kind.Squashing) return error; else return error * {|BP3001:Slope(result)|};")]
    [InlineData(Chosen, "switch (kind) { case Kind.Squashing: return error * {|BP3001:Slope(result)|}; }")]
    [InlineData(Flagged, "if (isLast && error > 0) return error * {|BP3001:Slope(result)|};")]
    [InlineData(Switched, "if (Kind.Squashing == kind) error *= {|BP3001:Slope(result)|};")]
    public Task TheOutput_InTheSameCase(string forward, string backward) => Verify.NoAdviceAsync("BP3001", With(forward, backward));

    [Theory]
    [InlineData(Chosen, "if (kind == Kind.Squashing) return error * ({|BP1001:1 - Math.Pow(Math.Tanh(net), 2)|});")]
    [InlineData(Flagged, "return isLast ? error * ({|BP1001:1 - Math.Pow(Math.Tanh(net), 2)|}) : error;")]
    public Task ThePreActivation_InTheSameCase(string forward, string backward) => Verify.NoAdviceAsync("BP1001", With(forward, backward));

    [Theory]
    [InlineData(Chosen, "return error * Slope(result);")]
    [InlineData(Chosen, "if (kind == Kind.Plain) return error * Slope(result);")]
    [InlineData(Chosen, "if (isLast) return error * Slope(result);")]
    [InlineData(Chosen, "if (kind == Kind.Squashing || isLast) return error * Slope(result);")]
    [InlineData(Chosen + " result *= 0.9;", "if (kind == Kind.Squashing) return error * Slope(result);")]
    [InlineData(Chosen + " if (isLast) result = net;", "if (kind == Kind.Squashing) return error * Slope(result);")]
    [InlineData("if (kind == Kind.Squashing && x > 0) result = Math.Tanh(net); else result = net;", "if (kind == Kind.Squashing) return error * Slope(result);")]
    [InlineData("if (x > 0) result = Math.Tanh(net); else result = net;", "if (error > 0) return error * Slope(result);")]
    [InlineData("if (kind == Kind.Squashing) { net = 2 * net; result = Math.Tanh(net); net = x; } else result = net;", "if (kind == Kind.Squashing) return error * (1 - Math.Pow(Math.Tanh(net), 2));")]
    [InlineData(Chosen, "if (kind == Kind.Squashing) { result = net; return error * Slope(result); }")]
    public Task InAnotherCase_OrOverwritten_IsSilent(string forward, string backward) => Verify.NoWarningAsync(With(forward, backward));
}
