using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Compares a derivative with the exact slope of its forward function. "Neither" needs several points, away from kinks, where
/// both forms are far off; points where the forward is not smooth, or unknown, do not count.
/// </summary>
internal static class Pairs
{
    private const int FewestPoints = 5;
    private const int FewestMismatches = 4;
    private const double Step = 1e-4;
    private const double Tolerance = 1e-6;
    private const double CoarseTolerance = 1e-3;
    private const double Negligible = 1e-3;
    private const double Gross = 2e-2;

    public static PairMeaning Compare(Func<Datum, Datum?> forward, Func<Datum, Datum?> derivative)
    {
        var points = new List<Comparison>();
        foreach (var point in SamplePoints.All)
        {
            if (At(point, forward, derivative) is { } comparison)
            {
                points.Add(comparison);
            }
            else if (points.Count == 0 && point != SamplePoints.All[0])
            {
                return PairMeaning.Unknown;
            }
        }

        return points.Count < FewestPoints || IsFlat(points) ? PairMeaning.Unknown : Judge(points);
    }

    private static PairMeaning Judge(List<Comparison> points)
    {
        var fromInput = points.All(seen => seen.Agrees(seen.FromInput));
        var fromOutput = points.All(seen => seen.Agrees(seen.FromOutput));
        if (fromInput || fromOutput)
        {
            return new(fromInput && fromOutput ? PairVerdict.Both : fromInput ? PairVerdict.DerivativeFromInput : PairVerdict.DerivativeFromOutput);
        }

        var wrong = points.Where(seen => seen.IsGross(seen.FromInput)).ToArray();
        var wrongFromOutput = points.Count(seen => seen.IsGross(seen.FromOutput));
        if (wrong.Length < FewestMismatches || wrongFromOutput < FewestMismatches || IsSurrogate(points))
        {
            return PairMeaning.Unknown;
        }

        var shown = wrong[0];
        return new(PairVerdict.Neither, shown.Point, shown.FromInput, shown.Slope);
    }

    private static Comparison? At(double point, Func<Datum, Datum?> forward, Func<Datum, Datum?> derivative)
    {
        if (forward(Number.Variable(point)) is not Number output || IsBroken(output.Value) || IsBroken(output.Dual.Tangent)
            || !IsSmooth(point, output, forward)
            || derivative(Number.Of(point)) is not Number fromInput || derivative(Number.Of(output.Value)) is not Number fromOutput)
        {
            return null;
        }

        return new(point, output.Dual.Tangent, fromInput.Value, fromOutput.Value, output.Kind.IsCoarse() || fromInput.Kind.IsCoarse());
    }

    /// <summary>The tangent must be the slope that the values show: not so at kinks, jumps and rounding.</summary>
    private static bool IsSmooth(double point, Number output, Func<Datum, Datum?> forward)
    {
        if (output.Kind.IsCoarse())
        {
            return true;
        }

        return forward(Number.Of(point - Step)) is Number below && forward(Number.Of(point + Step)) is Number above
            && Matching.IsClose((above.Value - below.Value) / (2 * Step), output.Dual.Tangent, 1e-4);
    }

    /// <summary>A forward function that is flat nearly everywhere (step, round) has a surrogate gradient on purpose.</summary>
    private static bool IsFlat(List<Comparison> points) => points.Count(seen => Math.Abs(seen.Slope) > Negligible) < FewestMismatches;

    /// <summary>Straight pieces on both sides with other slopes (a leaky derivative for relu) are a choice, not a slip.</summary>
    private static bool IsSurrogate(List<Comparison> points)
        => points.Select(seen => Math.Round(seen.Slope, 4)).Distinct().Count() <= 3
            && points.Select(seen => Math.Round(seen.FromInput, 4)).Distinct().Count() <= 3;

    private static bool IsBroken(double value) => double.IsNaN(value) || double.IsInfinity(value);

    private readonly record struct Comparison(double Point, double Slope, double FromInput, double FromOutput, bool IsCoarse)
    {
        /// <summary>A saturated slope may be written as zero by a guard.</summary>
        public bool Agrees(double derivative)
            => Matching.IsClose(derivative, Slope, IsCoarse ? CoarseTolerance : Tolerance)
                || (Math.Abs(Slope) < Negligible && Math.Abs(derivative) < Negligible && Math.Abs(Point) > 2);

        public bool IsGross(double derivative) => !(Math.Abs(derivative - Slope) <= Gross * (1 + Math.Abs(Slope)));
    }
}
