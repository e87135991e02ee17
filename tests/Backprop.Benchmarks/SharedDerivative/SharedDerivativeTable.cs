using Backprop.Benchmarks.Timing;

namespace Backprop.Benchmarks.SharedDerivative;

/// <summary>
/// What BP1004's fix saves: the same training run with slopes that evaluate their function again, and with slopes that are
/// handed its output. A test holds the one file to be what the fix makes of the other.
/// </summary>
internal static class SharedDerivativeTable
{
    private const int Steps = 400;

    public static void Print()
    {
        Console.WriteLine($"A training run of {Steps} steps, microseconds per step; medians of interleaved rounds");
        Console.WriteLine($"{"hidden units",12} {"from the input",15} {"from the output",16} {"input/output",13} {"deviation",10}");
        foreach (var units in new[] { 5, 20, 100 })
        {
            Row(units);
        }
    }

    private static void Row(int units)
    {
        var deviation = FromInput.TrainingRun.Of(units, Steps).Zip(FromOutput.TrainingRun.Of(units, Steps), (x, y) => Math.Abs(x - y)).Max();
        var times = new Contest(millisecondsPerTurn: 20, rounds: 25).Run(
            () => FromInput.TrainingRun.Of(units, Steps), () => FromOutput.TrainingRun.Of(units, Steps));
        string Step(int i) => (times[i].Seconds / Steps * 1e6).ToString("F2");
        Console.WriteLine($"{units,12} {Step(0),15} {Step(1),16} {times[0].Over(times[1]),13:F2} {deviation,10:E1}");
    }
}
