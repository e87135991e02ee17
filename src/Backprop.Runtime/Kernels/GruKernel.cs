using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Backprop.Runtime.LinearAlgebra;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Kernels;

/// <summary>
/// A GRU's elementwise part of one example at one step, forwards and backwards in one walk each. The gates r, z, n lie one
/// after the other; the candidate's share of the hidden state is apart, because the reset gate stands before it.
/// </summary>
internal static unsafe class GruKernel
{
    /// <summary>The gates become their activations; n = tanh(n + r share), hidden = n + z (before - n).</summary>
    public static void Forward(
        Span<double> gates, ReadOnlySpan<double> share, ReadOnlySpan<double> hiddenBefore, Span<double> hidden)
    {
        int size = hidden.Length;
        Require.Count(gates.Length, 3 * size, "numbers", nameof(gates));
        Require.Count(share.Length, size, "numbers", nameof(share));
        Require.Count(hiddenBefore.Length, size, "numbers", nameof(hiddenBefore));
        fixed (double* g = gates, s = share, before = hiddenBefore, a = hidden)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Forward<Vector512<double>, Simd512>(size, g, s, before, a);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Forward<Vector256<double>, Simd256>(size, g, s, before, a);
            }
            else
            {
                Forward<Vector128<double>, Simd128>(size, g, s, before, a);
            }
        }
    }

    /// <summary>
    /// The gates and the share become their gradients; dHidden becomes what goes straight to the hidden state before.
    /// </summary>
    public static void Backward(
        Span<double> gates, Span<double> share, ReadOnlySpan<double> hiddenBefore, Span<double> dHidden)
    {
        int size = dHidden.Length;
        Require.Count(gates.Length, 3 * size, "numbers", nameof(gates));
        Require.Count(share.Length, size, "numbers", nameof(share));
        Require.Count(hiddenBefore.Length, size, "numbers", nameof(hiddenBefore));
        fixed (double* g = gates, s = share, before = hiddenBefore, da = dHidden)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Backward<Vector512<double>, Simd512>(size, g, s, before, da);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Backward<Vector256<double>, Simd256>(size, g, s, before, da);
            }
            else
            {
                Backward<Vector128<double>, Simd128>(size, g, s, before, da);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TVector, TSimd>(int size, double* gates, double* share, double* hiddenBefore, double* hidden)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        double* update = gates + size, candidate = update + size;
        for (int k = 0; k < size; k += TSimd.Width)
        {
            int left = size - k;
            var r = Lanes<TVector, TSimd>.Sigmoid(Lanes<TVector, TSimd>.Load(gates + k, left));
            Lanes<TVector, TSimd>.Store(r, gates + k, left);
            var z = Lanes<TVector, TSimd>.Sigmoid(Lanes<TVector, TSimd>.Load(update + k, left));
            Lanes<TVector, TSimd>.Store(z, update + k, left);
            var n = Lanes<TVector, TSimd>.Tanh(TSimd.MultiplyAdd(
                r, Lanes<TVector, TSimd>.Load(share + k, left), Lanes<TVector, TSimd>.Load(candidate + k, left)));
            Lanes<TVector, TSimd>.Store(n, candidate + k, left);

            var before = Lanes<TVector, TSimd>.Load(hiddenBefore + k, left);
            Lanes<TVector, TSimd>.Store(TSimd.MultiplyAdd(z, TSimd.Subtract(before, n), n), hidden + k, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<TVector, TSimd>(int size, double* gates, double* share, double* hiddenBefore, double* dHidden)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        double* update = gates + size, candidate = update + size;
        for (int k = 0; k < size; k += TSimd.Width)
        {
            int left = size - k;
            var r = Lanes<TVector, TSimd>.Load(gates + k, left);
            var z = Lanes<TVector, TSimd>.Load(update + k, left);
            var n = Lanes<TVector, TSimd>.Load(candidate + k, left);
            var da = Lanes<TVector, TSimd>.Load(dHidden + k, left);
            var before = Lanes<TVector, TSimd>.Load(hiddenBefore + k, left);
            var direct = TSimd.Multiply(da, z);

            var dn = Lanes<TVector, TSimd>.TanhBack(n, TSimd.Subtract(da, direct));
            var dz = Lanes<TVector, TSimd>.SigmoidBack(z, TSimd.Multiply(da, TSimd.Subtract(before, n)));
            var dr = Lanes<TVector, TSimd>.SigmoidBack(r, TSimd.Multiply(dn, Lanes<TVector, TSimd>.Load(share + k, left)));
            Lanes<TVector, TSimd>.Store(dr, gates + k, left);
            Lanes<TVector, TSimd>.Store(dz, update + k, left);
            Lanes<TVector, TSimd>.Store(dn, candidate + k, left);
            Lanes<TVector, TSimd>.Store(TSimd.Multiply(dn, r), share + k, left);
            Lanes<TVector, TSimd>.Store(direct, dHidden + k, left);
        }
    }
}
