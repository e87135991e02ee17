using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace Backprop.Runtime.Golden;

/// <summary>Tensors as {shape, data}, row-major, in the format of course-rnn.json.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = false };

    public static JsonObject Array(torch.Tensor tensor) => new()
    {
        ["shape"] = new JsonArray([.. tensor.shape.Select(size => (JsonNode)size)]),
        ["data"] = new JsonArray([.. tensor.detach().contiguous().data<double>().ToArray().Select(value => (JsonNode)value)]),
    };

    /// <summary>From torch's time x batch x features to the runtime's features x batch x time.</summary>
    public static JsonObject Sequence(torch.Tensor tensor) => Array(tensor.permute(2, 1, 0));

    public static JsonObject Named(IEnumerable<(string Name, torch.Tensor Tensor)> tensors)
    {
        var all = new JsonObject();
        foreach (var (name, tensor) in tensors)
        {
            all[name] = Array(tensor.dim() == 1 ? tensor.unsqueeze(1) : tensor);
        }

        return all;
    }

    /// <summary>One case a line, so that a change shows where it is.</summary>
    public static void Write(string path, string about, JsonObject cases)
    {
        var lines = cases.Select(pair => $"\"{pair.Key}\":{pair.Value!.ToJsonString(Options)}");
        var heading = $"{{\"about\":{JsonSerializer.Serialize(about)},\n\"cases\":{{\n";
        File.WriteAllText(path, $"{heading}{string.Join(",\n", lines)}\n}}}}\n");
        Console.WriteLine($"{path}: {cases.Count} cases");
    }
}
