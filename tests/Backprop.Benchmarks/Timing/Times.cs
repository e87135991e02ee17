namespace Backprop.Benchmarks.Timing;

/// <summary>What one run took, round by round: seconds by the clock, and seconds of processor time of all threads.</summary>
internal sealed record Times(IReadOnlyList<double> Wall, IReadOnlyList<double> Processor)
{
    public double Seconds => Median(Wall);

    /// <summary>The median over the rounds of this over the other, by the clock.</summary>
    public double Over(Times other) => Median(Wall.Zip(other.Wall, (mine, theirs) => mine / theirs));

    /// <summary>
    /// The same in processor time, which others on the machine disturb less; but a thread that spins while it waits counts.
    /// </summary>
    public double ProcessorOver(Times other) => Median(Processor.Zip(other.Processor, (mine, theirs) => mine / theirs));

    /// <summary>The shortest turn of this over the shortest of the other: what both do when nobody disturbs.</summary>
    public double BestOver(Times other) => Wall.Min() / other.Wall.Min();

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
