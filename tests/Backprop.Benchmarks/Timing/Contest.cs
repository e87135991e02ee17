using System.Diagnostics;

namespace Backprop.Benchmarks.Timing;

/// <summary>
/// Times several ways to do the same in interleaved rounds, A B C A B C, because other programs use the machine too: a
/// disturbance hits one round, and ratios are taken within a round before their median is.
/// </summary>
internal sealed class Contest(double millisecondsPerTurn, int rounds)
{
    // A contestant that takes seconds is not run in every round.
    private const double SecondsPerContestant = 4;

    /// <summary>The times of each contestant; a slow one has fewer rounds.</summary>
    public Times[] Run(params Action[] contestants)
    {
        var turns = Array.ConvertAll(contestants, _ => new List<(double Wall, double Processor)>());
        var repeats = contestants.Select((contestant, i) => WarmUp(contestant, turns[i])).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contestants.Length; i++)
            {
                if (turns[i].Sum(turn => turn.Wall) * repeats[i] < SecondsPerContestant)
                {
                    turns[i].Add(Turn(contestants[i], repeats[i]));
                }
            }
        }

        return Array.ConvertAll(turns, all => new Times(
            all.ConvertAll(turn => turn.Wall), all.ConvertAll(turn => turn.Processor)));
    }

    // Runs until the just-in-time compiler has had its say, then finds how many runs fill a turn. Where one run alone
    // fills the budget, that run counts: next to it, compiling takes no time.
    private int WarmUp(Action contestant, List<(double Wall, double Processor)> turns)
    {
        var first = Measure(contestant, 1);
        if (first.Wall > SecondsPerContestant)
        {
            turns.Add(first);
            return 1;
        }

        var start = Stopwatch.GetTimestamp();
        for (var runs = 0; runs < 3000 && Stopwatch.GetElapsedTime(start).TotalMilliseconds < 4 * millisecondsPerTurn; runs++)
        {
            contestant();
        }

        return Math.Max(1, (int)(millisecondsPerTurn / 1000 / Measure(contestant, 1).Wall));
    }

    private static (double Wall, double Processor) Turn(Action contestant, int repeats)
    {
        if (repeats > 1)
        {
            // Untimed: the others have emptied the caches, and perhaps sent the threads to sleep.
            contestant();
        }

        return Measure(contestant, repeats);
    }

    private static (double Wall, double Processor) Measure(Action contestant, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < repeats; i++)
        {
            contestant();
        }

        return (Stopwatch.GetElapsedTime(start).TotalSeconds / repeats,
            (Environment.CpuUsage.TotalTime - processor).TotalSeconds / repeats);
    }
}
