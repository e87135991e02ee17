using Backprop.Benchmarks.Timing;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks.Products;

/// <summary>The ratio table of <c>Matrix&lt;double&gt;</c> products: MathNet's managed provider against ours, in one run.</summary>
internal static class ProductTable
{
    private static readonly (int M, int N, int K)[] s_sizes =
    [
        (5, 10, 5), (32, 1, 32), (33, 29, 31), (64, 64, 64), (65, 63, 67), (128, 128, 128), (256, 64, 256), (256, 256, 256),
        (511, 509, 513), (512, 512, 512), (1024, 1024, 1024),
    ];

    public static void Print()
    {
        Console.WriteLine("Matrix<double> products through MathNet; medians of interleaved rounds; MathNet / ours is the speed-up");
        Console.WriteLine(
            $"{"m x n x k",-17} {"op",-8} {"ours",9} {"GFLOP/s",8} {"1 thread",9} {"GFLOP/s",8} {"MathNet",9} {"MathNet/ours",13} {"deviation",10}");
        foreach (var (m, n, k) in s_sizes)
        {
            foreach (var operation in new[] { "A B", "A' B", "A B'" })
            {
                Row(m, n, k, operation);
            }
        }
    }

    private static void Row(int m, int n, int k, string operation)
    {
        var a = operation == "A' B" ? Matrix<double>.Build.Random(k, m, 1) : Matrix<double>.Build.Random(m, k, 1);
        var b = operation == "A B'" ? Matrix<double>.Build.Random(n, k, 2) : Matrix<double>.Build.Random(k, n, 2);
        var (mine, theirs) = (Matrix<double>.Build.Dense(m, n), Matrix<double>.Build.Dense(m, n));
        var rounds = (double)m * n * k > 1e8 ? 5 : 9;
        var times = new Contest(millisecondsPerTurn: 10, rounds).Run(
            Providers.WithOurs(() => Multiply(operation, a, b, mine)),
            Providers.OnOneThread(() => Multiply(operation, a, b, mine)),
            Providers.WithMathNets(() => Multiply(operation, a, b, theirs)));
        var (both, one, managed) = (times[0].Seconds, times[1].Seconds, times[2].Seconds);
        var operations = 2e-9 * m * n * k;
        var deviation = (mine - theirs).Enumerate().Max(Math.Abs) / theirs.Enumerate().Max(Math.Abs);
        Console.WriteLine(
            $"{$"{m} x {n} x {k}",-17} {operation,-8} {both * 1e6,9:F1} {operations / both,8:F1} {one * 1e6,9:F1} {operations / one,8:F1} "
            + $"{managed * 1e6,9:F0} {times[2].Over(times[0]),13:F1} {deviation,10:0e0}");
    }

    private static void Multiply(string operation, Matrix<double> a, Matrix<double> b, Matrix<double> result)
    {
        switch (operation)
        {
            case "A' B":
                a.TransposeThisAndMultiply(b, result);
                break;
            case "A B'":
                a.TransposeAndMultiply(b, result);
                break;
            default:
                a.Multiply(b, result);
                break;
        }
    }
}
