namespace Backprop.Analyzers.Knowledge;

/// <summary>The catalog of activations. Order is preference where two rows describe the same function.</summary>
internal static class Activations
{
    /// <summary>The function that returns its input; it has derivative 1 and is no activation to report.</summary>
    public static Activation Identity { get; } = new("identity", z => z, z => 1) { SameFromEither = true };

    public static IReadOnlyList<Activation> All { get; } =
    [
        .. SaturatingActivations.Rows,
        .. ExponentialActivations.Rows,
        .. PiecewiseActivations.Rows,
        .. GatedActivations.Rows,
        .. PowerActivations.Rows,
        .. TrigonometricActivations.Rows,
    ];

    public static Activation? Named(string name) => All.FirstOrDefault(row => row.Name == name);
}
