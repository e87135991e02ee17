using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000; PyTorch's
/// <c>nn.LSTMCell</c>). With z = W_ih x[t] + b_ih + W_hh a[t-1] + b_hh, four gates stacked in the order i, f, g, o:
/// i, f, o = sigmoid(z), g = tanh(z); c[t] = f * c[t-1] + i * g; a[t] = o * tanh(c[t]).
/// </summary>
/// <remarks>
/// Backwards the cell state has two uses, the output and the next step, and its gradient is the sum:
/// dc = da * o * (1 - tanh(c)^2) + recurrent cell gradient. Then do = da * tanh(c), df = dc * c[t-1], di = dc * g,
/// dg = dc * i, each times its activation's derivative from the output; dc[t-1] = dc * f.
/// </remarks>
public sealed class LstmCell : ICell<LstmState, LstmStep>
{
    private const int GateCount = 4;

    /// <summary>A cell with all parameters zero.</summary>
    /// <param name="inputSize">Rows of the input.</param>
    /// <param name="hiddenSize">Rows of the hidden state and of the cell state.</param>
    public LstmCell(int inputSize, int hiddenSize)
        : this(new CellParameters(GateCount, inputSize, hiddenSize))
    {
    }

    /// <summary>A cell on given parameters, for instance those of one layer of a stacked model.</summary>
    /// <exception cref="ArgumentException">The parameters are not those of four gates.</exception>
    public LstmCell(CellParameters parameters) => Parameters = CellParameters.OfGates(parameters, GateCount);

    /// <inheritdoc/>
    public int InputSize => Parameters.InputWeight.Columns;

    /// <inheritdoc/>
    public int HiddenSize => Parameters.RecurrentWeight.Columns;

    /// <summary>The weights and biases by name.</summary>
    public CellParameters Parameters { get; }

    IReadOnlyList<Parameter> ICell<LstmState, LstmStep>.Parameters => Parameters;

    /// <inheritdoc/>
    public LstmStep Forward(Matrix<double> input, LstmState previous)
    {
        Require.Features(input, InputSize);
        ArgumentNullException.ThrowIfNull(previous);
        Require.Shape(previous.Hidden, HiddenSize, input.ColumnCount);
        Require.Shape(previous.Cell, HiddenSize, input.ColumnCount);

        var z = Parameters.FromInput(input) + Parameters.FromHidden(previous.Hidden);
        var gates = new LstmGates(
            z.Gate(0, HiddenSize).Sigmoid(), z.Gate(1, HiddenSize).Sigmoid(),
            z.Gate(2, HiddenSize).PointwiseTanh(), z.Gate(3, HiddenSize).Sigmoid());
        var cell = gates.Forget.PointwiseMultiply(previous.Cell) + gates.Input.PointwiseMultiply(gates.Candidate);
        var squashed = cell.PointwiseTanh();
        var state = new LstmState(gates.Output.PointwiseMultiply(squashed), cell);
        return new LstmStep(input, previous, state, gates, squashed);
    }

    /// <inheritdoc/>
    public StepGradient<LstmState> Backward(
        LstmStep step, UpstreamGradient upstream, RecurrentGradient<LstmState> recurrent)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(recurrent);
        var later = recurrent.At(step.State);
        var (i, f, g, o) = step.Gates;
        var dHidden = StateGradient.Sum(upstream, later?.Hidden, step.State.Hidden);
        var dCell = CellGradient(step, dHidden, later);

        var dz = dCell.PointwiseMultiply(g).PointwiseMultiply(i.SigmoidDerivative())
            .Stack(dCell.PointwiseMultiply(step.Previous.Cell).PointwiseMultiply(f.SigmoidDerivative()))
            .Stack(dCell.PointwiseMultiply(i).PointwiseMultiply(g.TanhDerivative()))
            .Stack(dHidden.PointwiseMultiply(step.Squashed).PointwiseMultiply(o.SigmoidDerivative()));
        var (dInput, dPrevious) = Parameters.Backward(step.Input, step.Previous.Hidden, dz, dz);
        var gradient = new LstmState(dPrevious, dCell.PointwiseMultiply(f));
        return new(dInput, RecurrentGradient<LstmState>.For(step.Previous, gradient));
    }

    // The cell state feeds this step's output and the next step's cell state.
    private static Matrix<double> CellGradient(LstmStep step, Matrix<double> dHidden, LstmState? later)
    {
        var fromOutput = dHidden.PointwiseMultiply(step.Gates.Output).PointwiseMultiply(step.Squashed.TanhDerivative());
        if (later is null)
        {
            return fromOutput;
        }

        Require.Shape(later.Cell, fromOutput.RowCount, fromOutput.ColumnCount, "recurrent");
        return fromOutput + later.Cell;
    }
}
