using Backprop.Runtime.Cells;
using Backprop.Runtime.Kernels;

namespace Backprop.Runtime.Layers.Running;

/// <summary>
/// The GRU's part of a run: see <see cref="GruCell"/> for the equations, and for the same in matrices. The candidate's
/// hidden share passes through the reset gate, so it is kept apart from the stacked gates, and so is its gradient.
/// </summary>
internal sealed class GruDirection(CellParameters parameters, bool reverse) : GatedDirection(parameters, reverse)
{
    private readonly StepBuffer hiddenShare = new(parameters.RecurrentWeight.Columns);

    private int TwoGates => 2 * HiddenSize;

    private ReadOnlySpan<double> CandidateBias => Parameters.RecurrentBias.Values.AsSpan(TwoGates);

    protected override void Reserve(int batch, int steps)
    {
        base.Reserve(batch, steps);
        hiddenShare.Reserve(batch, steps);
    }

    protected override void InputBias(Span<double> sum)
    {
        base.InputBias(sum);
        Parameters.InputBias.Values.AsSpan(TwoGates).CopyTo(sum[TwoGates..]);
    }

    protected override void ProjectHidden(int step, int from, int to)
    {
        var hidden = Hidden.Before(step, from, to);
        Products.AddHiddenShare(..TwoGates, hidden, Gates.At(step, from, to), Gates.Rows);
        Columns.Fill(hiddenShare.At(step, from, to), CandidateBias);
        Products.AddHiddenShare(TwoGates.., hidden, hiddenShare.At(step, from, to), HiddenSize);
    }

    protected override void ReturnHidden(int step, int from, int to)
    {
        // Both keep what is there: da * z goes straight to a[t-1], beside what comes back through W_hh.
        var carried = Carried.At(from, to);
        Products.ReturnHidden(..TwoGates, Gates.At(step, from, to), Gates.Rows, keep: 1, carried);
        Products.ReturnHidden(TwoGates.., hiddenShare.At(step, from, to), HiddenSize, keep: 1, carried);
    }

    protected override void CollectRecurrent()
    {
        Products.CollectRecurrentWeight(..TwoGates, Gates, Hidden.AllBefore);
        Products.CollectRecurrentWeight(TwoGates.., hiddenShare, Hidden.AllBefore);
        var bias = Parameters.RecurrentBias.Gradients.AsSpan();
        Columns.AddTo(bias[..TwoGates], Gates.All, Gates.Rows);
        Columns.AddTo(bias[TwoGates..], hiddenShare.All, HiddenSize);
    }

    protected override void Pad(int step, int example)
    {
        base.Pad(step, example);
        hiddenShare.At(step, example).Clear();
    }

    // n = tanh(from input + r * hidden share);  a = (1 - z) * n + z * a[t-1] = n + z * (a[t-1] - n)
    protected override void Activate(int step, int example) =>
        GruKernel.Forward(
            Gates.At(step, example), hiddenShare.At(step, example), Hidden.Before(step, example, example + 1),
            Hidden.After(step, example, example + 1));

    // da becomes da * z, the direct path to a[t-1]; the hidden share becomes its own gradient, dn * r.
    protected override void Differentiate(int step, int example) =>
        GruKernel.Backward(
            Gates.At(step, example), hiddenShare.At(step, example), Hidden.Before(step, example, example + 1),
            Carried.At(example, example + 1));
}
