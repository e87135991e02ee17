using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>The recurrent layers that there are.</summary>
public enum LayerKind
{
    Tanh,
    Relu,
    Lstm,
    Gru,
}

internal static class LayerKinds
{
    public static RecurrentLayer Layer(
        this LayerKind kind, int input, int hidden, int layers = 1, bool bidirectional = false, int seed = 7)
    {
        RecurrentLayer layer = kind switch
        {
            LayerKind.Tanh => new Rnn(input, hidden, layers, bidirectional),
            LayerKind.Relu => new Rnn(input, hidden, layers, bidirectional, RnnActivation.Relu),
            LayerKind.Lstm => new Lstm(input, hidden, layers, bidirectional),
            _ => new Gru(input, hidden, layers, bidirectional),
        };
        layer.Initialise(seed);
        return layer;
    }
}
