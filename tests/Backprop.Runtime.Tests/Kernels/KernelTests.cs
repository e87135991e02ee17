using System.Runtime.Intrinsics;
using Backprop.Runtime.Kernels;
using Backprop.Runtime.LinearAlgebra;
using Xunit;

namespace Backprop.Runtime.Tests.Kernels;

/// <summary>Each kernel in each vector width against its formula in scalars, at lengths around the widths.</summary>
public unsafe class KernelTests
{
    private static readonly int[] s_lengths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33];

    [Fact]
    public void TanhIsRightToAFewUnitsInTheLastPlaceFromTheSmallestNumberToSaturation()
    {
        double[] z = [.. Enumerable.Range(-340, 700).SelectMany(i => new[] { Math.Pow(10, i / 20.0), -1.37 * Math.Pow(10, i / 20.0) }),
            .. Enumerable.Range(0, 4000).Select(i => i * 0.005), 1e-300, -1e-300, 5e-324, 0.625, 0.62499999];
        foreach (var a in ForwardInEveryWidth(z))
        {
            for (int i = 0; i < z.Length; i++)
            {
                double expected = Math.Tanh(z[i]);
                Assert.True(Math.Abs(a[i] - expected) <= 1e-15 * Math.Abs(expected), $"tanh({z[i]:R}) = {expected:R}, not {a[i]:R}");
            }
        }
    }

    [Fact]
    public void TanhOfWhatIsNoOrdinaryNumber()
    {
        double[] z = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1e308, -1e308, 400];
        foreach (var a in ForwardInEveryWidth(z))
        {
            Assert.Equal([double.NaN, 1, -1, 0, -0.0, 1, -1, 1], a);
            Assert.True(double.IsNegative(a[4]));
        }
    }

    [Fact]
    public void BackwardFromTheOutput()
    {
        foreach (int n in s_lengths)
        {
            double[] a = Drawn(n, 1), da = Drawn(n, 2), tanh = new double[n], relu = new double[n];
            TanhKernel.Backward(a, da, tanh);
            ReluKernel.Backward(a, da, relu);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal((1 - a[i] * a[i]) * da[i], tanh[i], 1e-15);
                Assert.Equal(a[i] > 0 ? da[i] : 0, relu[i]);
            }
        }
    }

    [Fact]
    public void LstmForwardAndBackwardAreTheEquations()
    {
        foreach (int n in s_lengths)
        {
            Lstm<Vector512<double>, Simd512>(n);
            Lstm<Vector256<double>, Simd256>(n);
            Lstm<Vector128<double>, Simd128>(n);
        }
    }

    [Fact]
    public void GruForwardAndBackwardAreTheEquations()
    {
        foreach (int n in s_lengths)
        {
            Gru<Vector512<double>, Simd512>(n);
            Gru<Vector256<double>, Simd256>(n);
            Gru<Vector128<double>, Simd128>(n);
        }
    }

    [Fact]
    public void BuffersThatDoNotFitAreNamed()
    {
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => TanhKernel.Forward(new double[3], new double[2])).ParamName);
        Assert.Equal("gates", Assert.Throws<ArgumentException>(
            () => LstmKernel.Forward(new double[7], new double[2], new double[2], new double[2], new double[2])).ParamName);
        Assert.Equal("share", Assert.Throws<ArgumentException>(
            () => GruKernel.Backward(new double[6], new double[3], new double[2], new double[2])).ParamName);
    }

    private static void Lstm<TVector, TSimd>(int n)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        double[] z = Drawn(4 * n, 1), before = Drawn(n, 2), da = Drawn(n, 3), dc = Drawn(n, 4);
        double[] gates = [.. z], carried = [.. dc], c = new double[n], tanhC = new double[n], a = new double[n];
        fixed (double* g = gates, b = before, pc = c, s = tanhC, h = a)
        {
            LstmKernel.Forward<TVector, TSimd>(n, g, b, pc, s, h);
        }

        double[] activated = [.. gates];
        fixed (double* g = gates, b = before, s = tanhC, d = da, pdc = carried)
        {
            LstmKernel.Backward<TVector, TSimd>(n, g, b, s, d, pdc);
        }

        for (int k = 0; k < n; k++)
        {
            double i = Sigmoid(z[k]), f = Sigmoid(z[n + k]), g = Math.Tanh(z[2 * n + k]), o = Sigmoid(z[3 * n + k]);
            double cell = f * before[k] + i * g, squashed = Math.Tanh(cell);
            AssertAll([i, f, g, o], activated, n, k);
            AssertAll([cell], c, n, k);
            AssertAll([squashed], tanhC, n, k);
            AssertAll([o * squashed], a, n, k);
            double total = dc[k] + da[k] * o * (1 - squashed * squashed);
            AssertAll([total * f], carried, n, k);
            AssertAll(
                [total * g * i * (1 - i), total * before[k] * f * (1 - f), total * i * (1 - g * g), da[k] * squashed * o * (1 - o)],
                gates, n, k);
        }
    }

    private static void Gru<TVector, TSimd>(int n)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        double[] x = Drawn(3 * n, 1), before = Drawn(n, 2), da = Drawn(n, 3), share = Drawn(n, 4);
        double[] gates = [.. x], carried = [.. da], dShare = [.. share], a = new double[n];
        fixed (double* g = gates, s = share, b = before, h = a)
        {
            GruKernel.Forward<TVector, TSimd>(n, g, s, b, h);
        }

        double[] activated = [.. gates];
        fixed (double* g = gates, s = dShare, b = before, d = carried)
        {
            GruKernel.Backward<TVector, TSimd>(n, g, s, b, d);
        }

        for (int k = 0; k < n; k++)
        {
            double r = Sigmoid(x[k]), z = Sigmoid(x[n + k]), c = Math.Tanh(x[2 * n + k] + r * share[k]);
            AssertAll([r, z, c], activated, n, k);
            AssertAll([(1 - z) * c + z * before[k]], a, n, k);
            double dc = da[k] * (1 - z) * (1 - c * c);
            AssertAll([dc * share[k] * r * (1 - r), da[k] * (before[k] - c) * z * (1 - z), dc], gates, n, k);
            AssertAll([dc * r], dShare, n, k);
            AssertAll([da[k] * z], carried, n, k);
        }
    }

    private static IEnumerable<double[]> ForwardInEveryWidth(double[] z)
    {
        double[] own = [.. z], b512 = new double[z.Length], b256 = new double[z.Length], b128 = new double[z.Length];
        TanhKernel.Forward(own, own);
        fixed (double* p = z, p512 = b512, p256 = b256, p128 = b128)
        {
            TanhKernel.Forward<Vector512<double>, Simd512>(z.Length, p, p512);
            TanhKernel.Forward<Vector256<double>, Simd256>(z.Length, p, p256);
            TanhKernel.Forward<Vector128<double>, Simd128>(z.Length, p, p128);
        }

        return [own, b512, b256, b128];
    }

    private static void AssertAll(double[] expected, double[] actual, int n, int k)
    {
        for (int gate = 0; gate < expected.Length; gate++)
        {
            Assert.Equal(expected[gate], actual[gate * n + k], 1e-14);
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Drawn(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 6 * random.NextDouble() - 3)];
    }
}
