using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using TorchSharp;

namespace Backprop.Runtime.Golden;

/// <summary>
/// Safetensors to and from tensors, straight from the format's description and independent of the runtime's reader.
/// </summary>
internal static class SafetensorsFile
{
    public static void Write(string path, IEnumerable<(string Name, torch.Tensor Value)> tensors)
    {
        var (header, data) = (new List<string> { "\"__metadata__\":{\"format\":\"pt\"}" }, new List<byte>());
        foreach (var (name, value) in tensors)
        {
            var start = data.Count;
            foreach (var number in value.detach().contiguous().data<double>())
            {
                data.AddRange(BitConverter.GetBytes(number));
            }

            var shape = string.Join(",", value.shape);
            header.Add($"\"{name}\":{{\"dtype\":\"F64\",\"shape\":[{shape}],\"data_offsets\":[{start},{data.Count}]}}");
        }

        var json = Encoding.UTF8.GetBytes($"{{{string.Join(",", header)}}}");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data]);
    }

    public static Dictionary<string, torch.Tensor> Read(string path)
    {
        var file = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, length));
        return header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToDictionary(
            entry => entry.Name,
            entry =>
            {
                var offsets = entry.Value.GetProperty("data_offsets");
                var bytes = file.AsSpan(8 + length)[offsets[0].GetInt32()..offsets[1].GetInt32()];
                var numbers = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(bytes).ToArray();
                var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
                return torch.tensor(numbers).reshape(shape);
            });
    }
}
