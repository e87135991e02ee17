using System.Numerics.Tensors;
using Backprop.Runtime.Cells;
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
internal abstract partial class DirectionRun
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
        Products = new CellProducts(parameters);
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

    protected CellProducts Products { get; }

    protected int HiddenSize { get; }

    /// <summary>The stacked gates of each step; after the backward pass, their gradients.</summary>
    protected StepBuffer Gates { get; }

    /// <summary>dL/da[t] on its way back.</summary>
    protected CarriedGradient Carried { get; }

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
    public void InputGradient(Sequence gradient, bool add) => Products.InputGradient(Gates, gradient, add);

    /// <summary>From the gates' inputs to the state after the step, for some examples.</summary>
    protected abstract void Activate(int step, int from, int to);

    /// <summary>From dL/da[t] in <see cref="Carried"/> to the gates' gradients, for some examples.</summary>
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

    /// <summary>Padding has no gradient.</summary>
    protected virtual void Pad(int step, int example) => Gates.At(step, example).Clear();

    /// <summary>The bias of the inputs' share: both biases where the gates only see their sum.</summary>
    protected virtual void InputBias(Span<double> sum) =>
        TensorPrimitives.Add(Parameters.InputBias.Values, Parameters.RecurrentBias.Values, sum);

    /// <summary>Adds W_hh a[t-1] to the gates.</summary>
    protected virtual void ProjectHidden(int step, int from, int to) =>
        Products.AddHiddenShare(.., Hidden.Before(step, from, to), Gates.At(step, from, to), Gates.Rows);

    /// <summary>Puts W_hh^T dz in the place of dL/da[t]: the recurrent gradient of the step before.</summary>
    protected virtual void ReturnHidden(int step, int from, int to) =>
        Products.ReturnHidden(.., Gates.At(step, from, to), Gates.Rows, keep: 0, Carried.At(from, to));

    /// <summary>dW_hh and db_hh, summed over all steps.</summary>
    protected virtual void CollectRecurrent()
    {
        Products.CollectRecurrentWeight(.., Gates, Hidden.AllBefore);
        Columns.AddTo(Parameters.RecurrentBias.Gradients, Gates.All, Gates.Rows);
    }

    private void ProjectInputs()
    {
        InputBias(bias);
        Columns.Fill(Gates.All, bias);
        Products.AddInputShare(input, Gates);
    }

    private void CollectInput()
    {
        Products.CollectInputWeight(input, Gates);
        Columns.AddTo(Parameters.InputBias.Gradients, Gates.All, Gates.Rows);
    }
}
