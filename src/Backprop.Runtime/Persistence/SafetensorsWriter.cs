using System.Buffers.Binary;
using System.Text.Json;
using Backprop.Runtime.Parameters;

namespace Backprop.Runtime.Persistence;

/// <summary>Parameters to the bytes of a safetensors file: length of the header, header, numbers row-major.</summary>
internal static class SafetensorsWriter
{
    // The numbers start at a multiple of this, so that readers can map them into memory.
    private const int Alignment = 8;

    public static byte[] ToBytes(IReadOnlyList<Parameter> parameters, TensorType type)
    {
        var header = Header(parameters, type);
        var size = TensorCodec.Size(type);
        var bytes = new byte[sizeof(ulong) + header.Length + (parameters.Sum(parameter => parameter.Values.Length) * size)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes.AsSpan(sizeof(ulong)));

        var rest = bytes.AsSpan(sizeof(ulong) + header.Length);
        foreach (var parameter in parameters)
        {
            Write(parameter, type, rest);
            rest = rest[(parameter.Values.Length * size)..];
        }

        return bytes;
    }

    /// <summary>A parameter's shape in the file: one dimension for a bias.</summary>
    public static long[] Shape(Parameter parameter) =>
        parameter.IsVector ? [parameter.Rows] : [parameter.Rows, parameter.Columns];

    private static byte[] Header(IReadOnlyList<Parameter> parameters, TensorType type)
    {
        var start = 0L;
        var tensors = new Dictionary<string, object>();
        foreach (var parameter in parameters)
        {
            var end = start + ((long)parameter.Values.Length * TensorCodec.Size(type));
            tensors[parameter.Name] = new Dictionary<string, object>
            {
                ["dtype"] = type.ToString(), ["shape"] = Shape(parameter), ["data_offsets"] = new[] { start, end },
            };
            start = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(tensors);
        var padded = new byte[(json.Length + Alignment - 1) / Alignment * Alignment];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);
        return padded;
    }

    private static void Write(Parameter parameter, TensorType type, Span<byte> bytes)
    {
        for (var index = 0; index < parameter.Values.Length; index++)
        {
            var (row, column) = (index / parameter.Columns, index % parameter.Columns);
            TensorCodec.Write(type, bytes, index, parameter.Value.At(row, column));
        }
    }
}
