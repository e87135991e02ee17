using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>BP3001 where derivatives of the pre-activation are handed outputs through containers of one's own, lists and overloads.</summary>
public sealed class HandedOutputTests
{
    private const string Family = """
        using System;
        using System.Collections.Generic;

        public sealed class Grid
        {
            public Grid(int rows, int columns) => Cells = new double[rows, columns];

            public double[,] Cells { get; }
        }

        public sealed class Stack
        {
            public Stack(int rows, int columns, int depth)
            {
                Grids = new List<Grid>();
                for (var i = 0; i < depth; i++) Grids.Add(new Grid(rows, columns));
            }

            public List<Grid> Grids { get; }
        }

        public abstract class Curve
        {
            protected abstract double At(double v);

            protected abstract double Rise(double upstream, double v);

            public Grid At(Grid grid)
            {
                for (var i = 0; i < grid.Cells.GetLength(0); i++)
                    for (var j = 0; j < grid.Cells.GetLength(1); j++)
                        grid.Cells[i, j] = At(grid.Cells[i, j]);
                return grid;
            }

            public Stack At(Stack stack)
            {
                for (var i = 0; i < stack.Grids.Count; i++) stack.Grids[i] = At(stack.Grids[i]);
                return stack;
            }

            public Grid Rise(Grid upstream, Grid grid)
            {
                for (var i = 0; i < grid.Cells.GetLength(0); i++)
                    for (var j = 0; j < grid.Cells.GetLength(1); j++)
                        upstream.Cells[i, j] = Rise(upstream.Cells[i, j], grid.Cells[i, j]);
                return upstream;
            }

            public Stack Rise(Stack upstream, Stack stack)
            {
                for (var i = 0; i < stack.Grids.Count; i++) upstream.Grids[i] = Rise(upstream.Grids[i], stack.Grids[i]);
                return upstream;
            }
        }

        public sealed class Rectified : Curve
        {
            protected override double At(double v) => Math.Max(0, v);

            protected override double Rise(double upstream, double v) => v > 0 ? upstream : 0;
        }

        """;

    private const string Squashing = """
        public sealed class Logistic : Curve
        {
            protected override double At(double v) => 1 / (1 + Math.Exp(-v));

            protected override double Rise(double upstream, double v) => upstream * (At(v) * (1 - At(v)));
        }

        public sealed class Hyperbolic : Curve
        {
            protected override double At(double v) => Math.Tanh(v);

            protected override double Rise(double upstream, double v) => upstream * (1 - Math.Pow(At(v), 2));
        }

        """;

    private static readonly string Misread = Squashing
        .Replace("upstream * (At(v) * (1 - At(v)))", "{|BP3001:upstream * (At(v) * (1 - At(v)))|}")
        .Replace("upstream * (1 - Math.Pow(At(v), 2))", "{|BP3001:upstream * (1 - Math.Pow(At(v), 2))|}");

    private const string Layer = """
        public sealed class Layer
        {
            private readonly Curve curve;
            private Stack last = new Stack(1, 1, 1);

            public Layer(Curve curve) => this.curve = curve;

            public Stack Forward(Stack input)
            {
                last = STORED;
                return curve.At(input);
            }

            public Stack Backward(Stack error) => CALL;
        }

        """;

    private static readonly string Faulty = Layer.Replace("STORED", "curve.At(input)").Replace("CALL", "{|BP3001:curve.Rise(error, last)|}");
    private static readonly string Right = Layer.Replace("STORED", "input").Replace("CALL", "curve.Rise(error, last)");

    private const string Recurrent = """
        public sealed class Recurrent
        {
            private readonly Curve curve;
            private readonly List<Grid> hidden = new List<Grid>();

            public Recurrent(Curve curve) => this.curve = curve;

            public void Forward(Grid[] inputs)
            {
                hidden.Clear();
                for (var t = 0; t < inputs.Length; t++)
                {
                    if (t > 0) hidden.Add(Mix(inputs[t], hidden[t - 1]));
                    else hidden.Add(inputs[t]);
                    AFTER
                }
            }

            public Grid Backward(Grid error)
            {
                for (var t = hidden.Count - 1; t >= 0; t--) error = Mix(CALL, error);
                return error;
            }

            private static Grid Mix(Grid a, Grid b)
            {
                var sum = new Grid(a.Cells.GetLength(0), a.Cells.GetLength(1));
                for (var i = 0; i < a.Cells.GetLength(0); i++)
                    for (var j = 0; j < a.Cells.GetLength(1); j++)
                        sum.Cells[i, j] = a.Cells[i, j] + 0.5 * b.Cells[i, j];
                return sum;
            }
        }
        """;

    private static string Walk(string after, string call) => Recurrent.Replace("AFTER", after).Replace("CALL", call);

    [Fact]
    public Task TheOneCallerHandsTheOutput_ThroughOverloadsForContainers() => Verify.NoAdviceAsync("BP3001", Family + Squashing + Faulty);

    [Fact]
    public Task SeveralCallersHandTheOutput_AlsoTheImplementationsAreAtOdds() =>
        Verify.NoAdviceAsync("BP3001", Family + Misread + Faulty + Faulty.Replace("Layer", "Other"));

    [Fact]
    public Task HandedOnAsAFunction_OnlyTheCallsAreWrong() => Verify.NoAdviceAsync("BP3001",
        Family + Squashing + Faulty + Faulty.Replace("Layer", "Other") + "public sealed class Table { public Func<Grid, Grid, Grid> Of(Curve curve) => curve.Rise; }");

    [Theory]
    [InlineData("hidden[^1] = curve.At(hidden[^1]);")]
    [InlineData("hidden[hidden.Count - 1] = curve.At(hidden[hidden.Count - 1]);")]
    public Task AListThatHoldsOutputsOnly(string after) =>
        Verify.NoAdviceAsync("BP3001", Family + Misread + Faulty + Walk(after, "{|BP3001:curve.Rise(error, hidden[t])|}"));

    [Fact]
    public Task OneCallerHandsThePreActivation_OnlyTheOtherCallIsWrong() => Verify.NoAdviceAsync("BP3001", Family + Squashing + Faulty + Walk("", "curve.Rise(error, hidden[t])"));

    [Fact]
    public Task ThePreActivationIsStored_IsSilent() => Verify.NoWarningAsync(Family + Squashing + Right);

    [Theory]
    [InlineData("if (t % 2 == 0) hidden[^1] = curve.At(hidden[^1]);")]
    [InlineData("if (t == 2) continue; hidden[^1] = curve.At(hidden[^1]);")]
    [InlineData("hidden[^1] = Mix(curve.At(hidden[^1]), inputs[t]);")]
    [InlineData("hidden[^1] = curve.At(hidden[^1]); hidden[0] = inputs[0];")]
    [InlineData("hidden[^1] = curve.At(hidden[^1]); hidden.Insert(0, inputs[t]);")]
    [InlineData("hidden[^1] = curve.At(hidden[^1]); hidden.AddRange(inputs);")]
    public Task AListThatHoldsOtherValuesAsWell_IsSilent(string after) =>
        Verify.NoWarningAsync(Family + Squashing + Right + Walk(after, "curve.Rise(error, hidden[t])"));
}
