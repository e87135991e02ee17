namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// The operations that the kernels need of a vector of doubles, so that one kernel serves every width. All are one
/// instruction on hardware that has the width, and the just-in-time compiler inlines them.
/// </summary>
internal unsafe interface ISimd<TVector> where TVector : struct
{
    /// <summary>How many doubles a vector holds.</summary>
    static abstract int Width { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Create(double value);

    static abstract TVector Load(double* source);

    static abstract void Store(TVector value, double* target);

    /// <summary>The first <paramref name="count"/> elements (any number: none below 1, all from Width); the others are 0 and not read.</summary>
    static abstract TVector LoadFirst(double* source, int count);

    /// <summary>Writes the first <paramref name="count"/> elements and touches nothing behind them.</summary>
    static abstract void StoreFirst(TVector value, double* target, int count);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left * right + addend: fused where the hardware can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector Exp(TVector value);

    static abstract TVector Abs(TVector value);

    /// <summary>The magnitude of one with the sign of the other.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    /// <summary>whenTrue where left is less than right; whenFalse elsewhere, NaN included.</summary>
    static abstract TVector SelectLess(TVector left, TVector right, TVector whenTrue, TVector whenFalse);

    static abstract double Sum(TVector value);
}
