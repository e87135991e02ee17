using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Course;

/// <summary>One case of course-rnn.json: the course assignment's inputs and outputs.</summary>
internal sealed class CourseCase(JsonElement element)
{
    private static readonly JsonElement Cases = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "course-rnn.json")))
        .RootElement.GetProperty("cases");

    public JsonElement Element { get; } = element;

    public static CourseCase Named(string name) => new(Cases.GetProperty(name));

    public CourseCase Part(string name) => new(Element.GetProperty(name));

    public bool Has(string name) => Element.TryGetProperty(name, out _);

    public CourseArray Input(string name) => Part("inputs").Array(name);

    public CourseArray Expected(string name) => Part("expected").Array(name);

    public CourseArray Array(string name)
    {
        var array = Element.GetProperty(name);
        return new(
            array.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray(),
            array.GetProperty("data").EnumerateArray().Select(value => value.GetDouble()).ToArray());
    }
}
