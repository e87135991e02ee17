using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>The gates of an LSTM step after their activation, each hidden x batch, in PyTorch's stacking order.</summary>
/// <param name="Input">i = sigmoid(...): how much of the candidate enters (the course's update gate).</param>
/// <param name="Forget">f = sigmoid(...): how much of the old cell state stays.</param>
/// <param name="Candidate">g = tanh(...): what may enter the cell state.</param>
/// <param name="Output">o = sigmoid(...): how much of tanh(c) is shown.</param>
public sealed record LstmGates(Matrix<double> Input, Matrix<double> Forget, Matrix<double> Candidate, Matrix<double> Output);
