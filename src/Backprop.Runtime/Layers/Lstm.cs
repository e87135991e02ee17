using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers.Running;

namespace Backprop.Runtime.Layers;

/// <summary>
/// Long short-term memory over sequences (PyTorch's <c>nn.LSTM</c>): see <see cref="LstmCell"/> for the equations.
/// </summary>
/// <param name="inputSize">Rows of the input.</param>
/// <param name="hiddenSize">Rows of each hidden state.</param>
/// <param name="layers">How many layers are stacked.</param>
/// <param name="bidirectional">Whether each layer also walks the time backwards.</param>
/// <param name="prefix">Put before the parameters' names when saved, for instance <c>lstm.</c></param>
public sealed class Lstm(
    int inputSize, int hiddenSize, int layers = 1, bool bidirectional = false, string prefix = "")
    : RecurrentLayer(4, inputSize, hiddenSize, layers, bidirectional, prefix)
{
    /// <inheritdoc/>
    public override bool HasCellState => true;

    internal override DirectionRun NewDirection(CellParameters parameters, bool reverse) =>
        new LstmDirection(parameters, reverse);
}
