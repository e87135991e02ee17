using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Backprop.Runtime.Optimisers;

/// <summary>Running averages: what is kept of the past, and what is added.</summary>
internal static class Decay
{
    /// <summary>A share of the past that stays: from 0 to below 1.</summary>
    public static double Require(double share, [CallerArgumentExpression(nameof(share))] string name = "") =>
        share is >= 0 and < 1
            ? share
            : throw new ArgumentOutOfRangeException(name, share, "A number from 0 to below 1 is expected.");

    /// <summary>average = share * average + (1 - share) * addend.</summary>
    public static void Average(Span<double> average, double share, ReadOnlySpan<double> addend, Span<double> scratch)
    {
        TensorPrimitives.Multiply(addend, 1 - share, scratch);
        TensorPrimitives.MultiplyAdd(average, share, scratch, average);
    }

    /// <summary>values -= rate * direction / (sqrt(squares) * scale + epsilon).</summary>
    public static void Descend(
        Span<double> values, double rate, ReadOnlySpan<double> direction, ReadOnlySpan<double> squares, double scale,
        double epsilon, Span<double> scratch)
    {
        TensorPrimitives.Sqrt(squares, scratch);
        TensorPrimitives.Multiply(scratch, scale, scratch);
        TensorPrimitives.Add(scratch, epsilon, scratch);
        TensorPrimitives.Divide(direction, scratch, scratch);
        TensorPrimitives.MultiplyAdd(scratch, -rate, values, values);
    }
}
