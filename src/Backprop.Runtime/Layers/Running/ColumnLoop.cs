using Backprop.Runtime.LinearAlgebra;

namespace Backprop.Runtime.Layers.Running;

/// <summary>
/// Runs a loop over disjoint columns of the batch on several threads, without allocating: each thread walks all of
/// the time for its own examples, so the threads meet once a sequence and not once a step.
/// </summary>
/// <param name="body">The loop, given the first column and the one after the last.</param>
internal sealed class ColumnLoop(Action<int, int> body) : PartitionedWork
{
    // Below this many multiplications, meeting another thread costs more than it saves.
    private const double WorthAThread = 100_000;

    // A product on fewer columns than this leaves most of a register block empty.
    private const int FewestColumns = 4;

    private int columns;
    private int parts;

    /// <summary>Runs the body over all columns.</summary>
    /// <param name="columns">How many columns.</param>
    /// <param name="multiplications">How much work there is in all.</param>
    public void Run(int columns, double multiplications)
    {
        var useful = Math.Min(columns / FewestColumns, multiplications / WorthAThread);
        this.columns = columns;
        parts = (int)Math.Clamp(useful, 1, WorkTeam.Available);
        WorkTeam.Run(this, parts);
    }

    /// <inheritdoc/>
    protected internal override void Execute(int part) => body(columns * part / parts, columns * (part + 1) / parts);
}
