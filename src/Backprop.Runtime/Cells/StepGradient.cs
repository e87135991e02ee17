using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>What a step's backward pass hands on. The parameters' gradients are in the parameters.</summary>
/// <typeparam name="TState">What the cell carries from step to step.</typeparam>
/// <param name="Input">dL/dx[t], input x batch: the upstream gradient of the layer below.</param>
/// <param name="Previous">The gradient of the state before the step: the recurrent gradient of step t-1.</param>
public sealed record StepGradient<TState>(Matrix<double> Input, RecurrentGradient<TState> Previous)
    where TState : class;
