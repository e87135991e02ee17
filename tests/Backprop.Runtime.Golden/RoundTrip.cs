using Backprop.Runtime.Layers;
using Backprop.Runtime.Persistence;
using Backprop.Runtime.Sequences;
using TorchSharp;

namespace Backprop.Runtime.Golden;

/// <summary>Weights saved by the runtime load in TorchSharp and give the same output.</summary>
internal static class RoundTrip
{
    private const double Same = 1e-12;

    public static int Run()
    {
        var right = true;
        right &= Check("Tanh", new Rnn(5, 7, layers: 2, bidirectional: true));
        right &= Check("Lstm", new Lstm(5, 7, layers: 2, bidirectional: true));
        right &= Check("Gru", new Gru(5, 7, layers: 2, bidirectional: true));
        return right ? 0 : 1;
    }

    private static bool Check(string kind, RecurrentLayer layer)
    {
        layer.Initialise(seed: 3);
        var path = Path.GetTempFileName();
        Safetensors.Save(path, layer.Parameters);
        var module = new RecurrentModule(kind, layer.InputSize, layer.HiddenSize, layer.Layers, bidirectional: true);
        Load(module, SafetensorsFile.Read(path));
        File.Delete(path);

        var x = torch.randn(6, 3, layer.InputSize);
        var state = torch.zeros(layer.Layers * 2, 3, layer.HiddenSize);
        var expected = module.Forward(x, state, state, null).Outputs.detach();

        var input = new Sequence(layer.InputSize, 3, 6);
        x.data<double>().ToArray().CopyTo(input.Values);
        var actual = torch.tensor(layer.NewRun().Forward(input).Values.ToArray()).reshape(expected.shape);
        var difference = (actual - expected).abs().max().item<double>();
        Console.WriteLine($"{kind}: saved here, loaded in TorchSharp, outputs differ by at most {difference:0.0e+0}");
        return difference <= Same;
    }

    private static void Load(RecurrentModule module, Dictionary<string, torch.Tensor> saved)
    {
        using var _ = torch.no_grad();
        foreach (var (name, value) in module.Parameters)
        {
            value.copy_(saved[name]);
        }
    }
}
