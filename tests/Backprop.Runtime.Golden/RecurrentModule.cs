using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn.utils.rnn;

namespace Backprop.Runtime.Golden;

/// <summary>RNN, LSTM and GRU of TorchSharp behind one call: whole batches, or packed ones where lengths are given.</summary>
internal sealed class RecurrentModule(string kind, int input, int hidden, int layers, bool bidirectional)
{
    private readonly torch.nn.Module module = kind switch
    {
        "Tanh" => torch.nn.RNN(input, hidden, layers, bidirectional: bidirectional),
        "Relu" => torch.nn.RNN(input, hidden, layers, torch.nn.NonLinearities.ReLU, bidirectional: bidirectional),
        "Lstm" => torch.nn.LSTM(input, hidden, layers, bidirectional: bidirectional),
        _ => torch.nn.GRU(input, hidden, layers, bidirectional: bidirectional),
    };

    public bool HasCell => kind == "Lstm";

    public IEnumerable<(string Name, torch.Tensor Value)> Parameters =>
        module.named_parameters().Select(pair => (pair.name, (torch.Tensor)pair.parameter));

    /// <summary>Outputs, final hidden states, final cell states (empty unless an LSTM).</summary>
    public (torch.Tensor Outputs, torch.Tensor Hidden, torch.Tensor Cell) Forward(
        torch.Tensor x, torch.Tensor h0, torch.Tensor c0, int[]? lengths)
    {
        if (lengths is null)
        {
            return Forward(x, h0, c0);
        }

        var packed = pack_padded_sequence(x, torch.tensor(lengths, torch.int64), enforce_sorted: false);
        var (sequence, hidden, cell) = Forward(packed, h0, c0);
        return (pad_packed_sequence(sequence).Item1, hidden, cell);
    }

    private (torch.Tensor Outputs, torch.Tensor Hidden, torch.Tensor Cell) Forward(
        torch.Tensor x, torch.Tensor h0, torch.Tensor c0)
    {
        switch (module)
        {
            case LSTM lstm:
                return lstm.call(x, (h0, c0));
            case GRU gru:
                var (ofGru, hiddenOfGru) = gru.call(x, h0);
                return (ofGru, hiddenOfGru, torch.zeros(0));
            default:
                var (outputs, hidden) = ((RNN)module).call(x, h0);
                return (outputs, hidden, torch.zeros(0));
        }
    }

    private (PackedSequence Outputs, torch.Tensor Hidden, torch.Tensor Cell) Forward(
        PackedSequence x, torch.Tensor h0, torch.Tensor c0)
    {
        switch (module)
        {
            case LSTM lstm:
                return lstm.call(x, (h0, c0));
            case GRU gru:
                var (ofGru, hiddenOfGru) = gru.call(x, h0);
                return (ofGru, hiddenOfGru, torch.zeros(0));
            default:
                var (outputs, hidden) = ((RNN)module).call(x, h0);
                return (outputs, hidden, torch.zeros(0));
        }
    }
}
