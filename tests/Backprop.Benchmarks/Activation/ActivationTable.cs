using Backprop.Benchmarks.Timing;

namespace Backprop.Benchmarks.Activation;

/// <summary>The ratio table of the cached against the recomputed activation.</summary>
internal static class ActivationTable
{
    public static void Print()
    {
        Console.WriteLine("dz = da * tanh'(z), nanoseconds per element; medians of interleaved rounds");
        Console.WriteLine(
            $"{"elements",9} {"scalar cached",14} {"Pow(a, 2)",10} {"recomputed",11} {"recomputed/cached",18} "
            + $"{"vector cached",14} {"recomputed",11} {"recomputed/cached",18}");
        foreach (var length in new[] { 64, 4096, 1 << 18 })
        {
            Row(length);
        }
    }

    private static void Row(int length)
    {
        var work = new BackwardThroughTanh(length);
        var times = new Contest(millisecondsPerTurn: 10, rounds: 15).Run(
            work.ScalarCached, work.ScalarPow, work.ScalarRecomputed, work.VectorisedCached, work.VectorisedRecomputed);
        string Element(int i) => (times[i].Seconds / length * 1e9).ToString("F2");
        Console.WriteLine(
            $"{length,9} {Element(0),14} {Element(1),10} {Element(2),11} {times[2].Over(times[0]),18:F1} "
            + $"{Element(3),14} {Element(4),11} {times[4].Over(times[3]),18:F1}");
    }
}
