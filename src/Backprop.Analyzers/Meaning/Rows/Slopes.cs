using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>One sample of a forward function: a = f(z) and its exact slope there.</summary>
internal readonly record struct SlopePoint(int Row, double Z, double A, double Slope, bool IsCoarse);

/// <summary>
/// A forward function at the sample points at which it is known and smooth. Empty where it is not known, or where a row
/// depends on other rows (softmax).
/// </summary>
internal sealed class Slopes(ImmutableArray<SlopePoint> points)
{
    public static readonly Slopes Unknown = new(ImmutableArray<SlopePoint>.Empty);

    private const int FewestPoints = 5;
    private const double Step = 1e-6;
    private const double Negligible = 1e-3;
    private const int FewFirst = 3;

    public ImmutableArray<SlopePoint> Points { get; } = points;

    public bool IsKnown => Points.Length >= FewestPoints;

    /// <summary>A step or a rounding has a surrogate for a gradient on purpose.</summary>
    public bool IsFlat => Points.Count(point => Math.Abs(point.Slope) > Negligible) < FewestPoints - 1;

    /// <summary>The slopes of a straight line say nothing about what belongs together.</summary>
    public bool IsStraight => Points.All(point => Matching.IsClose(point.Slope, Points[0].Slope, 1e-6));

    /// <summary>
    /// The first few samples of a function of one number, without a look at whether it is smooth there; null where it is not
    /// such a function, or is not known there. What is not its derivative at these is none.
    /// </summary>
    public static Slopes? First(RowFunction forward)
    {
        if (forward is not { Columns: 1, IsScalar: true }) return null;
        var points = ImmutableArray.CreateBuilder<SlopePoint>(FewFirst);
        foreach (var result in forward.Run([Column(0, tangent: 1)]))
        {
            if (result is not { } a || IsBroken(a.Value) || IsBroken(a.Dual.Tangent)) return null;
            points.Add(new(points.Count, SamplePoints.All[points.Count], a.Value, a.Dual.Tangent, a.Kind.IsCoarse()));
            if (points.Count == FewFirst) break;
        }

        return new(points.ToImmutable());
    }

    public static Slopes Of(RowFunction forward)
    {
        if (forward.Columns == 1) return Of(forward, column => [column]);
        if (forward.Columns != 2 || !forward.ReturnsVoid) return Unknown;
        var zeros = new Dual[SamplePoints.All.Count];
        var intoSecond = Of(forward, column => [column, zeros]);
        return intoSecond.IsKnown && !intoSecond.IsFlat ? intoSecond : Of(forward, column => [zeros, column]);
    }

    private static Slopes Of(RowFunction forward, Func<Dual[], IReadOnlyList<Dual[]>> columns)
    {
        var here = Run(forward, columns, 0, tangent: 1);
        if (here.Length < SamplePoints.All.Count || !IsRowByRow(forward, columns, here)) return Unknown;
        // float is too coarse for a look at what lies beside.
        var beside = here[0] is { Kind: var kind } && kind.IsCoarse() ? [] : Run(forward, columns, Step);
        var points = ImmutableArray.CreateBuilder<SlopePoint>();
        for (var row = 0; row < here.Length; row++)
        {
            if (here[row] is not { } a || IsBroken(a.Value) || IsBroken(a.Dual.Tangent)) continue;
            var isCoarse = a.Kind.IsCoarse();
            if (isCoarse || IsSmooth(a, row < beside.Length ? beside[row] : null))
                points.Add(new(row, SamplePoints.All[row], a.Value, a.Dual.Tangent, isCoarse));
        }

        return new(points.ToImmutable());
    }

    private static Number?[] Run(RowFunction forward, Func<Dual[], IReadOnlyList<Dual[]>> columns, double shift, double tangent = 0)
    {
        var results = new List<Number?>();
        foreach (var result in forward.Run(columns(Column(shift, tangent))))
        {
            if (result is null && results.Count == 0) return [];
            results.Add(result);
        }

        return [.. results];
    }

    /// <summary>The sample points, moved a little, as the one column of a function.</summary>
    public static Dual[] Column(double shift, double tangent)
    {
        var column = new Dual[SamplePoints.All.Count];
        for (var row = 0; row < column.Length; row++) column[row] = new Dual(SamplePoints.All[row] + shift, tangent);
        return column;
    }

    /// <summary>With every other row changed, the rest must stay as they were.</summary>
    private static bool IsRowByRow(RowFunction forward, Func<Dual[], IReadOnlyList<Dual[]>> columns, Number?[] here)
    {
        if (forward.IsScalar) return true;
        var other = forward.Run(columns(EveryOtherChanged())).ToArray();
        return other.Length == here.Length && Enumerable.Range(0, here.Length).Where(row => row % 2 == 0)
            .All(row => other[row]?.Value.Equals(here[row]?.Value) ?? here[row] is null);
    }

    /// <summary>The sample points with the odd rows at other numbers: what works row by row returns the same in the even ones.</summary>
    public static Dual[] EveryOtherChanged() => [.. SamplePoints.All.Select((point, row) => new Dual(row % 2 == 0 ? point : 0.7 * point, 1))];

    /// <summary>The tangent must be the slope that the values show: not so at kinks, jumps and rounding.</summary>
    private static bool IsSmooth(Number a, Number? beside)
        => beside is not null && Matching.IsClose((beside.Value - a.Value) / Step, a.Dual.Tangent, 1e-4);

    private static bool IsBroken(double value) => double.IsNaN(value) || double.IsInfinity(value);
}
