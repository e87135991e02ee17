namespace Backprop.Analyzers.Knowledge;

/// <summary>
/// The points at which functions are compared: fixed (the analysis is deterministic), of both signs, several inside (-1, 1)
/// and (0, 1) where outputs of tanh and sigmoid live, some moderately large, none at a round number where look-alikes agree;
/// 0.58 is twice 0.29, which the fitting of parameters needs. Twenty-four, so that they fill arrays of two by two rows.
/// </summary>
internal static class SamplePoints
{
    public static IReadOnlyList<double> All { get; } =
    [
        0.53, -0.71, 0.29, -0.37, 0.83, -1.83, 1.31, 0.089, -0.113, 2.7, -3.3, 0.58, 0.42, -0.93, 4.3, -5.9, 1.9, -2.2, 0.17, -0.23, 7.3, -7.1, 0.76, -0.52,
    ];
}
