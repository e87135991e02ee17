using Backprop.Runtime.Cells;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Sequences;

/// <summary>What backpropagation through time hands on. The parameters' gradients are in the parameters.</summary>
/// <typeparam name="TState">What the cell carries from step to step.</typeparam>
/// <param name="Inputs">dL/dx[t] for each step, input x batch.</param>
/// <param name="Initial">The gradient of the initial state.</param>
public sealed record SequenceGradient<TState>(
    IReadOnlyList<Matrix<double>> Inputs, RecurrentGradient<TState> Initial)
    where TState : class;
