using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>The gates of a GRU step after their activation, each hidden x batch, in PyTorch's stacking order.</summary>
/// <param name="Reset">r = sigmoid(...): how much of the hidden state the candidate sees.</param>
/// <param name="Update">z = sigmoid(...): how much of the old hidden state stays.</param>
/// <param name="Candidate">n = tanh(...): the new hidden state where z is zero.</param>
public sealed record GruGates(Matrix<double> Reset, Matrix<double> Update, Matrix<double> Candidate);
