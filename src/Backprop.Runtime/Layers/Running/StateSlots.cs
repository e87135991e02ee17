namespace Backprop.Runtime.Layers.Running;

/// <summary>
/// A state before and after every step: steps + 1 slots of hidden x batch, the initial state at the end where the
/// time starts. The states before all steps are one matrix of hidden x (batch * time), and so are those after all steps.
/// </summary>
/// <param name="hiddenSize">Rows of the state.</param>
/// <param name="reverse">Whether time is walked from the last step to the first.</param>
internal sealed class StateSlots(int hiddenSize, bool reverse)
{
    private double[] values = [];
    private int batch;
    private int steps;

    public double[] Values => values;

    public Span<double> AllBefore => values.AsSpan(Offset(BeforeSlot(0), 0), hiddenSize * batch * steps);

    /// <summary>Where the states after all steps start in <see cref="Values"/>.</summary>
    public int AfterStart => Offset(AfterSlot(0), 0);

    private Span<double> Initial => Slot(reverse ? steps : 0);

    private Span<double> Final => Slot(reverse ? 0 : steps);

    public void Reserve(int batch, int steps)
    {
        (this.batch, this.steps) = (batch, steps);
        Workspace.Grow(ref values, hiddenSize * batch * (steps + 1));
    }

    public void Start(ReadOnlySpan<double> initial) => initial.CopyTo(Initial);

    public void Finish(Span<double> final) => Final.CopyTo(final);

    public Span<double> Before(int step, int from, int to) => At(BeforeSlot(step), from, to);

    public Span<double> After(int step, int from, int to) => At(AfterSlot(step), from, to);

    /// <summary>At padding an example's state stays as it is.</summary>
    public void Stay(int step, int example) =>
        Before(step, example, example + 1).CopyTo(After(step, example, example + 1));

    private int BeforeSlot(int step) => reverse ? step + 1 : step;

    private int AfterSlot(int step) => reverse ? step : step + 1;

    private int Offset(int slot, int example) => hiddenSize * ((batch * slot) + example);

    private Span<double> Slot(int slot) => At(slot, 0, batch);

    private Span<double> At(int slot, int from, int to) => values.AsSpan(Offset(slot, from), hiddenSize * (to - from));
}
