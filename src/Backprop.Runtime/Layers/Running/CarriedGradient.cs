namespace Backprop.Runtime.Layers.Running;

/// <summary>The recurrent gradient of one state on its way from step to step, hidden x batch.</summary>
/// <param name="hiddenSize">Rows of the state.</param>
internal sealed class CarriedGradient(int hiddenSize)
{
    private double[] values = [];
    private double[] kept = [];
    private int batch;

    public void Reserve(int batch)
    {
        this.batch = batch;
        Workspace.Grow(ref values, hiddenSize * batch);
        Workspace.Grow(ref kept, hiddenSize * batch);
    }

    public Span<double> At(int from, int to) => values.AsSpan(hiddenSize * from, hiddenSize * (to - from));

    /// <summary>Starts from the gradient of the final state; empty where nothing comes after.</summary>
    public void Start(ReadOnlySpan<double> final)
    {
        if (final.IsEmpty)
        {
            At(0, batch).Clear();
        }
        else
        {
            final.CopyTo(At(0, batch));
        }
    }

    public void Finish(Span<double> initial) => At(0, batch).CopyTo(initial);

    /// <summary>Sets an example's gradient aside while a product overwrites the batch's.</summary>
    public void Keep(int example) => At(example, example + 1).CopyTo(Kept(example));

    /// <summary>Puts it back.</summary>
    public void Restore(int example) => Kept(example).CopyTo(At(example, example + 1));

    private Span<double> Kept(int example) => kept.AsSpan(hiddenSize * example, hiddenSize);
}
