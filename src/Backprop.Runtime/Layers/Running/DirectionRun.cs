using System.Numerics.Tensors;
using Backprop.Runtime.Cells;
using Backprop.Runtime.LinearAlgebra;
using Backprop.Runtime.Sequences;

namespace Backprop.Runtime.Layers.Running;

/// <summary>
/// One layer in one direction over a whole sequence. What does not depend on the step before is one product for all
/// steps (the inputs' share of the gates, the weights' gradients); what does is a loop over time, which runs on
/// disjoint columns of the batch at once.
/// </summary>
/// <remarks>
/// A gate's gradient takes the place of its value. At a step that is padding for an example, the example's
/// state stays as it is, forwards and backwards.
/// </remarks>
internal abstract class DirectionRun
{
    private readonly bool reverse;
    private readonly ColumnLoop forwards;
    private readonly ColumnLoop backwards;
    private readonly double[] bias;
    private Sequence input = Empty;
    private Sequence upstream = Empty;
    private int upstreamRow;

    protected DirectionRun(CellParameters parameters, bool reverse)
    {
        this.reverse = reverse;
        Parameters = parameters;
        HiddenSize = parameters.RecurrentWeight.Columns;
        Gates = new StepBuffer(parameters.RecurrentWeight.Rows);
        Hidden = new StateSlots(HiddenSize, reverse);
        Carried = new CarriedGradient(HiddenSize);
        bias = new double[Gates.Rows];
        forwards = new ColumnLoop(ForwardColumns);
        backwards = new ColumnLoop(BackwardColumns);
    }

    /// <summary>The hidden states.</summary>
    public StateSlots Hidden { get; }

    protected CellParameters Parameters { get; }

    protected int HiddenSize { get; }

    /// <summary>The stacked gates of each step; after the backward pass, their gradients.</summary>
    protected StepBuffer Gates { get; }

    /// <summary>dL/da[t] on its way back.</summary>
    protected CarriedGradient Carried { get; }

    /// <summary>What stays of dL/da[t] when W_hh^T dz is put in its place: 0, or 1 where a direct path is left in it.</summary>
    protected virtual double DirectShare => 0;

    private static Sequence Empty { get; } = new(1, 1, 1);

    private double StepWork => (double)Gates.All.Length * HiddenSize;

    /// <summary>Runs all steps from the initial state, and leaves the last one's state in <paramref name="final"/>.</summary>
    public void Forward(Sequence input, RecurrentState initial, RecurrentState final, int index)
    {
        this.input = input;
        Reserve(input.Batch, input.Steps);
        Start(initial, index);
        ProjectInputs();
        forwards.Run(input.Batch, StepWork);
        Finish(final, index);
    }

    /// <summary>Walks back from the gradient of the final state, and leaves that of the initial one.</summary>
    /// <param name="upstream">The gradient of the outputs.</param>
    /// <param name="upstreamRow">The row of it where this direction's part starts.</param>
    /// <param name="final">The gradient of the final states, or null.</param>
    /// <param name="initial">Takes the gradient of the initial states.</param>
    /// <param name="index">Layer and direction.</param>
    public void Backward(Sequence upstream, int upstreamRow, RecurrentState? final, RecurrentState initial, int index)
    {
        (this.upstream, this.upstreamRow) = (upstream, upstreamRow);
        StartBack(final, index);
        backwards.Run(input.Batch, StepWork);
        FinishBack(initial, index);
        CollectInput();
        CollectRecurrent();
    }

    /// <summary>dL/dx of all steps in one product; the second direction adds to the first.</summary>
    public void InputGradient(Sequence gradient, bool add) =>
        Gemm.Multiply(
            true, false, input.Features, input.Batch * input.Steps, Gates.Rows, 1, Parameters.InputWeight.Values, Gates.Rows,
            Gates.All, Gates.Rows, add ? 1 : 0, gradient.Values, input.Features);

    protected abstract void Activate(int step, int from, int to);

    protected abstract void Differentiate(int step, int from, int to);

    protected virtual void Reserve(int batch, int steps)
    {
        Gates.Reserve(batch, steps);
        Hidden.Reserve(batch, steps);
        Carried.Reserve(batch);
    }

    protected virtual void Start(RecurrentState initial, int index) => Hidden.Start(initial.HiddenAt(index));

    protected virtual void Finish(RecurrentState final, int index) => Hidden.Finish(final.HiddenAt(index));

    protected virtual void StartBack(RecurrentState? final, int index) =>
        Carried.Start(final is null ? [] : final.HiddenAt(index));

    protected virtual void FinishBack(RecurrentState initial, int index) => Carried.Finish(initial.HiddenAt(index));

    protected virtual void Stay(int step, int example) => Hidden.Stay(step, example);

    /// <summary>The bias of the inputs' share: both biases where the gates only see their sum.</summary>
    protected virtual void InputBias(Span<double> sum) =>
        TensorPrimitives.Add(Parameters.InputBias.Values, Parameters.RecurrentBias.Values, sum);

    /// <summary>Adds W_hh a[t-1] to the gates.</summary>
    protected virtual void ProjectHidden(int step, int from, int to) =>
        AddHiddenShare(0, Gates.Rows, step, from, to, Gates);

