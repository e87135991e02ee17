using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Backprop.Runtime.LinearAlgebra;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Kernels;

/// <summary>Backwards through relu from its output; forwards, TensorPrimitives.Max serves.</summary>
internal static unsafe class ReluKernel
{
    /// <summary>dz = da where a is above zero, and 0 elsewhere.</summary>
    public static void Backward(ReadOnlySpan<double> a, ReadOnlySpan<double> da, Span<double> dz)
    {
        Require.Count(da.Length, a.Length, "numbers", nameof(da));
        Require.Count(dz.Length, a.Length, "numbers", nameof(dz));
        fixed (double* pa = a, pda = da, pdz = dz)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Backward<Vector512<double>, Simd512>(a.Length, pa, pda, pdz);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Backward<Vector256<double>, Simd256>(a.Length, pa, pda, pdz);
            }
            else
            {
                Backward<Vector128<double>, Simd128>(a.Length, pa, pda, pdz);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<TVector, TSimd>(int length, double* a, double* da, double* dz)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (int k = 0; k < length; k += TSimd.Width)
        {
            var output = Lanes<TVector, TSimd>.Load(a + k, length - k);
            var gradient = Lanes<TVector, TSimd>.Load(da + k, length - k);
            Lanes<TVector, TSimd>.Store(TSimd.SelectLess(TSimd.Zero, output, gradient, TSimd.Zero), dz + k, length - k);
        }
    }
}
