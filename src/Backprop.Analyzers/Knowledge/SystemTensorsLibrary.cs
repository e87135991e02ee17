namespace Backprop.Analyzers.Knowledge;

/// <summary>System.Numerics.Tensors' Tensor&lt;T&gt;: <c>Tensor.Tanh&lt;double&gt;(z)</c>. Its operators are declared outside of the type.</summary>
internal static class SystemTensorsLibrary
{
    private static readonly string[] SpansOnly = ["ReciprocalEstimate", "ReciprocalSqrt", "ReciprocalSqrtEstimate"];

    public static TensorLibrary Table { get; } = new(
        "System.Numerics.Tensors.Tensor`1",
        ["System.Numerics.Tensors.Tensor", "System.Numerics.Tensors.TensorSpan`1", "System.Numerics.Tensors.ReadOnlyTensorSpan`1"],
        Tensors.UnaryFunctions.Where(row => !SpansOnly.Contains(row.Key)).ToDictionary(row => row.Key, row => row.Value),
        new Dictionary<string, Elementwise>
        {
            ["Add"] = Elementwise.Add,
            ["Subtract"] = Elementwise.Subtract,
            ["Multiply"] = Elementwise.Multiply,
            ["Divide"] = Elementwise.Divide,
            ["Pow"] = Elementwise.Power,
        },
        new Dictionary<string, double> { ["CreateFromShape"] = 0 });
}
