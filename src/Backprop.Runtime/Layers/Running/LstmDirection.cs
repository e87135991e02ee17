using Backprop.Runtime.Cells;
using Backprop.Runtime.Kernels;

namespace Backprop.Runtime.Layers.Running;

/// <summary>The LSTM's part of a run: see <see cref="LstmCell"/> for the equations, and for the same in matrices.</summary>
internal sealed class LstmDirection(CellParameters parameters, bool reverse) : GatedDirection(parameters, reverse)
{
    private readonly StateSlots cells = new(parameters.RecurrentWeight.Columns, reverse);
    private readonly StepBuffer squashed = new(parameters.RecurrentWeight.Columns);
    private readonly CarriedGradient carriedCell = new(parameters.RecurrentWeight.Columns);

    protected override void Reserve(int batch, int steps)
    {
        base.Reserve(batch, steps);
        cells.Reserve(batch, steps);
        squashed.Reserve(batch, steps);
        carriedCell.Reserve(batch);
    }

    protected override void Start(RecurrentState initial, int index)
    {
        base.Start(initial, index);
        cells.Start(initial.CellAt(index));
    }

    protected override void Finish(RecurrentState final, int index)
    {
        base.Finish(final, index);
        cells.Finish(final.CellAt(index));
    }

    protected override void StartBack(RecurrentState? final, int index)
    {
        base.StartBack(final, index);
        carriedCell.Start(final is null ? [] : final.CellAt(index));
    }

    protected override void FinishBack(RecurrentState initial, int index)
    {
        base.FinishBack(initial, index);
        carriedCell.Finish(initial.CellAt(index));
    }

    protected override void Stay(int step, int example)
    {
        base.Stay(step, example);
        cells.Stay(step, example);
    }

    // c = f * c[t-1] + i * g;  a = o * tanh(c)
    protected override void Activate(int step, int example) =>
        LstmKernel.Forward(
            Gates.At(step, example), cells.Before(step, example, example + 1), cells.After(step, example, example + 1),
            squashed.At(step, example), Hidden.After(step, example, example + 1));

    // dc = da * o * (1 - tanh(c)^2) + what the step after this one returned; then the four gates, each in its place.
    protected override void Differentiate(int step, int example) =>
        LstmKernel.Backward(
            Gates.At(step, example), cells.Before(step, example, example + 1), squashed.At(step, example),
            Carried.At(example, example + 1), carriedCell.At(example, example + 1));
}
