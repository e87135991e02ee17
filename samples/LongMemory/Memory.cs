using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Optimisers;
using Backprop.Runtime.Parameters;
using MathNet.Numerics.LinearAlgebra;

namespace LongMemory;

/// <summary>A GRU that reads a sequence and answers at its end, trained with or without the recurrent gradient.</summary>
internal sealed class Memory
{
    private readonly GruCell cell;
    private readonly Dense head;
    private readonly List<Parameter> parameters;
    private readonly Adam optimiser;
    private readonly bool dropRecurrent;

    public Memory(int hidden, int seed, bool dropRecurrent)
    {
        this.dropRecurrent = dropRecurrent;
        cell = new GruCell(RecallTask.InputSize, hidden);
        head = new Dense(hidden, RecallTask.Symbols);
        parameters = [.. cell.Parameters, .. head.Parameters];
        parameters.DrawUniform(1 / Math.Sqrt(hidden), seed);
        optimiser = new Adam(parameters, learningRate: 5e-3);
    }

    /// <summary>One training step; returns the cross-entropy before it.</summary>
    public double Train(Matrix<double>[] inputs, int[] shown)
    {
        optimiser.ClearGradients();
        var steps = Forward(inputs);
        var answer = head.Forward(steps[^1].State.Hidden);
        var loss = SoftmaxCrossEntropy.Evaluate(answer.Output, shown);
        Backward(steps, head.Backward(answer, loss.Gradient));
        GradientClipping.ByNorm(parameters, 1);
        optimiser.Step();
        return loss.Value;
    }

    private List<GruStep> Forward(Matrix<double>[] inputs)
    {
        var steps = new List<GruStep>();
        var state = HiddenState.Zero(cell.HiddenSize, inputs[0].ColumnCount);
        foreach (var input in inputs)
        {
            steps.Add(cell.Forward(input, state));
            state = steps[^1].State;
        }

        return steps;
    }

    // Only the last step has an output, so only it has a gradient from above; all that an earlier step ever learns
    // comes through the recurrent gradient. Dropping it is written out here, because the runtime has no way to forget it.
    private void Backward(List<GruStep> steps, UpstreamGradient ofAnswer)
    {
        var nothing = UpstreamGradient.Zero(cell.HiddenSize, steps[0].Input.ColumnCount);
        var carried = RecurrentGradient<HiddenState>.None;
        for (var t = steps.Count - 1; t >= 0; t--)
        {
            var upstream = t == steps.Count - 1 ? ofAnswer : nothing;
            var recurrent = dropRecurrent ? RecurrentGradient<HiddenState>.None : carried;
            carried = cell.Backward(steps[t], upstream, recurrent).Previous;
        }
    }
}
