using System.Numerics.Tensors;
using Backprop.Runtime.Parameters;

namespace Backprop.Runtime.Optimisers;

/// <summary>
/// Gradient descent with momentum as PyTorch has it: v = momentum * v + g; w -= rate * v (Polyak 1964).
/// </summary>
public sealed class Sgd : Optimiser
{
    private readonly double momentum;
    private readonly double[][] velocities;

    /// <summary>Without momentum unless one is given.</summary>
    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="momentum">How much of the last velocity stays, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0, or the momentum not from 0 to below 1.</exception>
    public Sgd(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0)
        : base(parameters, learningRate)
    {
        this.momentum = Decay.Require(momentum);
        velocities = momentum == 0 ? [] : NewMemory();
    }

    private protected override void Update(
        int index, Span<double> values, ReadOnlySpan<double> gradients, Span<double> scratch)
    {
        var velocity = gradients;
        if (momentum != 0)
        {
            TensorPrimitives.MultiplyAdd(velocities[index], momentum, gradients, velocities[index]);
            velocity = velocities[index];
        }

        TensorPrimitives.MultiplyAdd(velocity, -LearningRate, values, values);
    }
}
