using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>At one sample: what the derivative returned, per unit of upstream gradient, and what the slope is.</summary>
internal readonly record struct DerivativePoint(double Z, double A, double Got, double Wanted, bool IsCoarse)
{
    private const double Tolerance = 1e-6;
    private const double CoarseTolerance = 1e-3;
    private const double Negligible = 1e-3;
    private const double Gross = 2e-2;

    /// <summary>A saturated slope may be written as zero by a guard.</summary>
    public bool Agrees => Matching.IsClose(Got, Wanted, IsCoarse ? CoarseTolerance : Tolerance)
        || (IsSaturated && Math.Abs(Got) < Negligible && Math.Abs(Z) > 2);

    /// <summary>Hardly any slope: many functions agree there.</summary>
    public bool IsSaturated => Math.Abs(Wanted) < Negligible;

    /// <summary>Not a matter of rounding or of a short constant.</summary>
    public bool IsGross => !(Math.Abs(Got - Wanted) <= Gross * (1 + Math.Abs(Wanted)));
}

/// <summary>Runs what may be a derivative on the samples of its forward function, its arguments meant in one way.</summary>
internal static class DerivativeRuns
{
    private const double Elsewhere = 0.5;
    private const int UpstreamShift = 7;
    private const int UnusedShift = 13;

    /// <summary>Is it the derivative at every sample? Ends at the first at which it is not.</summary>
    public static bool Fits(Slopes forward, RowFunction derivative, ImmutableArray<ArgumentRole> roles)
    {
        var compared = 0;
        foreach (var point in Points(forward, derivative, roles))
        {
            if (point is not { Agrees: true }) return false;
            compared++;
        }

        return compared == forward.Points.Length;
    }

    /// <summary>Not known to be off at one of a few samples: what cannot be run there may be another object's.</summary>
    public static bool MayFit(Slopes first, RowFunction derivative, ImmutableArray<ArgumentRole> roles)
    {
        foreach (var point in Points(first, derivative, roles))
            if (point is { Agrees: false }) return false;
        return true;
    }

    /// <summary>False where a row certainly depends on the others, as those of a softmax do: with every other row changed, the rest do not stay.</summary>
    public static bool MayBeByRow(RowFunction derivative)
    {
        var (here, there) = (Slopes.Column(0, tangent: 0), Slopes.EveryOtherChanged());
        return derivative.Run([.. Enumerable.Repeat(here, derivative.Columns)]).Zip(derivative.Run([.. Enumerable.Repeat(there, derivative.Columns)]), (one, other) => (one, other))
            .Where((_, row) => row % 2 == 0).All(pair => pair.one is null || pair.other is null || pair.one.Value.Equals(pair.other.Value));
    }

    /// <summary>Sample by sample; null where it is not known.</summary>
    public static IEnumerable<DerivativePoint?> Points(Slopes forward, RowFunction derivative, ImmutableArray<ArgumentRole> roles)
    {
        var columns = roles.Select(role => Column(forward, role)).ToArray();
        var hasUpstream = roles.Contains(ArgumentRole.Upstream);
        var (row, next) = (0, 0);
        foreach (var result in derivative.Run(columns))
        {
            if (next >= forward.Points.Length) yield break;
            if (forward.Points[next] is { } point && point.Row == row++)
            {
                next++;
                yield return result is null ? null : new(
                    point.Z, point.A, result.Value / (hasUpstream ? Shifted(point.Row, UpstreamShift) : 1), point.Slope,
                    point.IsCoarse || result.Kind.IsCoarse());
            }
        }
    }

    private static Dual[] Column(Slopes forward, ArgumentRole role)
    {
        var column = new Dual[SamplePoints.All.Count];
        for (var row = 0; row < column.Length; row++) column[row] = role switch
        {
            ArgumentRole.PreActivation => SamplePoints.All[row],
            ArgumentRole.Output => Elsewhere,
            ArgumentRole.Upstream => Shifted(row, UpstreamShift),
            ArgumentRole.Unused => Shifted(row, UnusedShift),
            _ => 0,
        };
        if (role == ArgumentRole.Output)
            foreach (var point in forward.Points) column[point.Row] = point.A;
        return column;
    }

    private static double Shifted(int row, int by) => SamplePoints.All[(row + by) % SamplePoints.All.Count];
}
