using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Backprop.Runtime.LinearAlgebra;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Kernels;

/// <summary>
/// An LSTM's elementwise part of one example at one step, forwards and backwards in one walk each: a gate is loaded once,
/// and nothing in between is written to memory. The gates i, f, g, o lie one after the other.
/// </summary>
internal static unsafe class LstmKernel
{
    /// <summary>
    /// The gates become their activations; c = f c' + i g, squashed = tanh(c), hidden = o squashed.
    /// </summary>
    public static void Forward(
        Span<double> gates, ReadOnlySpan<double> cellBefore, Span<double> cell, Span<double> squashed, Span<double> hidden)
    {
        int size = hidden.Length;
        Require.Count(gates.Length, 4 * size, "numbers", nameof(gates));
        Require.Count(cellBefore.Length, size, "numbers", nameof(cellBefore));
        Require.Count(cell.Length, size, "numbers", nameof(cell));
        Require.Count(squashed.Length, size, "numbers", nameof(squashed));
        fixed (double* g = gates, before = cellBefore, c = cell, s = squashed, a = hidden)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Forward<Vector512<double>, Simd512>(size, g, before, c, s, a);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Forward<Vector256<double>, Simd256>(size, g, before, c, s, a);
            }
            else
            {
                Forward<Vector128<double>, Simd128>(size, g, before, c, s, a);
            }
        }
    }

    /// <summary>
    /// The gates become their gradients; dCell, the gradient of c from the step after, becomes that of the c before.
    /// </summary>
    public static void Backward(
        Span<double> gates, ReadOnlySpan<double> cellBefore, ReadOnlySpan<double> squashed, ReadOnlySpan<double> dHidden,
        Span<double> dCell)
    {
        int size = dCell.Length;
        Require.Count(gates.Length, 4 * size, "numbers", nameof(gates));
        Require.Count(cellBefore.Length, size, "numbers", nameof(cellBefore));
        Require.Count(squashed.Length, size, "numbers", nameof(squashed));
        Require.Count(dHidden.Length, size, "numbers", nameof(dHidden));
        fixed (double* g = gates, before = cellBefore, s = squashed, da = dHidden, dc = dCell)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Backward<Vector512<double>, Simd512>(size, g, before, s, da, dc);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Backward<Vector256<double>, Simd256>(size, g, before, s, da, dc);
            }
            else
            {
                Backward<Vector128<double>, Simd128>(size, g, before, s, da, dc);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TVector, TSimd>(
        int size, double* gates, double* cellBefore, double* cell, double* squashed, double* hidden)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        double* forget = gates + size, candidate = forget + size, output = candidate + size;
        for (int k = 0; k < size; k += TSimd.Width)
        {
            int left = size - k;
            var i = Lanes<TVector, TSimd>.Sigmoid(Lanes<TVector, TSimd>.Load(gates + k, left));
            Lanes<TVector, TSimd>.Store(i, gates + k, left);
            var f = Lanes<TVector, TSimd>.Sigmoid(Lanes<TVector, TSimd>.Load(forget + k, left));
            Lanes<TVector, TSimd>.Store(f, forget + k, left);
            var g = Lanes<TVector, TSimd>.Tanh(Lanes<TVector, TSimd>.Load(candidate + k, left));
            Lanes<TVector, TSimd>.Store(g, candidate + k, left);
            var o = Lanes<TVector, TSimd>.Sigmoid(Lanes<TVector, TSimd>.Load(output + k, left));
            Lanes<TVector, TSimd>.Store(o, output + k, left);

            var c = TSimd.MultiplyAdd(f, Lanes<TVector, TSimd>.Load(cellBefore + k, left), TSimd.Multiply(i, g));
            Lanes<TVector, TSimd>.Store(c, cell + k, left);
            var tanhC = Lanes<TVector, TSimd>.Tanh(c);
            Lanes<TVector, TSimd>.Store(tanhC, squashed + k, left);
            Lanes<TVector, TSimd>.Store(TSimd.Multiply(o, tanhC), hidden + k, left);
        }
    }

    // dc = da * o * (1 - tanh(c)^2) + what the step after this one returned; then the four gates, each in its place.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<TVector, TSimd>(
        int size, double* gates, double* cellBefore, double* squashed, double* dHidden, double* dCell)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        double* forget = gates + size, candidate = forget + size, output = candidate + size;
        for (int k = 0; k < size; k += TSimd.Width)
        {
            int left = size - k;
            var i = Lanes<TVector, TSimd>.Load(gates + k, left);
            var f = Lanes<TVector, TSimd>.Load(forget + k, left);
            var g = Lanes<TVector, TSimd>.Load(candidate + k, left);
            var o = Lanes<TVector, TSimd>.Load(output + k, left);
            var tanhC = Lanes<TVector, TSimd>.Load(squashed + k, left);
            var da = Lanes<TVector, TSimd>.Load(dHidden + k, left);
            var throughOutput = Lanes<TVector, TSimd>.TanhBack(tanhC, TSimd.Multiply(da, o));
            var dc = TSimd.Add(Lanes<TVector, TSimd>.Load(dCell + k, left), throughOutput);

            var di = Lanes<TVector, TSimd>.SigmoidBack(i, TSimd.Multiply(dc, g));
            var df = Lanes<TVector, TSimd>.SigmoidBack(
                f, TSimd.Multiply(dc, Lanes<TVector, TSimd>.Load(cellBefore + k, left)));
            Lanes<TVector, TSimd>.Store(di, gates + k, left);
            Lanes<TVector, TSimd>.Store(df, forget + k, left);
            Lanes<TVector, TSimd>.Store(Lanes<TVector, TSimd>.TanhBack(g, TSimd.Multiply(dc, i)), candidate + k, left);
            Lanes<TVector, TSimd>.Store(Lanes<TVector, TSimd>.SigmoidBack(o, TSimd.Multiply(da, tanhC)), output + k, left);
            Lanes<TVector, TSimd>.Store(TSimd.Multiply(dc, f), dCell + k, left);
        }
    }
}
