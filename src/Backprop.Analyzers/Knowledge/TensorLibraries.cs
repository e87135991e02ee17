namespace Backprop.Analyzers.Knowledge;

/// <summary>
/// A library whose one tensor type computes elementwise: its modules of static functions, its members, its operators.
/// A name with a trailing underscore overwrites the tensor. Matrix products and reductions are not listed: they are unknown.
/// </summary>
internal sealed record TensorLibrary(
    string Tensor,
    IReadOnlyList<string> Modules,
    IReadOnlyDictionary<string, Elementary> Functions,
    IReadOnlyDictionary<string, Elementwise> Operations,
    IReadOnlyDictionary<string, double> Fills)
{
    public bool Owns(string type) => type == Tensor || Modules.Contains(type);
}

/// <summary>What an operation does with two values, element by element.</summary>
internal enum Elementwise
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Maximum,
    Minimum,
}

/// <summary>The libraries of this kind.</summary>
internal static class TensorLibraries
{
    public static IReadOnlyList<TensorLibrary> All { get; } = [NumSharpLibrary.Table, TorchSharpLibrary.Table, SystemTensorsLibrary.Table];

    public static IReadOnlyDictionary<string, Elementwise> Operators { get; } = new Dictionary<string, Elementwise>
    {
        ["op_Addition"] = Elementwise.Add,
        ["op_Subtraction"] = Elementwise.Subtract,
        ["op_Multiply"] = Elementwise.Multiply,
        ["op_Division"] = Elementwise.Divide,
    };

    /// <summary>What describes a tensor and hands out none of its numbers.</summary>
    public static ISet<string> Sizes { get; } = new HashSet<string> { "Shape", "shape", "size", "Size", "ndim", "Rank", "Lengths", "FlattenedLength", "dtype", "device" };

    /// <summary>What shows a tensor's own memory in another shape, or a part of it: what is written there is written to the tensor.</summary>
    public static ISet<string> Views { get; } = new HashSet<string>
    {
        "narrow", "slice", "select", "view", "view_as", "reshape", "squeeze", "unsqueeze", "permute", "t", "T", "mT", "H", "transpose", "swapaxes", "swapdims",
        "movedim", "index", "flatten", "unflatten", "ravel", "expand", "expand_as", "detach", "alias", "diagonal", "unbind", "chunk", "split",
    };

    /// <summary>True for a name that says that the tensor itself is overwritten: <c>a.mul_(mask)</c>.</summary>
    public static bool IsInPlace(string name) => name.EndsWith("_", StringComparison.Ordinal);

    private static readonly HashSet<string> Names = new(All.Select(library => library.Tensor.Split('.', '+').Last().Split('`')[0]));

    /// <summary>By a type's own name, which is asked for more often than any other.</summary>
    public static bool MayBeTensor(string name) => Names.Contains(name);

    public static TensorLibrary? Of(string type) => All.FirstOrDefault(library => library.Owns(type));
}
