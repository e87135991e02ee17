namespace Backprop.Runtime.Layers.Running;

/// <summary>Rows x batch for each time step, one after the other: the gates, and what else a step keeps.</summary>
/// <param name="rows">Rows of each step.</param>
internal sealed class StepBuffer(int rows)
{
    private double[] values = [];
    private int batch;
    private int steps;

    public int Rows => rows;

    /// <summary>All steps as one matrix of rows x (batch * time).</summary>
    public Span<double> All => values.AsSpan(0, rows * batch * steps);

    public void Reserve(int batch, int steps)
    {
        (this.batch, this.steps) = (batch, steps);
        Workspace.Grow(ref values, rows * batch * steps);
    }

    /// <summary>Some columns of the batch at one step.</summary>
    public Span<double> At(int step, int from, int to) => values.AsSpan(rows * ((batch * step) + from), rows * (to - from));

    /// <summary>One example at one step.</summary>
    public Span<double> At(int step, int example) => At(step, example, example + 1);
}
