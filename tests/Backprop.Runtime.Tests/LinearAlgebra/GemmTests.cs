using System.Runtime.Intrinsics;
using Backprop.Runtime.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using Xunit;

namespace Backprop.Runtime.Tests.LinearAlgebra;

/// <summary>MathNet's managed product is the reference; every kernel of every width is held against it.</summary>
public class GemmTests
{
    private static readonly ManagedLinearAlgebraProvider s_reference = ManagedLinearAlgebraProvider.Instance;

    // One, the tile's edges at each width (4, 8, 16 rows; 4, 8 columns), beyond a block of the depth, gemv both ways.
    public static TheoryData<int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int>();
        foreach (var (m, n, k) in new[]
        {
            (1, 1, 1), (5, 10, 3), (5, 1, 3), (1, 7, 4), (32, 1, 27), (33, 1, 65), (1, 33, 65), (131, 1, 300), (4, 4, 0),
            (16, 8, 16), (17, 9, 15), (15, 7, 17), (31, 33, 257), (64, 32, 64), (100, 50, 255), (97, 101, 513),
            (129, 130, 131), (300, 49, 260), (8, 1030, 5), (257, 257, 257), (301, 203, 407),
        })
        {
            shapes.Add(m, n, k);
        }
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EqualsMathNetTransposedOrNotForEveryAlphaAndBeta(int m, int n, int k)
    {
        foreach (var (alpha, beta) in new[] { (1.0, 0.0), (1, 1), (-0.7, 0.3), (0, 0.5), (2, -1) })
        {
            foreach (int flips in Enumerable.Range(0, 4))
            {
                AssertEqualsMathNet(m, n, k, (flips & 1) != 0, (flips & 2) != 0, alpha, beta);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryKernelGivesTheSame(int m, int n, int k)
    {
        foreach (int flips in Enumerable.Range(0, 4))
        {
            bool flipA = (flips & 1) != 0, flipB = (flips & 2) != 0;
            double[] a = Values(m * k, 1), b = Values(k * n, 2), expected = Values(m * n, 3);
            double[] start = [.. expected];
            Reference(flipA, flipB, m, n, k, 1.5, a, b, 1, expected);
            foreach (var run in Kernels())
            {
                double[] actual = [.. start];
                run(flipA, flipB, m, n, k, a, b, actual);
                AssertClose(expected, actual);
            }
        }
    }

    [Fact]
    public void LeadingDimensionsAreRespectedAndNothingElseIsWritten()
    {
        const int m = 19, n = 11, k = 23, lda = 29, ldb = 37, ldc = 31;
        double[] a = Values(lda * k, 1), b = Values(ldb * n, 2), c = Values(ldc * n, 3);
        double[] before = [.. c];
        Gemm.Multiply(false, false, m, n, k, 1, a, lda, b, ldb, 0, c, ldc);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < ldc; i++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++)
                {
                    sum += i < m ? a[p * lda + i] * b[j * ldb + p] : 0;
                }
                Assert.Equal(i < m ? sum : before[j * ldc + i], c[j * ldc + i], 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(double.NegativeInfinity, -2)]
    public void NaNAndInfinityAppearWhereMathNetHasThem(double special, double other)
    {
        foreach (var (m, n, k) in new[] { (5, 3, 4), (40, 1, 37), (1, 40, 37), (70, 75, 300), (150, 130, 90) })
        {
            foreach (int flips in Enumerable.Range(0, 4))
            {
                bool flipA = (flips & 1) != 0, flipB = (flips & 2) != 0;
                double[] a = Values(m * k, 1), b = Values(k * n, 2);
                a[a.Length / 2] = special;
                b[b.Length / 3] = other;
                double[] expected = new double[m * n], actual = new double[m * n];
                actual.AsSpan().Fill(double.NaN);
                expected.AsSpan().Fill(double.NaN);
                Reference(flipA, flipB, m, n, k, 1, a, b, 0, expected);
                Ours(flipA, flipB, m, n, k, 1, a, b, 0, actual);
                AssertClose(expected, actual);
            }
        }
    }

    [Fact]
    public void NothingIsAllocatedOnceAThreadHasSeenItsLargestProduct()
    {
        double[] a = Values(200 * 200, 1), b = Values(200 * 200, 2), c = new double[200 * 200];
        void Products()
        {
            Gemm.Multiply(true, false, 200, 200, 200, 1, a, 200, b, 200, 0, c, 200);
            Gemm.Multiply(false, true, 200, 1, 200, 1, a, 200, b, 200, 0, c, 200);
            Gemm.Multiply(false, false, 5, 10, 3, 1, a, 200, b, 200, 1, c, 200);
        }

        // The other thread may have taken all parts of the first products, so the buffers here may come a little later.
        int allocating = Enumerable.Range(0, 50).Count(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Products();
            return GC.GetAllocatedBytesForCurrentThread() != before;
        });
        Assert.InRange(allocating, 0, 4);
    }

    [Fact]
    public void AnOperandThatDoesNotFitIsNamed()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Gemm.Multiply(false, false, 3, 2, 4, 1, new double[12], 3, new double[7], 4, 0, new double[6], 3));
        Assert.Equal("b", error.ParamName);
        Assert.Contains("4 x 2", error.Message);
        Assert.Throws<ArgumentException>(
            () => Gemm.Multiply(false, false, 3, 2, 4, 1, new double[12], 2, new double[8], 4, 0, new double[6], 3));
    }

