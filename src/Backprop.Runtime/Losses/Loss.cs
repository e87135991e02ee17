using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Losses;

/// <summary>A loss and its gradient.</summary>
/// <param name="Value">The loss, natural units (nats for cross-entropy).</param>
/// <param name="Gradient">dL/d(what the loss was computed from), in its shape.</param>
public sealed record Loss(double Value, Matrix<double> Gradient);
