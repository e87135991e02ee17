using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Layers of neuron objects that a network itself goes through, forwards and backwards, one loop in the other.</summary>
public sealed class NeuronLoopTests
{
    private const string Forward = """
        foreach (var cell in layers[l].Cells)
                    {
                        cell.Sum = cell.Bias;
                        foreach (var from in layers[l - 1].Cells) cell.Sum += from.Out * from.Bias;
                        cell.Out = Bend(cell.Sum);
                    }
        """;

    private const string Backward = "foreach (var layer in layers) foreach (var cell in layer.Cells) cell.Delta *= {|BP1001:Rise(cell.Sum)|};";

    private static string Net(string forward = Forward, string backward = Backward, string cell = "", string layer = "", string more = "") => $$"""
        using System;
        using System.Collections.Generic;

        public sealed class Cell
        {
            public double Sum, Out, Delta, Bias;
            public List<double> Weights = new();
            {{cell}}
        }

        public sealed class Layer
        {
            public List<Cell> Cells = new();
            {{layer}}
        }

        public sealed class Net
        {
            private readonly List<Layer> layers = new();

            private static double Bend(double v) => 1 / (1 + Math.Exp(-v));

            private static double Rise(double v) { var s = Bend(v); return s * (1 - s); }

            public void Run()
            {
                for (int l = 1; l < layers.Count; l++)
                {
                    {{forward}}
                }
            }

            public void Back(double[] target)
            {
                {{backward}}
            }

            {{more}}
        }
        """;

    private static string Silent(string source) => source.Replace("{|BP1001:", "").Replace("{|BP3003:", "").Replace("|}", "");

    [Theory]
    [InlineData(Forward)]
    [InlineData("foreach (var cell in layers[l].Cells) { double sum = 0; foreach (var from in layers[l - 1].Cells) sum += from.Out; cell.Sum = sum + cell.Bias; cell.Out = Bend(cell.Sum); }")]
    [InlineData("foreach (var cell in layers[l].Cells) { double sum = 0; foreach (var from in layers[l - 1].Cells) sum += from.Out; cell.Out = Bend(sum); cell.Sum = sum; }")]
    [InlineData("foreach (var cell in layers[l].Cells) { cell.Sum = 0; for (int i = 0; i < cell.Weights.Count; i++) cell.Sum += cell.Weights[i] * layers[l - 1].Cells[i].Out; cell.Out = Bend(cell.Sum); }")]
    public Task One_loop_in_the_other(string forward) => Verify.ReportsAsync(Net(forward));

    [Theory]
    [InlineData("for (int k = 0; k < target.Length; k++) { var cell = layers[0].Cells[k]; cell.Delta = (cell.Out - target[k]) * {|BP1001:Rise(cell.Sum)|}; }")]
    [InlineData("for (int k = 0; k < target.Length; k++) layers[1].Cells[k].Delta *= {|BP1001:Rise(layers[1].Cells[k].Sum)|};")]
    [InlineData("foreach (Cell cell in layers[2].Cells) { var slope = {|BP1001:Rise(cell.Sum)|}; cell.Delta = target[0] * slope; }")]
    [InlineData("foreach (var cell in layers[2].Cells) { cell.Delta = target[0] * ({|BP3003:1 - cell.Out * cell.Out|}); }")]
    public Task Other_ways_back(string backward) => Verify.ReportsAsync(Net(backward: backward));

    [Theory]
    [InlineData("for (int j = 0; j < layers[l].Cells.Count; j++) { var cell = layers[l].Cells[j]; cell.Sum = 0; foreach (var from in layers[l - 1].Cells) cell.Sum += from.Out; cell.Out = Bend(cell.Sum); }")]
    [InlineData("for (int j = 0; j < layers[l].Cells.Count; j++) { layers[l].Cells[j].Sum = 0; foreach (var from in layers[l - 1].Cells) layers[l].Cells[j].Sum += from.Out; layers[l].Cells[j].Out = Bend(layers[l].Cells[j].Sum); }")]
    public Task By_the_index(string forward) => Verify.ReportsAsync(Net(forward,
        "for (int l = 1; l < layers.Count; l++) for (int k = 0; k < target.Length; k++) layers[l].Cells[k].Delta *= {|BP1001:Rise(layers[l].Cells[k].Sum)|};"));

    [Theory]
    [InlineData("public Cell() { Sum = 0; Out = 0; }", "")]
    [InlineData("public Cell(double value) { Out = value; }", "")]
    [InlineData("", "public void Set(double[] input) { for (int i = 0; i < input.Length; i++) Cells[i].Out = input[i]; }")]
    public Task Made_and_filled_elsewhere(string cell, string layer) => Verify.ReportsAsync(Net(cell: cell, layer: layer));

    [Theory]
    [InlineData("", "public void Drop(Random dice) { foreach (var cell in Cells) if (dice.NextDouble() < 0.5) cell.Out = 0; }")]
    [InlineData("", "public void Drop() { foreach (var cell in Cells) cell.Out *= 0.9; }")]
    [InlineData("", "public void Drop(int[] dropped) { foreach (var k in dropped) Cells[k].Out = 0; }")]
    [InlineData("public void Clip() { Out = Math.Min(Out, 1); }", "")]
    public Task Written_elsewhere(string cell, string layer) => Verify.NoAdviceAsync("BP1001", Silent(Net(cell: cell, layer: layer)));

    [Theory]
    // The output of the layer before is scaled when the next one has read it.
    [InlineData("foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; cell.Out = Bend(cell.Sum); } foreach (var cell in layers[l - 1].Cells) cell.Out *= 0.5;")]
    [InlineData("foreach (var from in layers[l - 1].Cells) from.Out *= 0.5; foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; cell.Out = Bend(cell.Sum); }")]
    [InlineData("foreach (var from in layers[l - 1].Cells) from.Sum = 0; foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; cell.Out = Bend(cell.Sum); }")]
    [InlineData("layers[l - 1].Cells[0].Out = 1; foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; cell.Out = Bend(cell.Sum); }")]
    [InlineData("foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; foreach (var from in layers[l - 1].Cells) { cell.Sum += from.Out; from.Sum += 1; } cell.Out = Bend(cell.Sum); }")]
    [InlineData("foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; cell.Out = Bend(cell.Sum); cell.Sum += 1; }")]
    [InlineData("foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; if (l > 2) continue; cell.Out = Bend(cell.Sum); }")]
    [InlineData("foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; if (l < layers.Count - 1) cell.Out = Bend(cell.Sum); else cell.Out = cell.Sum; }")]
    [InlineData("foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; cell.Out = Bend(cell.Sum); Shift(layers[l - 1]); }")]
    [InlineData("Shift(layers[l - 1]); foreach (var cell in layers[l].Cells) { cell.Sum = cell.Bias; cell.Out = Bend(cell.Sum); }")]
    [InlineData("var first = layers[l].Cells[0]; foreach (var cell in layers[l].Cells) { first.Sum += cell.Bias; cell.Out = Bend(first.Sum); }")]
    [InlineData("var last = layers[l].Cells[0]; foreach (var cell in layers[l].Cells) { last.Sum = cell.Bias; last.Out = Bend(last.Sum); last = cell; }")]
    public Task Not_what_the_neuron_holds(string forward) => Verify.NoAdviceAsync("BP1001", Silent(Net(forward,
        more: "private static void Shift(Layer layer) { foreach (var cell in layer.Cells) cell.Sum -= 1; }")));
}
