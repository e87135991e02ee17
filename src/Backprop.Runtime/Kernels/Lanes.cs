using System.Runtime.CompilerServices;
using Backprop.Runtime.LinearAlgebra;

namespace Backprop.Runtime.Kernels;

/// <summary>
/// The functions of the gates on a vector of numbers, and loads and stores at the end of an array, where fewer are left
/// than a vector holds.
/// </summary>
internal static unsafe class Lanes<TVector, TSimd>
    where TVector : struct
    where TSimd : struct, ISimd<TVector>
{
    // Below this, 1 - 2 / (e^2x + 1) cancels; above it, the continued fraction is not exact enough.
    private const double Small = 0.625;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(double* source, int left) =>
        left >= TSimd.Width ? TSimd.Load(source) : TSimd.LoadFirst(source, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TVector value, double* target, int left)
    {
        if (left >= TSimd.Width)
        {
            TSimd.Store(value, target);
        }
        else
        {
            TSimd.StoreFirst(value, target, left);
        }
    }

    /// <summary>1 / (1 + e^-x); for large negative x the exponential is infinite and the result 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var one = TSimd.Create(1);
        return TSimd.Divide(one, TSimd.Add(one, TSimd.Exp(TSimd.Subtract(TSimd.Zero, x))));
    }

    /// <summary>
    /// tanh to a few units in the last place everywhere, tiny x and the sign of zero included: near 0 the eighth
    /// convergent of Lambert's continued fraction, x - x z (675675 + 45045 z + 594 z^2 + z^3) / (2027025 + 945945 z +
    /// 51975 z^2 + 630 z^3 + z^4) with z = x^2; elsewhere 1 - 2 / (e^2x + 1). One division serves both.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var magnitude = TSimd.Abs(x);
        var z = TSimd.Multiply(x, x);
        var upper = TSimd.MultiplyAdd(TSimd.Add(z, TSimd.Create(594)), z, TSimd.Create(45045));
        upper = TSimd.MultiplyAdd(upper, z, TSimd.Create(675675));
        upper = TSimd.Multiply(TSimd.Multiply(upper, z), magnitude);
        var lower = TSimd.MultiplyAdd(TSimd.Add(z, TSimd.Create(630)), z, TSimd.Create(51975));
        lower = TSimd.MultiplyAdd(TSimd.MultiplyAdd(lower, z, TSimd.Create(945945)), z, TSimd.Create(2027025));

        var one = TSimd.Create(1);
        var exponential = TSimd.Exp(TSimd.Add(magnitude, magnitude));
        var small = TSimd.Create(Small);
        var dividend = TSimd.SelectLess(magnitude, small, upper, TSimd.Create(2));
        var divisor = TSimd.SelectLess(magnitude, small, lower, TSimd.Add(exponential, one));
        var from = TSimd.SelectLess(magnitude, small, magnitude, one);
        return TSimd.CopySign(TSimd.Subtract(from, TSimd.Divide(dividend, divisor)), x);
    }

    /// <summary>da (1 - a^2), the derivative of tanh from its output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TanhBack(TVector a, TVector da) =>
        TSimd.Multiply(TSimd.Subtract(TSimd.Create(1), TSimd.Multiply(a, a)), da);

    /// <summary>ds s (1 - s), the derivative of the sigmoid from its output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SigmoidBack(TVector s, TVector ds) =>
        TSimd.Multiply(TSimd.Multiply(TSimd.Subtract(TSimd.Create(1), s), s), ds);
}