    /// <summary>Puts W_hh^T dz in the place of dL/da[t]: the recurrent gradient of the step before.</summary>
    protected virtual void ReturnHidden(int step, int from, int to) =>
        ReturnHiddenShare(0, Gates.Rows, step, from, to, Gates, DirectShare);

    /// <summary>dW_hh and db_hh, summed over all steps.</summary>
    protected virtual void CollectRecurrent()
    {
        CollectRecurrentWeight(0, Gates.Rows, Gates);
        Columns.AddTo(Parameters.RecurrentBias.Gradients, Gates.All, Gates.Rows);
    }

    /// <summary>One of the stacked gates of one example at one step.</summary>
    protected Span<double> Gate(int gate, int step, int example) =>
        Gates.At(step, example).Slice(gate * HiddenSize, HiddenSize);

    protected void AddHiddenShare(int firstRow, int rows, int step, int from, int to, StepBuffer target) =>
        Gemm.Multiply(
            false, false, rows, to - from, HiddenSize, 1, Parameters.RecurrentWeight.Values.AsSpan(firstRow), Gates.Rows,
            Hidden.Before(step, from, to), HiddenSize, 1, target.At(step, from, to), target.Rows);

    protected void ReturnHiddenShare(int firstRow, int rows, int step, int from, int to, StepBuffer gradient, double keep) =>
        Gemm.Multiply(
            true, false, HiddenSize, to - from, rows, 1, Parameters.RecurrentWeight.Values.AsSpan(firstRow), Gates.Rows,
            gradient.At(step, from, to), gradient.Rows, keep, Carried.At(from, to), HiddenSize);

    protected void CollectRecurrentWeight(int firstRow, int rows, StepBuffer gradient) =>
        Gemm.Multiply(
            false, true, rows, HiddenSize, input.Batch * input.Steps, 1, gradient.All, gradient.Rows,
            Hidden.AllBefore, HiddenSize, 1, Parameters.RecurrentWeight.Gradients.AsSpan(firstRow), Gates.Rows);

    private void ProjectInputs()
    {
        InputBias(bias);
        Columns.Fill(Gates.All, bias);
        Gemm.Multiply(
            false, false, Gates.Rows, input.Batch * input.Steps, input.Features, 1, Parameters.InputWeight.Values, Gates.Rows,
            input.Values, input.Features, 1, Gates.All, Gates.Rows);
    }

    private void CollectInput()
    {
        Gemm.Multiply(
            false, true, Gates.Rows, input.Features, input.Batch * input.Steps, 1, Gates.All, Gates.Rows,
            input.Values, input.Features, 1, Parameters.InputWeight.Gradients, Gates.Rows);
        Columns.AddTo(Parameters.InputBias.Gradients, Gates.All, Gates.Rows);
    }

    private void ForwardColumns(int from, int to)
    {
        for (var walked = 0; walked < input.Steps; walked++)
        {
            var step = reverse ? input.Steps - 1 - walked : walked;
            ProjectHidden(step, from, to);
            if (!input.HasPadding)
            {
                Activate(step, from, to);
                continue;
            }

            for (var example = from; example < to; example++)
            {
                ActivateOrStay(step, example);
            }
        }
    }

    private void ActivateOrStay(int step, int example)
    {
        if (input.Counts(example, step))
        {
            Activate(step, example, example + 1);
        }
        else
        {
            Stay(step, example);
        }
    }

    private void BackwardColumns(int from, int to)
    {
        for (var walked = input.Steps - 1; walked >= 0; walked--)
        {
            var step = reverse ? input.Steps - 1 - walked : walked;
            if (!input.HasPadding)
            {
                AddUpstream(step, from, to);
                Differentiate(step, from, to);
                ReturnHidden(step, from, to);
                continue;
            }

            BackwardWithPadding(step, from, to);
        }
    }

    private void BackwardWithPadding(int step, int from, int to)
    {
        for (var example = from; example < to; example++)
        {
            if (input.Counts(example, step))
            {
                AddUpstream(step, example, example + 1);
                Differentiate(step, example, example + 1);
            }
            else
            {
                Carried.Keep(example);
                Pad(step, example);
            }
        }

        ReturnHidden(step, from, to);
        for (var example = from; example < to; example++)
        {
            if (!input.Counts(example, step))
            {
                Carried.Restore(example);
            }
        }
    }

    /// <summary>Padding has no gradient.</summary>
    protected virtual void Pad(int step, int example) => Gates.At(step, example).Clear();

    // The sum that makes it backpropagation through time: what comes from above joins what came from the step after.
    private void AddUpstream(int step, int from, int to)
    {
        var recurrent = Carried.At(from, to);
        if (upstream.Features == HiddenSize)
        {
            TensorPrimitives.Add(recurrent, upstream.Step(step).Slice(HiddenSize * from, recurrent.Length), recurrent);
            return;
        }

        for (var example = from; example < to; example++)
        {
            var column = recurrent.Slice(HiddenSize * (example - from), HiddenSize);
            TensorPrimitives.Add(column, upstream.Column(example, step).Slice(upstreamRow, HiddenSize), column);
        }
    }
}
