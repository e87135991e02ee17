using Backprop.Runtime.Layers;
using Backprop.Runtime.Sequences;

namespace Backprop.Benchmarks.Training;

/// <summary>
/// What every contestant computes: one layer's forward pass over the same inputs, and the gradients of all
/// parameters and of the inputs for the same gradient of the outputs.
/// </summary>
public sealed class Problem
{
    public Problem(Kind kind, Size size)
    {
        (Kind, Size) = (kind, size);
        Layer = kind switch
        {
            Kind.Lstm => new Lstm(size.Input, size.Hidden),
            Kind.Gru => new Gru(size.Input, size.Hidden),
            _ => new Rnn(size.Input, size.Hidden),
        };
        Layer.Initialise(seed: 1);
        (Input, Upstream) = (Drawn(size.Input, seed: 2), Drawn(size.Hidden, seed: 3));
    }

    public Kind Kind { get; }

    public Size Size { get; }

    /// <summary>Holds the weights that all contestants start from.</summary>
    public RecurrentLayer Layer { get; }

    public Sequence Input { get; }

    public Sequence Upstream { get; }

    private Sequence Drawn(int features, int seed)
    {
        var random = new Random(seed);
        var sequence = new Sequence(features, Size.Batch, Size.Steps);
        foreach (ref var value in sequence.Values)
        {
            value = (2 * random.NextDouble()) - 1;
        }

        return sequence;
    }
}
