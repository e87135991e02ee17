using System.Numerics.Tensors;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Optimisers;

/// <summary>
/// RMSprop (Hinton 2012; PyTorch's): s = decay * s + (1 - decay) * g^2; w -= rate * g / (sqrt(s) + epsilon).
/// </summary>
public sealed class RmsProp : Optimiser
{
    private readonly double decay;
    private readonly double epsilon;
    private readonly double[][] squares;

    /// <summary>With PyTorch's defaults.</summary>
    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="decay">How much of the average square stays, from 0 to below 1 (PyTorch's alpha).</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RmsProp(IEnumerable<Parameter> parameters, double learningRate = 1e-2, double decay = 0.99, double epsilon = 1e-8)
        : base(parameters, learningRate)
    {
        this.decay = Decay.Require(decay);
        this.epsilon = Require.Positive(epsilon);
        squares = NewMemory();
    }

    private protected override void Update(
        int index, Span<double> values, ReadOnlySpan<double> gradients, Span<double> scratch)
    {
        TensorPrimitives.Multiply(gradients, gradients, scratch);
        Decay.Average(squares[index], decay, scratch, scratch);
        Decay.Descend(values, LearningRate, gradients, squares[index], 1, epsilon, scratch);
    }
}
