using System.Text.Json.Nodes;
using TorchSharp;

namespace Backprop.Runtime.Golden;

/// <summary>Weights saved from TorchSharp, with an output to compare after loading them elsewhere.</summary>
internal static class WeightsCase
{
    public static void Write(string weights, string output)
    {
        var module = new RecurrentModule("Gru", 3, 4, 2, bidirectional: true);
        SafetensorsFile.Write(weights, module.Parameters);
        var x = torch.randn(5, 2, 3);
        var (outputs, _, _) = module.Forward(x, torch.zeros(4, 2, 4), torch.zeros(0), null);
        Json.Write(
            output,
            "TorchSharp 0.107.0: the output of the weights in torch-gru.safetensors. Sequences: feature x example x time.",
            new JsonObject { ["gru"] = new JsonObject { ["x"] = Json.Sequence(x), ["outputs"] = Json.Sequence(outputs) } });
    }
}
