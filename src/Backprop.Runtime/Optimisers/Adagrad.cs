using System.Numerics.Tensors;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Optimisers;

/// <summary>Adagrad (Duchi et al. 2011; PyTorch's): s += g^2; w -= rate * g / (sqrt(s) + epsilon).</summary>
public sealed class Adagrad : Optimiser
{
    private readonly double epsilon;
    private readonly double[][] sums;

    /// <summary>With PyTorch's defaults.</summary>
    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above zero.</exception>
    public Adagrad(IEnumerable<Parameter> parameters, double learningRate = 1e-2, double epsilon = 1e-10)
        : base(parameters, learningRate)
    {
        this.epsilon = Require.Positive(epsilon);
        sums = NewMemory();
    }

    private protected override void Update(
        int index, Span<double> values, ReadOnlySpan<double> gradients, Span<double> scratch)
    {
        TensorPrimitives.MultiplyAdd(gradients, gradients, sums[index], sums[index]);
        Decay.Descend(values, LearningRate, gradients, sums[index], 1, epsilon, scratch);
    }
}
