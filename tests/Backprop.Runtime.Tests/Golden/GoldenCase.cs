using System.Collections.Concurrent;
using System.Text.Json;

namespace Backprop.Runtime.Tests.Golden;

/// <summary>
/// A case of a data file: course-rnn.json with the course assignment's numbers, or torch-*.json, which
/// tests/Backprop.Runtime.Golden writes from TorchSharp.
/// </summary>
internal sealed class GoldenCase(JsonElement element)
{
    public const string Course = "course-rnn.json";

    private static readonly ConcurrentDictionary<string, JsonElement> Files = new();

    public JsonElement Element { get; } = element;

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);

    public static GoldenCase Named(string name, string file = Course) => new(Cases(file).GetProperty(name));

    public static IEnumerable<string> Names(string file) => Cases(file).EnumerateObject().Select(property => property.Name);

    public GoldenCase Part(string name) => new(Element.GetProperty(name));

    public bool Has(string name) => Element.TryGetProperty(name, out _);

    public GoldenArray Input(string name) => Part("inputs").Array(name);

    public GoldenArray Expected(string name) => Part("expected").Array(name);

    public GoldenArray Array(string name) => GoldenArray.From(Element.GetProperty(name));

    public IReadOnlyList<GoldenArray> Arrays(string name) =>
        Element.GetProperty(name).EnumerateArray().Select(GoldenArray.From).ToList();

    public int[] Integers(string name) =>
        Element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32()).ToArray();

    public double Number(string name) => Element.GetProperty(name).GetDouble();

    private static JsonElement Cases(string file) => Files.GetOrAdd(
        file, name => JsonDocument.Parse(File.ReadAllText(PathOf(name))).RootElement.GetProperty("cases"));
}
