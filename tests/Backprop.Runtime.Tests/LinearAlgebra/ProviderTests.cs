using Backprop.Runtime.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using Xunit;

namespace Backprop.Runtime.Tests.LinearAlgebra;

/// <summary>These tests exchange MathNet's provider, which is one for the whole process.</summary>
[CollectionDefinition(nameof(ProviderTests), DisableParallelization = true)]
public class ProviderCollection;

[Collection(nameof(ProviderTests))]
public sealed class ProviderTests : IDisposable
{
    private readonly ILinearAlgebraProvider _before = LinearAlgebraControl.Provider;

    public void Dispose() => LinearAlgebraControl.Provider = _before;

    [Fact]
    public void TheManagedProviderIsReplaced()
    {
        LinearAlgebraControl.UseManaged();
        Assert.True(VectorisedLinearAlgebra.TryUse());
        Assert.True(VectorisedLinearAlgebra.IsInUse);
    }

    [Fact]
    public void AnotherProviderStaysInCharge()
    {
        LinearAlgebraControl.Provider = ForeignProvider.Create();
        Assert.False(VectorisedLinearAlgebra.TryUse());
        Assert.False(VectorisedLinearAlgebra.IsInUse);
    }

    [Fact]
    public void TheSwitchAndTheVariableOptOut()
    {
        Assert.False(VectorisedLinearAlgebra.OptedOut());
        Environment.SetEnvironmentVariable("BACKPROP_KEEP_MATHNET_PROVIDER", "true");
        Assert.True(VectorisedLinearAlgebra.OptedOut());
        Environment.SetEnvironmentVariable("BACKPROP_KEEP_MATHNET_PROVIDER", null);
        AppContext.SetSwitch("Backprop.Runtime.KeepMathNetProvider", true);
        Assert.True(VectorisedLinearAlgebra.OptedOut());
        LinearAlgebraControl.UseManaged();
        VectorisedLinearAlgebra.UseUnlessOptedOut();
        Assert.False(VectorisedLinearAlgebra.IsInUse);
        AppContext.SetSwitch("Backprop.Runtime.KeepMathNetProvider", false);
        VectorisedLinearAlgebra.UseUnlessOptedOut();
        Assert.True(VectorisedLinearAlgebra.IsInUse);
    }

    [Fact]
    public void MatricesAndVectorsCalculateTheSame()
    {
        var results = new[] { ManagedResults(), OurResults() };
        Assert.Equal(results[0].Length, results[1].Length);
        foreach (var (expected, actual) in results[0].Zip(results[1]))
        {
            Assert.True((expected - actual).InfinityNorm() <= 1e-12 * expected.InfinityNorm());
        }
    }

    [Fact]
    public void WhatDoesNotFitThrowsAsInMathNet()
    {
        LinearAlgebraControl.UseManaged();
        VectorisedLinearAlgebra.TryUse();
        var ours = LinearAlgebraControl.Provider;
        Assert.Throws<ArgumentNullException>(() => ours.MatrixMultiply(null, 1, 1, new double[1], 1, 1, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ours.MatrixMultiply(new double[6], 2, 3, new double[8], 2, 4, new double[8]));
        Assert.Throws<ArgumentException>(() => ours.AddArrays(new double[2], new double[3], new double[2]));
    }

    private static Matrix<double>[] ManagedResults()
    {
        LinearAlgebraControl.UseManaged();
        return Results();
    }

    private static Matrix<double>[] OurResults()
    {
        VectorisedLinearAlgebra.TryUse();
        Assert.True(VectorisedLinearAlgebra.IsInUse);
        return Results();
    }

    private static Matrix<double>[] Results()
    {
        var a = Matrix<double>.Build.Random(37, 53, 1);
        var b = Matrix<double>.Build.Random(53, 41, 2);
        var c = Matrix<double>.Build.Random(37, 53, 3);
        var square = Matrix<double>.Build.Random(30, 30, 4);
        var vector = Vector<double>.Build.Random(53, 5);
        var own = square.Clone();
        own.Multiply(square, own);
        return
        [
            a * b, a.TransposeAndMultiply(c), a.TransposeThisAndMultiply(c), a + c, a - 2.5 * c, a.PointwiseMultiply(c),
            a.PointwiseDivide(c), 0 * a, (a * vector).ToColumnMatrix(), a.TransposeThisAndMultiply(c.Column(3)).ToColumnMatrix(),
            (vector + 0.3 * vector).ToColumnMatrix(), square.Inverse(), square.QR().R, square.Solve(square), own,
            Matrix<double>.Build.Dense(1, 1, a.FrobeniusNorm()), a.ToComplex().Multiply(b.ToComplex()).Map(z => z.Real),
            a.ToSingle().Multiply(b.ToSingle()).ToDouble(),
        ];
    }
}
