using System.Buffers.Binary;
using Backprop.Runtime.Parameters;

namespace Backprop.Runtime.Persistence;

/// <summary>
/// Saves and loads parameters as safetensors, under PyTorch's names and in its layout, so that weights move between the two:
/// <c>nn.LSTM.load_state_dict(safetensors.torch.load_file(path))</c> reads what is saved here, and the other way round.
/// </summary>
/// <remarks>Loading changes all parameters or, when it throws, none. Saving replaces the file at once or not at all.</remarks>
public static class Safetensors
{
    private const int LengthBytes = sizeof(ulong);

    // The format's own limit; it keeps a foreign file from asking for all memory.
    private const ulong LongestHeader = 100_000_000;

    /// <summary>Saves parameters to a file.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="parameters">What to save; the names must differ.</param>
    /// <param name="type">How to store the numbers; F64 saves them without loss.</param>
    /// <exception cref="ArgumentException">Two parameters have one name.</exception>
    public static void Save(string path, IEnumerable<Parameter> parameters, TensorType type = TensorType.F64)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = SafetensorsWriter.ToBytes(Named(parameters), type);
        var unfinished = path + ".unfinished";
        File.WriteAllBytes(unfinished, bytes);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Loads parameters from a file. The file must have exactly these tensors, in these shapes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">What to load; the names must differ.</param>
    /// <exception cref="WeightsFileException">
    /// The file is damaged, foreign, or not of this model; nothing was loaded.
    /// </exception>
    /// <exception cref="ArgumentException">Two parameters have one name.</exception>
    public static void Load(string path, IEnumerable<Parameter> parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Load(File.ReadAllBytes(path), Named(parameters));
    }

    private static void Load(byte[] file, List<Parameter> parameters)
    {
        var (entries, data) = Open(file);
        var byName = entries.ToDictionary(entry => entry.Name);
        if (entries.FirstOrDefault(entry => parameters.TrueForAll(parameter => parameter.Name != entry.Name)) is { } foreign)
        {
            throw new WeightsFileException($"The model has no parameter for tensor {foreign.Name} ({foreign.ShapeText}).");
        }

        // All are read before the first is written.
        var values = parameters.ConvertAll(parameter => byName.TryGetValue(parameter.Name, out var entry)
            ? Read(parameter, entry, data.Span)
            : throw new WeightsFileException($"The file has no tensor {parameter.Name} ({Shape(parameter)})."));
        for (var index = 0; index < values.Count; index++)
        {
            values[index].CopyTo(parameters[index].Values, 0);
        }
    }

    private static (IReadOnlyList<TensorEntry> Entries, ReadOnlyMemory<byte> Data) Open(byte[] file)
    {
        var length = file.Length < LengthBytes ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > LongestHeader || (long)length > file.Length - LengthBytes)
        {
            throw new WeightsFileException(
                $"This is no safetensors file, or it is truncated: {file.Length} bytes hold no header.");
        }

        var data = file.AsMemory(LengthBytes + (int)length);
        return (SafetensorsHeader.Parse(file.AsMemory(LengthBytes, (int)length), data.Length), data);
    }

    // Row-major in the file, column-major in memory.
    private static double[] Read(Parameter parameter, TensorEntry entry, ReadOnlySpan<byte> data)
    {
        if (!entry.Shape.SequenceEqual(SafetensorsWriter.Shape(parameter)))
        {
            throw new WeightsFileException(
                $"Tensor {entry.Name} has the wrong shape: expected {Shape(parameter)}, got {entry.ShapeText}.");
        }

        var bytes = data[(int)entry.Start..(int)entry.End];
        var values = new double[parameter.Values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            var (row, column) = (index / parameter.Columns, index % parameter.Columns);
            var value = TensorCodec.Read(entry.Type, bytes, index);
            values[row + (column * parameter.Rows)] = !double.IsNaN(value)
                ? value
                : throw new WeightsFileException($"Tensor {entry.Name} is not a number (NaN) at row {row}, column {column}.");
        }

        return values;
    }

    private static string Shape(Parameter parameter) => string.Join(" x ", SafetensorsWriter.Shape(parameter));

    private static List<Parameter> Named(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var list = parameters.ToList();
        return list.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ArgumentException(
                $"{twice.Count()} parameters are named {twice.Key}. Give each part of the model a prefix.", nameof(parameters))
            : list;
    }
}
