using Backprop.Runtime.Cells;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Sequences;

/// <summary>Runs a cell over a sequence, step by step.</summary>
public static class Unroll
{
    /// <summary>The forward pass; what it returns has the backward pass.</summary>
    /// <param name="cell">The cell; its parameters are shared by all steps.</param>
    /// <param name="inputs">x[0..T-1], each input x batch.</param>
    /// <param name="initial">The state before the first step.</param>
    /// <exception cref="ArgumentException">The sequence is empty, a shape does not fit, or an entry is NaN.</exception>
    public static Unrolled<TState, TStep> Forward<TState, TStep>(
        ICell<TState, TStep> cell, IReadOnlyList<Matrix<double>> inputs, TState initial)
        where TState : class
        where TStep : CellStep<TState>
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
        {
            throw new ArgumentException("inputs is an empty sequence: at least one time step is expected.", nameof(inputs));
        }

        var steps = new List<TStep>(inputs.Count);
        var state = initial;
        foreach (var input in inputs)
        {
            var step = cell.Forward(input, state);
            steps.Add(step);
            state = step.State;
        }

        return new(cell, steps);
    }
}
