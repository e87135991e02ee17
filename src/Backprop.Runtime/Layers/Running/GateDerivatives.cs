using System.Numerics.Tensors;

namespace Backprop.Runtime.Layers.Running;

/// <summary>Through an activation backwards, from its output: dz = da * f'(z), where f'(z) is a function of a = f(z).</summary>
internal static class GateDerivatives
{
    /// <summary>dz = da (1 - a^2) = da - a (a da).</summary>
    public static void Tanh(ReadOnlySpan<double> a, ReadOnlySpan<double> da, Span<double> dz)
    {
        TensorPrimitives.Multiply(a, a, dz);
        TensorPrimitives.Subtract(1.0, dz, dz);
        TensorPrimitives.Multiply(dz, da, dz);
    }

    /// <summary>dz = da where a is above zero.</summary>
    public static void Relu(ReadOnlySpan<double> a, ReadOnlySpan<double> da, Span<double> dz)
    {
        for (var i = 0; i < dz.Length; i++)
        {
            dz[i] = a[i] > 0 ? da[i] : 0;
        }
    }

    /// <summary>ds becomes dz = ds s (1 - s), in place of s.</summary>
    public static void SigmoidInPlace(Span<double> s, ReadOnlySpan<double> ds, Span<double> scratch)
    {
        TensorPrimitives.Subtract(1.0, s, scratch);
        TensorPrimitives.Multiply(s, scratch, s);
        TensorPrimitives.Multiply(s, ds, s);
    }
}
