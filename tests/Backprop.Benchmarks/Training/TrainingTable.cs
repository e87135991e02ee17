using Backprop.Benchmarks.Timing;
using MathNet.Numerics;
using TorchSharp;

namespace Backprop.Benchmarks.Training;

/// <summary>The ratio table of a training step: ours, TorchSharp and MathNet step by step, all in one run.</summary>
internal static class TrainingTable
{
    private const int Rounds = 15;

    public static void Print(bool withMathNet, int threads)
    {
        Control.MaxDegreeOfParallelism = threads;
        Console.WriteLine($"Training step, forward + backward, double precision, {threads} threads; medians of interleaved rounds");
        Console.WriteLine($"TorchSharp: {(Torch.IsHere ? Torch.UseThreads(threads) : Torch.Missing)}");
        Console.WriteLine(
            $"{"layer",-5} {"(n_a, n_x, batch, T)",-21} {"ours",10} {"Torch",10} {"MathNet",10} {"ours/Torch",11} {"best",6} {"by CPU",7} "
            + $"{"MathNet/Torch",14} {"MathNet/ours",13} {"deviation",10} {"bytes/step",11}");
        foreach (var kind in Enum.GetValues<Kind>())
        {
            foreach (var size in Size.All)
            {
                Row(new Problem(kind, size), withMathNet);
            }
        }
    }

    private static void Row(Problem problem, bool withMathNet)
    {
        using var ours = new RuntimeStep(problem);
        using var torch = Torch.IsHere ? new TorchStep(problem) : null;
        using var mathNet = withMathNet ? MathNetStep.Of(problem) : null;
        var contestants = new List<Action> { Providers.WithOurs(ours.Run) };
        if (torch is not null)
        {
            contestants.Add(torch.Run);
        }

        if (mathNet is not null)
        {
            contestants.Add(Providers.WithMathNets(mathNet.Run));
        }

        var times = new Contest(millisecondsPerTurn: 25, Rounds).Run([.. contestants]);
        var mine = times[0];
        var theirs = torch is null ? null : times[1];
        var plain = mathNet is null ? null : times[^1];
        var deviation = new ITrainingStep?[] { torch, mathNet }.Max(other => other?.Result().Deviation(ours.Result()));
        Console.WriteLine(
            $"{problem.Kind,-5} {problem.Size,-21} {Time(mine),10} {Time(theirs),10} {Time(plain),10} {Ratio(mine, theirs),11} {Best(mine, theirs),6} {Processor(mine, theirs),7} "
            + $"{Ratio(plain, theirs),14} {Ratio(plain, mine),13} {deviation,10:0e0} {BytesPerStep(ours),11}");
    }

    // The least of a few looks: the finaliser of the other contestants' objects and the just-in-time compiler allocate too,
    // but not in each.
    private static long BytesPerStep(RuntimeStep step)
    {
        const int Steps = 10;
        var least = long.MaxValue;
        for (var look = 0; look < 5; look++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Steps; i++)
            {
                step.Run();
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Steps);
        }

        return least;
    }

    private static string Time(Times? times) =>
        times is null ? "-" : times.Seconds < 1e-3 ? $"{times.Seconds * 1e6:F1} us" : $"{times.Seconds * 1e3:F2} ms";

    private static string Ratio(Times? one, Times? other) =>
        one is null || other is null ? "-" : one.Over(other).ToString("F3");

    private static string Best(Times one, Times? other) => other is null ? "-" : one.BestOver(other).ToString("F3");

    private static string Processor(Times one, Times? other) => other is null ? "-" : one.ProcessorOver(other).ToString("F3");
}
