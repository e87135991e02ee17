using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>
/// The vanilla recurrent cell: a[t] = f(W_ih x[t] + b_ih + W_hh a[t-1] + b_hh) with f = tanh or relu (Elman 1990;
/// PyTorch's <c>nn.RNNCell</c>).
/// </summary>
/// <remarks>
/// Backwards, with a = a[t] from the cache, so that the activation is not evaluated again:
/// da = upstream + recurrent; dz = da * (1 - a^2) for tanh, da where a &gt; 0 for relu; dW_ih += dz x^T;
/// dW_hh += dz a[t-1]^T; db += row sums of dz; dx = W_ih^T dz; da[t-1] = W_hh^T dz.
/// </remarks>
public sealed class RnnCell : ICell<HiddenState, RnnStep>
{
    /// <summary>A cell with all parameters zero.</summary>
    /// <param name="inputSize">Rows of the input.</param>
    /// <param name="hiddenSize">Rows of the hidden state.</param>
    /// <param name="activation">tanh or relu.</param>
    public RnnCell(int inputSize, int hiddenSize, RnnActivation activation = RnnActivation.Tanh)
        : this(new CellParameters(1, inputSize, hiddenSize), activation)
    {
    }

    /// <summary>A cell on given parameters, for instance those of one layer of a stacked model.</summary>
    public RnnCell(CellParameters parameters, RnnActivation activation = RnnActivation.Tanh)
    {
        Parameters = CellParameters.OfGates(parameters, gates: 1);
        Activation = activation;
    }

    /// <summary>tanh or relu.</summary>
    public RnnActivation Activation { get; }

    /// <inheritdoc/>
    public int InputSize => Parameters.InputWeight.Columns;

    /// <inheritdoc/>
    public int HiddenSize => Parameters.RecurrentWeight.Columns;

    /// <summary>The weights and biases by name.</summary>
    public CellParameters Parameters { get; }

    IReadOnlyList<Parameter> ICell<HiddenState, RnnStep>.Parameters => Parameters;

    /// <inheritdoc/>
    public RnnStep Forward(Matrix<double> input, HiddenState previous)
    {
        Require.Features(input, InputSize);
        ArgumentNullException.ThrowIfNull(previous);
        Require.Shape(previous.Hidden, HiddenSize, input.ColumnCount);

        var preActivation = Parameters.FromInput(input) + Parameters.FromHidden(previous.Hidden);
        var hidden = Activation == RnnActivation.Tanh ? preActivation.PointwiseTanh() : preActivation.PointwiseMaximum(0.0);
        return new RnnStep(input, previous, new HiddenState(hidden));
    }

    /// <inheritdoc/>
    public StepGradient<HiddenState> Backward(
        RnnStep step, UpstreamGradient upstream, RecurrentGradient<HiddenState> recurrent)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(recurrent);
        var hidden = step.State.Hidden;
        var dHidden = StateGradient.Sum(upstream, recurrent.At(step.State)?.Hidden, hidden);
        var dPreActivation = dHidden.PointwiseMultiply(Derivative(hidden));
        var (dInput, dPrevious) = Parameters.Backward(step.Input, step.Previous.Hidden, dPreActivation, dPreActivation);
        return new(dInput, RecurrentGradient<HiddenState>.For(step.Previous, new HiddenState(dPrevious)));
    }

    // Both derivatives from the output: tanh' = 1 - a^2, relu' = 1 where a > 0.
    private Matrix<double> Derivative(Matrix<double> a) => Activation == RnnActivation.Tanh
        ? a.TanhDerivative()
        : a.PointwiseSign();
}
