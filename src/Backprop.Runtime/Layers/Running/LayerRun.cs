using Backprop.Runtime.Sequences;

namespace Backprop.Runtime.Layers.Running;

/// <summary>One layer of a stack: its one or two directions over the same input, and their outputs over each other.</summary>
internal sealed class LayerRun
{
    private readonly DirectionRun[] directions;
    private readonly int firstIndex;
    private readonly int hiddenSize;
    private readonly Sequence joined;
    private readonly Sequence shown;

    public LayerRun(RecurrentLayer layer, int index)
    {
        hiddenSize = layer.HiddenSize;
        firstIndex = index * layer.Directions;
        directions = Enumerable.Range(0, layer.Directions)
            .Select(direction => layer.NewDirection(layer.Cells[firstIndex + direction], reverse: direction == 1))
            .ToArray();
        joined = new Sequence(layer.OutputSize, 1, 1);
        shown = new Sequence(layer.OutputSize, 1, 1);
        Gradient = new Sequence(layer.OutputSize, 1, 1);
        Outputs = shown;
    }

    /// <summary>The hidden states of all directions at every step; zero at padding.</summary>
    public Sequence Outputs { get; private set; }

    /// <summary>Takes the gradient of <see cref="Outputs"/> from the layer above.</summary>
    public Sequence Gradient { get; }

    public Sequence Forward(Sequence input, RecurrentState initial, RecurrentState final)
    {
        for (var i = 0; i < directions.Length; i++)
        {
            directions[i].Forward(input, initial, final, firstIndex + i);
        }

        Outputs = directions.Length == 1 && !input.HasPadding ? Show(input) : Join(input);
        Outputs.TakeLengths(input);
        return Outputs;
    }

    /// <param name="upstream">The gradient of <see cref="Outputs"/>.</param>
    /// <param name="final">The gradient of the final states, or null.</param>
    /// <param name="initial">Takes the gradient of the initial states.</param>
    /// <param name="input">Takes the gradient of the input; null if nobody wants it.</param>
    public void Backward(Sequence upstream, RecurrentState? final, RecurrentState initial, Sequence? input)
    {
        input?.TakeLengths(upstream);
        for (var i = 0; i < directions.Length; i++)
        {
            directions[i].Backward(upstream, i * hiddenSize, final, initial, firstIndex + i);
            if (input is not null)
            {
                directions[i].InputGradient(input, add: i > 0);
            }
        }
    }

    // With one direction and no padding the hidden states are the output as they lie.
    private Sequence Show(Sequence input)
    {
        var hidden = directions[0].Hidden;
        shown.Show(hidden.Values, hidden.AfterStart, hiddenSize, input.Batch, input.Steps);
        return shown;
    }

    private Sequence Join(Sequence input)
    {
        joined.Reshape(hiddenSize * directions.Length, input.Batch, input.Steps);
        for (var step = 0; step < input.Steps; step++)
        {
            for (var example = 0; example < input.Batch; example++)
            {
                Join(joined.Column(example, step), step, example, input.Counts(example, step));
            }
        }

        return joined;
    }

    private void Join(Span<double> column, int step, int example, bool counts)
    {
        if (!counts)
        {
            column.Clear();
            return;
        }

        for (var i = 0; i < directions.Length; i++)
        {
            directions[i].Hidden.After(step, example, example + 1).CopyTo(column[(i * hiddenSize)..]);
        }
    }
}
