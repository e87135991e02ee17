using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers.Running;

namespace Backprop.Runtime.Layers;

/// <summary>
/// The gated recurrent unit over sequences (PyTorch's <c>nn.GRU</c>): see <see cref="GruCell"/> for the equations.
/// </summary>
/// <param name="inputSize">Rows of the input.</param>
/// <param name="hiddenSize">Rows of each hidden state.</param>
/// <param name="layers">How many layers are stacked.</param>
/// <param name="bidirectional">Whether each layer also walks the time backwards.</param>
/// <param name="prefix">Put before the parameters' names when saved, for instance <c>gru.</c></param>
public sealed class Gru(
    int inputSize, int hiddenSize, int layers = 1, bool bidirectional = false, string prefix = "")
    : RecurrentLayer(3, inputSize, hiddenSize, layers, bidirectional, prefix)
{
    internal override DirectionRun NewDirection(CellParameters parameters, bool reverse) =>
        new GruDirection(parameters, reverse);
}
