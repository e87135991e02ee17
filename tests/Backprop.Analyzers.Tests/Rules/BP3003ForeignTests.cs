using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>The derivative of another function than the one that another type applies in the forward pass.</summary>
public sealed class BP3003ForeignTests
{
    private const string Slopes = """
        using System;
        using System.Collections.Generic;

        public static class Logistic
        {
            public static double Of(double v) => 1 / (1 + Math.Exp(-v));

            public static double Slope(double v)
            {
                var s = Of(v);
                return s * (1 - s);
            }
        }

        public static class Bend
        {
            public static double Slope(double v)
            {
                var t = Math.Tanh(v);
                return 1 - t * t;
            }
        }

        """;

    private const string Cells = """
        public abstract class Gate
        {
            public double Net;
            public double Out;

            public abstract double Back(Cell cell, double upstream);
        }

        public sealed class Keep : Gate
        {
            public override double Back(Cell cell, double upstream) => upstream * cell.Before * Logistic.Slope(cell.Kept.Net);
        }

        public sealed class Fresh : Gate
        {
            public override double Back(Cell cell, double upstream) => upstream * (1 - cell.Kept.Out) * SLOPE;
        }

        public sealed class Cell
        {
            public readonly Keep Kept = new Keep();
            public readonly Fresh Made = new Fresh();
            public double Before;
        }

        public sealed class Network
        {
            private readonly List<Cell> cells = new List<Cell>();

            public double Step(double x, double state, double w, double u)
            {
                var cell = new Cell { Before = state };
                cell.Kept.Net = w * x;
                cell.Made.Net = u * x;
                cell.Kept.Out = Logistic.Of(cell.Kept.Net);
                cell.Made.Out = Math.Tanh(cell.Made.Net);
                cells.Add(cell);
                return cell.Kept.Out * state + (1 - cell.Kept.Out) * cell.Made.Out;
            }
        }

        """;

    [Theory]
    [InlineData("{|BP3003:Logistic.Slope(cell.Made.Net)|}")]
    [InlineData("Bend.Slope(cell.Made.Net)")]
    [InlineData("(1 - cell.Made.Out * cell.Made.Out)")]
    public async Task OfOneGateOfACell(string slope) => await Verify.NoAdviceAsync("BP3003", Slopes + Cells.Replace("SLOPE", slope));

    // Then the one type's numbers are not the other's, or either may be meant.
    [Theory]
    [InlineData("public double Probe(Cell cell) => Logistic.Of(cell.Made.Net);")]
    [InlineData("public void Redo(Cell cell) => cell.Made.Out = Logistic.Of(cell.Made.Net);")]
    [InlineData("public double Any(Gate gate) => Logistic.Of(gate.Net);")]
    public async Task AnotherTypeAppliesTheOtherFunction(string member) => await Verify.NoAdviceAsync(
        "BP3003", Slopes + Cells.Replace("SLOPE", "Logistic.Slope(cell.Made.Net)") + $$"""
        public sealed class Inspector
        {
            {{member}}
        }
        """);

    [Fact]
    public async Task GatesOfOneType_AreNotToldApart() => await Verify.NoAdviceAsync("BP3003", Slopes + """
        public sealed class Gate
        {
            public double Net;
            public double Out;

            public static double Back(Gate gate, double upstream) => upstream * Logistic.Slope(gate.Net);
        }

        public sealed class Cell
        {
            public readonly Gate Kept = new Gate();
            public readonly Gate Made = new Gate();

            public void Step()
            {
                Kept.Out = Logistic.Of(Kept.Net);
                Made.Out = Math.Tanh(Made.Net);
            }
        }
        """);

    [Fact]
    public async Task NoFactor_IsNoBackpropagation() => await Verify.NoAdviceAsync("BP3003", Slopes + """
        public sealed class Unit
        {
            public double Net;
            public double Out;

            public double Steepness() => Logistic.Slope(Net);
        }

        public sealed class Layer
        {
            private readonly Unit unit = new Unit();

            public void Forward(double x)
            {
                unit.Net = x;
                unit.Out = Math.Tanh(unit.Net);
            }
        }
        """);
}
