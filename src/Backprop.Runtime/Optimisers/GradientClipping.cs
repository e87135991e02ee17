using System.Numerics.Tensors;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Optimisers;

/// <summary>Bounds gradients before a step: in a recurrent network they can grow with every step back in time.</summary>
public static class GradientClipping
{
    // PyTorch adds this to the norm before it divides; kept, so that both clip to the same numbers.
    private const double NormEpsilon = 1e-6;

    /// <summary>Clips every entry to -bound ... bound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not a finite number above zero.</exception>
    public static void ByValue(IReadOnlyList<Parameter> parameters, double bound)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Positive(bound);
        for (var index = 0; index < parameters.Count; index++)
        {
            var gradients = parameters[index].Gradients;
            TensorPrimitives.Clamp(gradients, -bound, bound, gradients);
        }
    }

    /// <summary>Scales all gradients together so that their common norm is at most this; the direction stays.</summary>
    /// <returns>The norm before clipping: worth watching, since it tells exploding and vanishing gradients.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not a finite number above zero.</exception>
    /// <exception cref="InvalidOperationException">A gradient is NaN, or so large that the norm is infinite.</exception>
    public static double ByNorm(IReadOnlyList<Parameter> parameters, double largestNorm)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Positive(largestNorm);
        var squares = 0.0;
        for (var index = 0; index < parameters.Count; index++)
        {
            squares += TensorPrimitives.SumOfSquares<double>(parameters[index].Gradients);
        }

        var norm = Math.Sqrt(squares);
        if (!double.IsFinite(norm))
        {
            throw new InvalidOperationException(
                $"The norm of the gradients is {norm}: nothing can be scaled to a bound. Look for NaN or an overflow before it.");
        }

        var factor = largestNorm / (norm + NormEpsilon);
        for (var index = 0; factor < 1 && index < parameters.Count; index++)
        {
            var gradients = parameters[index].Gradients;
            TensorPrimitives.Multiply(gradients, factor, gradients);
        }

        return norm;
    }
}
