using System.Numerics.Tensors;
using Backprop.Runtime.Cells;

namespace Backprop.Runtime.Layers.Running;

/// <summary>
/// The GRU's part of a run: see <see cref="GruCell"/> for the equations, and for the same in matrices. The candidate's
/// hidden share passes through the reset gate, so it is kept apart from the stacked gates, and so is its gradient.
/// </summary>
internal sealed class GruDirection(CellParameters parameters, bool reverse) : DirectionRun(parameters, reverse)
{
    private readonly StepBuffer hiddenShare = new(parameters.RecurrentWeight.Columns);
    private double[] scratch = [];

    // da * z goes straight to a[t-1], beside what comes back through W_hh.
    protected override double DirectShare => 1;

    private int TwoGates => 2 * HiddenSize;

    private ReadOnlySpan<double> CandidateBias => Parameters.RecurrentBias.Values.AsSpan(TwoGates);

    protected override void Reserve(int batch, int steps)
    {
        base.Reserve(batch, steps);
        hiddenShare.Reserve(batch, steps);
        Workspace.Grow(ref scratch, TwoGates * batch);
    }

    protected override void InputBias(Span<double> sum)
    {
        base.InputBias(sum);
        Parameters.InputBias.Values.AsSpan(TwoGates).CopyTo(sum[TwoGates..]);
    }

    protected override void ProjectHidden(int step, int from, int to)
    {
        AddHiddenShare(0, TwoGates, step, from, to, Gates);
        Columns.Fill(hiddenShare.At(step, from, to), CandidateBias);
        AddHiddenShare(TwoGates, HiddenSize, step, from, to, hiddenShare);
    }

    protected override void ReturnHidden(int step, int from, int to)
    {
        ReturnHiddenShare(0, TwoGates, step, from, to, Gates, DirectShare);
        ReturnHiddenShare(TwoGates, HiddenSize, step, from, to, hiddenShare, keep: 1);
    }

    protected override void CollectRecurrent()
    {
        CollectRecurrentWeight(0, TwoGates, Gates);
        CollectRecurrentWeight(TwoGates, HiddenSize, hiddenShare);
        var bias = Parameters.RecurrentBias.Gradients.AsSpan();
        Columns.AddTo(bias[..TwoGates], Gates.All, Gates.Rows);
        Columns.AddTo(bias[TwoGates..], hiddenShare.All, HiddenSize);
    }

    protected override void Pad(int step, int example)
    {
        base.Pad(step, example);
        hiddenShare.At(step, example).Clear();
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

    // n = tanh(from input + r * hidden share);  a = (1 - z) * n + z * a[t-1] = n + z * (a[t-1] - n)
    private void Activate(int step, int example)
    {
        var both = Gates.At(step, example)[..TwoGates];
        TensorPrimitives.Sigmoid(both, both);
        var r = Gate(0, step, example);
        var z = Gate(1, step, example);
        var n = Gate(2, step, example);
        TensorPrimitives.MultiplyAdd(r, hiddenShare.At(step, example), n, n);
        TensorPrimitives.Tanh(n, n);

        var hidden = Hidden.After(step, example, example + 1);
        TensorPrimitives.Subtract(Hidden.Before(step, example, example + 1), n, hidden);
        TensorPrimitives.MultiplyAdd(hidden, z, n, hidden);
    }

    private void Differentiate(int step, int example)
    {
        var z = Gate(1, step, example);
        var n = Gate(2, step, example);
        var da = Carried.At(example, example + 1);
        var spare = scratch.AsSpan(TwoGates * example, HiddenSize);
        var dUpdate = scratch.AsSpan((TwoGates * example) + HiddenSize, HiddenSize);

        TensorPrimitives.Subtract(Hidden.Before(step, example, example + 1), n, dUpdate);
        TensorPrimitives.Multiply(dUpdate, da, dUpdate);

        // dn = da (1 - z) (1 - n^2), in place of n; and da becomes da * z, the direct path to a[t-1].
        TensorPrimitives.Multiply(da, z, spare);
        TensorPrimitives.Subtract(da, spare, da);
        TensorPrimitives.Multiply(n, n, n);
        TensorPrimitives.Subtract(1.0, n, n);
        TensorPrimitives.Multiply(n, da, n);
        spare.CopyTo(da);

        GateDerivatives.SigmoidInPlace(z, dUpdate, spare);
        DifferentiateReset(Gate(0, step, example), n, hiddenShare.At(step, example), dUpdate, spare);
    }

    // dr = dn * share, in place of r; the share's own gradient is dn * r.
    private static void DifferentiateReset(
        Span<double> r, ReadOnlySpan<double> dn, Span<double> share, Span<double> incoming, Span<double> spare)
    {
        TensorPrimitives.Multiply(dn, share, incoming);
        TensorPrimitives.Multiply(dn, r, share);
        GateDerivatives.SigmoidInPlace(r, incoming, spare);
    }
}
