using Backprop.Runtime.Parameters;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>A recurrent cell, one step at a time, on matrices of features x batch.</summary>
/// <typeparam name="TState">What the cell carries from step to step.</typeparam>
/// <typeparam name="TStep">The cell's step: result and cache.</typeparam>
public interface ICell<TState, TStep>
    where TState : class
    where TStep : CellStep<TState>
{
    /// <summary>Rows of the input.</summary>
    int InputSize { get; }

    /// <summary>Rows of the hidden state.</summary>
    int HiddenSize { get; }

    /// <summary>Weights and biases in PyTorch's order: input weight, recurrent weight, input bias, recurrent bias.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>One step forwards.</summary>
    /// <param name="input">x[t], input x batch.</param>
    /// <param name="previous">The state after step t-1.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or an entry is NaN.</exception>
    TStep Forward(Matrix<double> input, TState previous);

    /// <summary>
    /// One step backwards. The gradient of the step's state is the sum of both terms, and both must be given.
    /// Adds to the gradients of <see cref="Parameters"/>.
    /// </summary>
    /// <param name="step">The step as the forward pass returned it.</param>
    /// <param name="upstream">The gradient from the outputs of this step.</param>
    /// <param name="recurrent">The gradient from step t+1, or <see cref="RecurrentGradient{TState}.None"/>.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or recurrent belongs to another step.</exception>
    StepGradient<TState> Backward(TStep step, UpstreamGradient upstream, RecurrentGradient<TState> recurrent);
}
