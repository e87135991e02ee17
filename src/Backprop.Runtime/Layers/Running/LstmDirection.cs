using System.Numerics.Tensors;
using Backprop.Runtime.Cells;

namespace Backprop.Runtime.Layers.Running;

/// <summary>The LSTM's part of a run: see <see cref="LstmCell"/> for the equations, and for the same in matrices.</summary>
internal sealed class LstmDirection(CellParameters parameters, bool reverse) : DirectionRun(parameters, reverse)
{
    private readonly StateSlots cells = new(parameters.RecurrentWeight.Columns, reverse);
    private readonly StepBuffer squashed = new(parameters.RecurrentWeight.Columns);
    private readonly CarriedGradient carriedCell = new(parameters.RecurrentWeight.Columns);
    private double[] scratch = [];

    protected override void Reserve(int batch, int steps)
    {
        base.Reserve(batch, steps);
        cells.Reserve(batch, steps);
        squashed.Reserve(batch, steps);
        carriedCell.Reserve(batch);
        Workspace.Grow(ref scratch, 2 * HiddenSize * batch);
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

    protected override void Activate(int step, int from, int to)
    {
        for (var example = from; example < to; example++)
        {
            Activate(step, example);
        }
    }

    protected override void Differentiate(int step, int from, int to)
    {
        for (var example = from; example < to; example++)
        {
            Differentiate(step, example);
        }
    }

    // c = f * c[t-1] + i * g;  a = o * tanh(c)
    private void Activate(int step, int example)
    {
        var both = Gates.At(step, example)[..(2 * HiddenSize)];
        TensorPrimitives.Sigmoid(both, both);
        var i = Gate(0, step, example);
        var f = Gate(1, step, example);
        var g = Gate(2, step, example);
        var o = Gate(3, step, example);
        TensorPrimitives.Tanh(g, g);
        TensorPrimitives.Sigmoid(o, o);

        var cell = cells.After(step, example, example + 1);
        TensorPrimitives.Multiply(f, cells.Before(step, example, example + 1), cell);
        TensorPrimitives.MultiplyAdd(i, g, cell, cell);
        TensorPrimitives.Tanh(cell, squashed.At(step, example));
        TensorPrimitives.Multiply(o, squashed.At(step, example), Hidden.After(step, example, example + 1));
    }

    // dc = da * o * (1 - tanh(c)^2) + what the step after this one returned; then the four gates, each in its place.
    private void Differentiate(int step, int example)
    {
        var f = Gate(1, step, example);
        var o = Gate(3, step, example);
        var tanhC = squashed.At(step, example);
        var da = Carried.At(example, example + 1);
        var dc = carriedCell.At(example, example + 1);
        var spare = scratch.AsSpan(2 * HiddenSize * example, HiddenSize);
        var incoming = scratch.AsSpan((2 * HiddenSize * example) + HiddenSize, HiddenSize);

        TensorPrimitives.Multiply(da, o, incoming);
        GateDerivatives.Tanh(tanhC, incoming, spare);
        TensorPrimitives.Add(dc, spare, dc);

        TensorPrimitives.Multiply(da, tanhC, incoming);
        GateDerivatives.SigmoidInPlace(o, incoming, spare);
        DifferentiateCandidate(Gate(0, step, example), Gate(2, step, example), dc, incoming, spare);

        // The forget gate last: dc becomes dc * f, the recurrent gradient of the cell state before.
        TensorPrimitives.Multiply(dc, cells.Before(step, example, example + 1), incoming);
        TensorPrimitives.Multiply(dc, f, dc);
        GateDerivatives.SigmoidInPlace(f, incoming, spare);
    }

    // i * g: each gate's gradient needs the other's value, so dc * g is set aside before g is overwritten.
    private static void DifferentiateCandidate(
        Span<double> i, Span<double> g, ReadOnlySpan<double> dc, Span<double> incoming, Span<double> spare)
    {
        TensorPrimitives.Multiply(dc, g, incoming);
        TensorPrimitives.Multiply(g, g, g);
        TensorPrimitives.Subtract(1.0, g, g);
        TensorPrimitives.Multiply(g, dc, g);
        TensorPrimitives.Multiply(g, i, g);
        GateDerivatives.SigmoidInPlace(i, incoming, spare);
    }
}
