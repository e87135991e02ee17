using Backprop.Runtime.Cells;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Sequences;

/// <summary>
/// A cell unrolled over a sequence, step by step: backpropagation through time as the textbooks write it (Werbos 1990).
/// </summary>
/// <remarks>
/// Written to be read and to be compared with. It makes matrices for every step; for training, the recurrent
/// layers compute the same with a few large products on reused buffers.
/// </remarks>
/// <typeparam name="TState">What the cell carries from step to step.</typeparam>
/// <typeparam name="TStep">The cell's step.</typeparam>
public sealed class Unrolled<TState, TStep>
    where TState : class
    where TStep : CellStep<TState>
{
    private readonly ICell<TState, TStep> cell;

    internal Unrolled(ICell<TState, TStep> cell, IReadOnlyList<TStep> steps)
    {
        this.cell = cell;
        Steps = steps;
    }

    /// <summary>The steps in order of time.</summary>
    public IReadOnlyList<TStep> Steps { get; }

    /// <summary>The state after the last step: the initial state of the next window in truncated backpropagation.</summary>
    public TState FinalState => Steps[^1].State;

    /// <summary>Walks the sequence backwards, adds to the parameters' gradients, and returns the other gradients.</summary>
    /// <param name="upstream">For each step, the gradient from above; as many as steps.</param>
    /// <param name="recurrent">What reaches the final state from after the sequence; usually none.</param>
    /// <exception cref="ArgumentException">The count or a shape does not fit.</exception>
    public SequenceGradient<TState> Backward(
        IReadOnlyList<UpstreamGradient> upstream, RecurrentGradient<TState> recurrent)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        Require.Count(upstream.Count, Steps.Count, "time steps", nameof(upstream));

        var inputs = new Matrix<double>[Steps.Count];
        var carried = recurrent;
        for (var t = Steps.Count - 1; t >= 0; t--)
        {
            var gradient = cell.Backward(Steps[t], upstream[t], carried);
            inputs[t] = gradient.Input;
            carried = gradient.Previous;
        }

        return new(inputs, carried);
    }
}
