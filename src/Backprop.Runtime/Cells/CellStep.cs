using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>
/// One step of a cell with everything that its backward pass needs: the cache and the result in one, so that
/// gradient and cache of different steps cannot be combined.
/// </summary>
/// <typeparam name="TState">What the cell carries from step to step.</typeparam>
/// <param name="input">x[t], input x batch.</param>
/// <param name="previous">The state before the step.</param>
/// <param name="state">The state after the step.</param>
public abstract class CellStep<TState>(Matrix<double> input, TState previous, TState state)
    where TState : class
{
    /// <summary>x[t], input x batch.</summary>
    public Matrix<double> Input { get; } = input ?? throw new ArgumentNullException(nameof(input));

    /// <summary>The state before the step.</summary>
    public TState Previous { get; } = previous ?? throw new ArgumentNullException(nameof(previous));

    /// <summary>The state after the step.</summary>
    public TState State { get; } = state ?? throw new ArgumentNullException(nameof(state));
}
