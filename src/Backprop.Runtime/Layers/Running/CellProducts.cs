using Backprop.Runtime.Cells;
using Backprop.Runtime.LinearAlgebra;
using Backprop.Runtime.Sequences;

namespace Backprop.Runtime.Layers.Running;

/// <summary>
/// The matrix products of a cell's two weights: with all steps at once where no step waits for another, and with the upper or
/// lower gates of the stack only where a cell treats them differently.
/// </summary>
internal sealed class CellProducts(CellParameters parameters)
{
    private int GateRows => parameters.RecurrentWeight.Rows;

    private int HiddenSize => parameters.RecurrentWeight.Columns;

    /// <summary>gates += W_ih x, all steps.</summary>
    public void AddInputShare(Sequence input, StepBuffer gates) =>
        Gemm.Multiply(
            false, false, GateRows, input.Batch * input.Steps, input.Features,
            1, parameters.InputWeight.Values, GateRows, input.Values, input.Features, 1, gates.All, GateRows);

    /// <summary>dW_ih += dz x^T, all steps.</summary>
    public void CollectInputWeight(Sequence input, StepBuffer gradient) =>
        Gemm.Multiply(
            false, true, GateRows, input.Features, input.Batch * input.Steps,
            1, gradient.All, GateRows, input.Values, input.Features, 1, parameters.InputWeight.Gradients, GateRows);

    /// <summary>dx = W_ih^T dz, all steps; the second direction adds to the first.</summary>
    public void InputGradient(StepBuffer gradient, Sequence input, bool add) =>
        Gemm.Multiply(
            true, false, input.Features, input.Batch * input.Steps, GateRows,
            1, parameters.InputWeight.Values, GateRows, gradient.All, GateRows, add ? 1 : 0, input.Values, input.Features);

    /// <summary>target += W_hh a[t-1], for some columns of one step.</summary>
    /// <param name="rows">The gates of the stack that are wanted; as many as the target has rows, or the first of them.</param>
    /// <param name="hidden">a[t-1].</param>
    /// <param name="target">The gates' inputs.</param>
    /// <param name="stride">Rows of each column of the target.</param>
    public void AddHiddenShare(Range rows, ReadOnlySpan<double> hidden, Span<double> target, int stride)
    {
        var (first, count) = rows.GetOffsetAndLength(GateRows);
        Gemm.Multiply(
            false, false, count, hidden.Length / HiddenSize, HiddenSize,
            1, parameters.RecurrentWeight.Values.AsSpan(first), GateRows, hidden, HiddenSize, 1, target, stride);
    }

    /// <summary>da[t-1] = W_hh^T dz + keep * da[t-1], for some columns of one step.</summary>
    /// <param name="rows">The gates of the stack that the gradient is of.</param>
    /// <param name="gradient">dz, from the first of these gates.</param>
    /// <param name="stride">Rows of each column of the gradient.</param>
    /// <param name="keep">1 to add to what is there, 0 to replace it.</param>
    /// <param name="hidden">Takes da[t-1].</param>
    public void ReturnHidden(Range rows, ReadOnlySpan<double> gradient, int stride, double keep, Span<double> hidden)
    {
        var (first, count) = rows.GetOffsetAndLength(GateRows);
        Gemm.Multiply(
            true, false, HiddenSize, hidden.Length / HiddenSize, count,
            1, parameters.RecurrentWeight.Values.AsSpan(first), GateRows, gradient, stride, keep, hidden, HiddenSize);
    }

    /// <summary>dW_hh += dz a[t-1]^T, all steps.</summary>
    /// <param name="rows">The gates of the stack that the gradient is of.</param>
    /// <param name="gradient">dz, from the first of these gates.</param>
    /// <param name="hidden">a[t-1] of all steps.</param>
    public void CollectRecurrentWeight(Range rows, StepBuffer gradient, ReadOnlySpan<double> hidden)
    {
        var (first, count) = rows.GetOffsetAndLength(GateRows);
        Gemm.Multiply(
            false, true, count, HiddenSize, hidden.Length / HiddenSize,
            1, gradient.All, gradient.Rows, hidden, HiddenSize, 1, parameters.RecurrentWeight.Gradients.AsSpan(first), GateRows);
    }
}
