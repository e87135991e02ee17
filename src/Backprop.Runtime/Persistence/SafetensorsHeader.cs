using System.Text.Json;

namespace Backprop.Runtime.Persistence;

/// <summary>
/// The header of a safetensors file: JSON that names each tensor with its type, shape and place. Everything in it is
/// checked before anything is believed, since a weights file may come from anywhere.
/// </summary>
internal static class SafetensorsHeader
{
    private const string Metadata = "__metadata__";

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">How many bytes follow it.</param>
    public static IReadOnlyList<TensorEntry> Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        var entries = new List<TensorEntry>();
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name != Metadata)
                {
                    entries.Add(Entry(property));
                }
            }
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new WeightsFileException("This is no safetensors file: its header cannot be read.", exception);
        }

        CheckPlaces(entries, dataLength);
        return entries;
    }

    private static TensorEntry Entry(JsonProperty property)
    {
        var type = property.Value.GetProperty("dtype").GetString();
        if (!Enum.TryParse<TensorType>(type, out var known) || known.ToString() != type)
        {
            throw new WeightsFileException(
                $"Tensor {property.Name} is stored as {type}; {string.Join(", ", Enum.GetNames<TensorType>())} can be read.");
        }

        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToList();
        var offsets = property.Value.GetProperty("data_offsets");
        return offsets.GetArrayLength() == 2
            ? new TensorEntry(property.Name, known, shape, offsets[0].GetInt64(), offsets[1].GetInt64())
            : throw new WeightsFileException($"Tensor {property.Name} has no start and end.");
    }

    // The format wants the tensors to fill the file without gap or overlap: a truncated file ends before its last tensor.
    private static void CheckPlaces(List<TensorEntry> entries, long dataLength)
    {
        var reached = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End))
        {
            if (entry.Shape.Any(size => size < 0)
                || entry.Count is not { } count || entry.End - entry.Start != count * TensorCodec.Size(entry.Type))
            {
                throw new WeightsFileException(
                    $"Tensor {entry.Name} ({entry.ShapeText}, {entry.Type}) is not as large as its place in the file.");
            }

            if (entry.Start != reached)
            {
                throw new WeightsFileException($"Tensor {entry.Name} starts at byte {entry.Start}, expected {reached}.");
            }

            reached = entry.End;
        }

        if (reached != dataLength)
        {
            throw new WeightsFileException(
                $"The file is truncated or too long: {reached} bytes of numbers announced, {dataLength} there.");
        }

        if (entries.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new WeightsFileException($"Tensor {twice.Key} is there {twice.Count()} times.");
        }
    }
}
