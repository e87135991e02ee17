using System.Collections;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>
/// The four parameters of a cell in one direction of one layer, named and shaped as in PyTorch: all gates stacked over
/// each other, and two biases.
/// </summary>
public sealed class CellParameters : IReadOnlyList<Parameter>
{
    private readonly Parameter[] all;

    /// <summary>All zeros.</summary>
    /// <param name="gates">How many gates are stacked: 1 for a vanilla RNN, 3 for a GRU, 4 for an LSTM.</param>
    /// <param name="input">Rows of the input.</param>
    /// <param name="hidden">Rows of the hidden state.</param>
    /// <param name="suffix">Layer and direction as PyTorch writes them: <c>_l0</c>, <c>_l1_reverse</c>.</param>
    /// <param name="prefix">Put before the names, for instance <c>rnn.</c></param>
    public CellParameters(int gates, int input, int hidden, string suffix = "_l0", string prefix = "")
    {
        InputWeight = new Parameter($"{prefix}weight_ih{suffix}", gates * hidden, input);
        RecurrentWeight = new Parameter($"{prefix}weight_hh{suffix}", gates * hidden, hidden);
        InputBias = Parameter.Vector($"{prefix}bias_ih{suffix}", gates * hidden);
        RecurrentBias = Parameter.Vector($"{prefix}bias_hh{suffix}", gates * hidden);
        all = [InputWeight, RecurrentWeight, InputBias, RecurrentBias];
    }

    /// <summary>Input to gates, (gates * hidden) x input.</summary>
    public Parameter InputWeight { get; }

    /// <summary>Hidden to gates, (gates * hidden) x hidden.</summary>
    public Parameter RecurrentWeight { get; }

    /// <summary>The bias beside the input weight, gates * hidden.</summary>
    public Parameter InputBias { get; }

    /// <summary>The bias beside the recurrent weight, gates * hidden. PyTorch keeps two; only a GRU tells them apart.</summary>
    public Parameter RecurrentBias { get; }

    /// <inheritdoc/>
    public int Count => all.Length;

    /// <inheritdoc/>
    public Parameter this[int index] => all[index];

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => ((IEnumerable<Parameter>)all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The parameters, if they are those of as many gates as the cell has.</summary>
    internal static CellParameters OfGates(CellParameters parameters, int gates)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var weight = parameters.RecurrentWeight;
        return weight.Rows == gates * weight.Columns
            ? parameters
            : throw Require.Mismatch(
                nameof(parameters), $"{gates} gates over {weight.Columns}, {gates * weight.Columns} x {weight.Columns}",
                $"{weight.Rows} x {weight.Columns}");
    }

    /// <summary>W_ih x + b_ih, the gates' share of the input.</summary>
    internal Matrix<double> FromInput(Matrix<double> input) => (InputWeight.Value * input).AddToColumns(InputBias.Value);

    /// <summary>W_hh a + b_hh, the gates' share of the hidden state.</summary>
    internal Matrix<double> FromHidden(Matrix<double> hidden) =>
        (RecurrentWeight.Value * hidden).AddToColumns(RecurrentBias.Value);

    /// <summary>Adds a step's share to the gradients and returns dL/dx and dL/da[t-1].</summary>
    /// <param name="input">x[t].</param>
    /// <param name="hidden">a[t-1].</param>
    /// <param name="fromInput">The gradient of <see cref="FromInput"/>'s result.</param>
    /// <param name="fromHidden">The gradient of <see cref="FromHidden"/>'s result.</param>
    internal (Matrix<double> Input, Matrix<double> Hidden) Backward(
        Matrix<double> input, Matrix<double> hidden, Matrix<double> fromInput, Matrix<double> fromHidden)
    {
        InputWeight.Accumulate(fromInput.TransposeAndMultiply(input));
        RecurrentWeight.Accumulate(fromHidden.TransposeAndMultiply(hidden));
        InputBias.Accumulate(fromInput.RowSums().ToColumnMatrix());
        RecurrentBias.Accumulate(fromHidden.RowSums().ToColumnMatrix());
        return (InputWeight.Value.TransposeThisAndMultiply(fromInput),
            RecurrentWeight.Value.TransposeThisAndMultiply(fromHidden));
    }
}
