namespace Backprop.Analyzers.Knowledge;

/// <summary>Scalar functions of ILGPU, ComputeSharp, Unity and Silk.NET, bound by name only: none is referenced here.</summary>
internal static class GamesAndGpus
{
    public const string Unity = "UnityEngine.Mathf";

    public static IReadOnlyList<string> Types { get; } =
    [
        "ILGPU.Algorithms.XMath", "ILGPU.IntrinsicMath", "ComputeSharp.Hlsl", Unity, "Unity.Mathematics.math",
        "Silk.NET.Maths.Scalar",
    ];

    public static IReadOnlyCollection<string> Namespaces { get; } = new HashSet<string>(Types.Select(NamespaceOf));

    public static IReadOnlyDictionary<string, Elementary> Functions { get; } = new Dictionary<string, Elementary>(StringComparer.OrdinalIgnoreCase)
    {
        ["Tanh"] = Elementary.Tanh,
        ["Sinh"] = Elementary.Sinh,
        ["Cosh"] = Elementary.Cosh,
        ["Exp"] = Elementary.Exp,
        ["Exp2"] = Elementary.Exp2,
        ["Exp10"] = Elementary.Exp10,
        ["Log"] = Elementary.Log,
        ["Log2"] = Elementary.Log2,
        ["Log10"] = Elementary.Log10,
        ["Sqrt"] = Elementary.Sqrt,
        ["Rsqrt"] = Elementary.ReciprocalSqrt,
        ["Rcp"] = Elementary.Reciprocal,
        ["Sin"] = Elementary.Sin,
        ["Cos"] = Elementary.Cos,
        ["Tan"] = Elementary.Tan,
        ["Abs"] = Elementary.Abs,
        ["Sign"] = Elementary.Sign,
        ["Floor"] = Elementary.Floor,
    };

    /// <summary>Further functions, the number of their arguments, and the name that the base class library has for them.</summary>
    public static IReadOnlyDictionary<string, (int Numbers, string Name)> OfSeveral { get; } = new Dictionary<string, (int, string)>(StringComparer.OrdinalIgnoreCase)
    {
        ["Pow"] = (2, "Pow"),
        ["Max"] = (2, "Max"),
        ["Min"] = (2, "Min"),
        ["Atan2"] = (2, "Atan2"),
        ["Clamp"] = (3, "Clamp"),
        ["Clamp01"] = (1, "Saturate"),
        ["Saturate"] = (1, "Saturate"),
    };

    public static string NamespaceOf(string type) => type.Substring(0, type.LastIndexOf('.'));

    public static Elementary? Find(string type, string member)
        => Types.Contains(type) && Functions.TryGetValue(member, out var function) ? function : null;
}
