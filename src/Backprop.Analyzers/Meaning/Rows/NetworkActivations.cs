using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Is a function one that networks use as an activation, up to its amplitude? Distributions, links of regressions and
/// interpolation have derivatives too; what belongs to them is shifted, stretched or another function altogether.
/// </summary>
internal static class NetworkActivations
{
    private static readonly Activation[] Rows = [.. SaturatingActivations.Rows.Where(row => row.Name != "atan" && row.Name != "erf"),
        .. PiecewiseActivations.Rows.Where(row => row.Name != "abs" && row.Name != "sign"), .. GatedActivations.Rows];

    public static bool Contains(Activation activation) => Rows.Contains(activation);

    public static bool Contains(Slopes forward) => forward.IsKnown && Rows.Any(row => IsMultiple(forward, row));

    private static bool IsMultiple(Slopes forward, Activation row)
    {
        double? amplitude = null;
        foreach (var point in forward.Points)
        {
            var wanted = row.F(point.Z);
            if (!row.IsSmoothAt(point.Z)) continue;
            if (amplitude is null && Math.Abs(wanted) > 1e-3) amplitude = point.A / wanted;
            if (!Matching.IsClose(point.A, (amplitude ?? 1) * wanted, point.IsCoarse ? 1e-3 : Math.Max(1e-7, row.Tolerance))) return false;
        }

        return amplitude is { } one && one != 0;
    }
}
