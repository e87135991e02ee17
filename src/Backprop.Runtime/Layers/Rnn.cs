using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers.Running;

namespace Backprop.Runtime.Layers;

/// <summary>The vanilla recurrent layer (PyTorch's <c>nn.RNN</c>): see <see cref="RnnCell"/> for the equations.</summary>
/// <param name="inputSize">Rows of the input.</param>
/// <param name="hiddenSize">Rows of each hidden state.</param>
/// <param name="layers">How many layers are stacked.</param>
/// <param name="bidirectional">Whether each layer also walks the time backwards.</param>
/// <param name="activation">tanh or relu.</param>
/// <param name="prefix">Put before the parameters' names when saved, for instance <c>rnn.</c></param>
public sealed class Rnn(
    int inputSize, int hiddenSize, int layers = 1, bool bidirectional = false,
    RnnActivation activation = RnnActivation.Tanh, string prefix = "")
    : RecurrentLayer(1, inputSize, hiddenSize, layers, bidirectional, prefix)
{
    /// <summary>tanh or relu.</summary>
    public RnnActivation Activation { get; } = activation;

    internal override DirectionRun NewDirection(CellParameters parameters, bool reverse) =>
        new RnnDirection(parameters, reverse, Activation);
}