    private static void AssertEqualsMathNet(int m, int n, int k, bool flipA, bool flipB, double alpha, double beta)
    {
        double[] a = Values(m * k, 1), b = Values(k * n, 2), expected = Values(m * n, 3);
        double[] actual = [.. expected];
        Reference(flipA, flipB, m, n, k, alpha, a, b, beta, expected);
        Ours(flipA, flipB, m, n, k, alpha, a, b, beta, actual);
        AssertClose(expected, actual);
    }

    private static void Reference(
        bool flipA, bool flipB, int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c)
        => s_reference.MatrixMultiplyWithUpdate(
            flipA ? Transpose.Transpose : Transpose.DontTranspose, flipB ? Transpose.Transpose : Transpose.DontTranspose,
            alpha, a, flipA ? k : m, flipA ? m : k, b, flipB ? n : k, flipB ? k : n, beta, c);

    private static void Ours(
        bool flipA, bool flipB, int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c)
        => Gemm.Multiply(
            flipA, flipB, m, n, k, alpha, a, Math.Max(1, flipA ? k : m), b, Math.Max(1, flipB ? n : k), beta, c, m);

    private delegate void Run(bool flipA, bool flipB, int m, int n, int k, double[] a, double[] b, double[] c);

    private static IEnumerable<Run> Kernels() =>
    [
        Blocked<WideKernel<Vector512<double>, Simd512>>, Blocked<NarrowKernel<Vector512<double>, Simd512>>,
        Blocked<WideKernel<Vector256<double>, Simd256>>, Blocked<NarrowKernel<Vector256<double>, Simd256>>,
        Blocked<WideKernel<Vector128<double>, Simd128>>, Blocked<NarrowKernel<Vector128<double>, Simd128>>,
    ];

    private static unsafe void Blocked<TKernel>(bool flipA, bool flipB, int m, int n, int k, double[] a, double[] b, double[] c)
        where TKernel : struct, IMicroKernel
    {
        fixed (double* pa = a, pb = b, pc = c)
        {
            BlockedProduct<TKernel>.Run(new Product
            {
                M = m, N = n, K = k, Alpha = 1.5, Beta = 1, A = pa, B = pb, C = pc, CColumn = m,
                ARow = flipA ? k : 1, AColumn = flipA ? 1 : m, BRow = flipB ? n : 1, BColumn = flipB ? 1 : k,
            });
        }
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = double.IsFinite(expected[i])
                ? Math.Abs(expected[i] - actual[i]) <= 1e-12
                : expected[i].Equals(actual[i]);
            Assert.True(same, $"element {i}: {actual[i]}, MathNet has {expected[i]}");
        }
    }

    private static double[] Values(int length, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, length).Select(_ => 2 * random.NextDouble() - 1).ToArray();
    }
}
