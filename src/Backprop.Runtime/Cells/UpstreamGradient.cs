using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>
/// The gradient that reaches a step's hidden state from above: from the output layer or the next recurrent layer
/// (<c>da[t]</c> in the course's notation), hidden x batch.
/// </summary>
/// <remarks>
/// It is one of the two terms of a hidden state's gradient. The other is <see cref="RecurrentGradient{TState}"/>. They
/// are different types because passing only one of them is the most common fault in backpropagation through time.
/// </remarks>
/// <param name="Hidden">dL/da[t] through the outputs of this step only, hidden x batch.</param>
public sealed record UpstreamGradient(Matrix<double> Hidden)
{
    /// <summary>No loss sees this step's output directly, as in many-to-one models before the last step.</summary>
    public static UpstreamGradient Zero(int hidden, int batch) => new(Matrix<double>.Build.Dense(hidden, batch));
}
