using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>
/// The gated recurrent unit (Cho et al. 2014) in PyTorch's variant, which multiplies by W_hn before it resets, with the
/// gates stacked in the order r, z, n: r = sigmoid(W_ir x + b_ir + W_hr a + b_hr), z likewise,
/// n = tanh(W_in x + b_in + r * (W_hn a + b_hn)), a[t] = (1 - z) * n + z * a[t-1]. Here a is a[t-1].
/// </summary>
/// <remarks>
/// Backwards, with da = upstream + recurrent: dz = da * (a[t-1] - n), dn = da * (1 - z), each times its activation's
/// derivative from the output; dr = dn * (W_hn a + b_hn) * r (1 - r); the hidden share of n gets dn * r; and a[t-1]
/// gets da * z beside what comes through W_hh.
/// </remarks>
public sealed class GruCell : ICell<HiddenState, GruStep>
{
    private const int GateCount = 3;

    /// <summary>A cell with all parameters zero.</summary>
    /// <param name="inputSize">Rows of the input.</param>
    /// <param name="hiddenSize">Rows of the hidden state.</param>
    public GruCell(int inputSize, int hiddenSize)
        : this(new CellParameters(GateCount, inputSize, hiddenSize))
    {
    }

    /// <summary>A cell on given parameters, for instance those of one layer of a stacked model.</summary>
    /// <exception cref="ArgumentException">The parameters are not those of three gates.</exception>
    public GruCell(CellParameters parameters) => Parameters = CellParameters.OfGates(parameters, GateCount);

    /// <inheritdoc/>
    public int InputSize => Parameters.InputWeight.Columns;

    /// <inheritdoc/>
    public int HiddenSize => Parameters.RecurrentWeight.Columns;

    /// <summary>The weights and biases by name.</summary>
    public CellParameters Parameters { get; }

    IReadOnlyList<Parameter> ICell<HiddenState, GruStep>.Parameters => Parameters;

    /// <inheritdoc/>
    public GruStep Forward(Matrix<double> input, HiddenState previous)
    {
        Require.Features(input, InputSize);
        ArgumentNullException.ThrowIfNull(previous);
        Require.Shape(previous.Hidden, HiddenSize, input.ColumnCount);

        var (fromInput, fromHidden) = (Parameters.FromInput(input), Parameters.FromHidden(previous.Hidden));
        var r = (fromInput.Gate(0, HiddenSize) + fromHidden.Gate(0, HiddenSize)).Sigmoid();
        var z = (fromInput.Gate(1, HiddenSize) + fromHidden.Gate(1, HiddenSize)).Sigmoid();
        var hiddenShare = fromHidden.Gate(2, HiddenSize);
        var n = (fromInput.Gate(2, HiddenSize) + r.PointwiseMultiply(hiddenShare)).PointwiseTanh();
        var hidden = (1.0 - z).PointwiseMultiply(n) + z.PointwiseMultiply(previous.Hidden);
        return new GruStep(input, previous, new HiddenState(hidden), new GruGates(r, z, n), hiddenShare);
    }

    /// <inheritdoc/>
    public StepGradient<HiddenState> Backward(
        GruStep step, UpstreamGradient upstream, RecurrentGradient<HiddenState> recurrent)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(recurrent);
        var (r, z, n) = step.Gates;
        var dHidden = StateGradient.Sum(upstream, recurrent.At(step.State)?.Hidden, step.State.Hidden);

        var dn = dHidden.PointwiseMultiply(1.0 - z).PointwiseMultiply(n.TanhDerivative());
        var dz = dHidden.PointwiseMultiply(step.Previous.Hidden - n).PointwiseMultiply(z.SigmoidDerivative());
        var dr = dn.PointwiseMultiply(step.HiddenShare).PointwiseMultiply(r.SigmoidDerivative());
        var (dInput, throughGates) = Parameters.Backward(
            step.Input, step.Previous.Hidden,
            fromInput: dr.Stack(dz).Stack(dn),
            fromHidden: dr.Stack(dz).Stack(dn.PointwiseMultiply(r)));
        var dPrevious = throughGates + dHidden.PointwiseMultiply(z);
        return new(dInput, RecurrentGradient<HiddenState>.For(step.Previous, new HiddenState(dPrevious)));
    }
}
