namespace Backprop.Analyzers.Meaning;

/// <summary>
/// What differs from the slope on purpose: a constant in place of a slope (straight-through, or cancelled by the loss), an added constant against
/// flat spots, a clipped or guarded derivative, other slopes on the straight pieces of a function where its own is zero.
/// </summary>
internal static class Surrogates
{
    private const int FewestMismatches = 4;
    private const int FewestAgreements = 3;
    private const double LargestOffset = 0.25;
    private const int MostPieces = 3;
    private const double LargestLeak = 0.5;
    private const double Certain = 0.1;

    /// <summary>Is it proved that this is no derivative, and none that somebody meant to differ? <paramref name="isConstant"/>: it is whatever it is handed.</summary>
    public static bool IsFault(IReadOnlyList<DerivativePoint> points, bool isConstant)
        => points.Count(point => point.IsGross) >= FewestMismatches
            && !(isConstant && !IsCurveThroughZero(points)) && !IsOffset(points) && !IsGuarded(points) && !IsOtherPieces(points);

    public static bool IsConstant(IReadOnlyList<DerivativePoint> points)
        => points.All(point => Matching.IsClose(point.Got, points[0].Got, 1e-6));

    /// <summary>
    /// 2 / (1 + exp(-5 z)) - 1 and its like: neither a step that has no slope to pass, nor straight pieces, nor a probability
    /// whose slope the loss takes out again. No constant stands for that but the slope at zero, of tanh 1.
    /// </summary>
    private static bool IsCurveThroughZero(IReadOnlyList<DerivativePoint> points)
        => Pieces(points, point => point.Wanted) > MostPieces
            && points.Any(point => point.A < -Certain) && points.Any(point => point.A > Certain)
            && points.All(point => point.A * point.Z >= 0)
            && points.Max(point => point.Wanted) is var steepest && Math.Abs(points[0].Got - steepest) > LargestOffset * steepest;

    private static bool IsOffset(IReadOnlyList<DerivativePoint> points)
    {
        var offset = points[0].Got - points[0].Wanted;
        return Math.Abs(offset) <= LargestOffset && points.All(point => Matching.IsClose(point.Got - point.Wanted, offset, 1e-5));
    }

    /// <summary>Right in the middle, and a constant where the slope is beyond it; or any constant at a few points.</summary>
    private static bool IsGuarded(IReadOnlyList<DerivativePoint> points)
    {
        if (IsPieces(points)) return false;
        var wrong = points.Where(point => !point.Agrees).ToArray();
        var constants = wrong.GroupBy(point => Math.Round(point.Got, 4)).ToArray();
        return constants.Length <= 2 && points.Count - wrong.Length >= FewestAgreements
            && (wrong.Length * 3 <= points.Count || constants.All(one => one.All(point => point.Wanted < point.Got) || one.All(point => point.Wanted > point.Got)));
    }

    /// <summary>Leaky where the function is dead, or without its leak; but not two leaks of different size, nor dead where |z| falls.</summary>
    private static bool IsOtherPieces(IReadOnlyList<DerivativePoint> points)
    {
        if (!IsPieces(points)) return false;
        return points.Any(point => !point.Agrees && (point.Wanted == 0 || point.Got == 0)) && !IsDead(points, -1) && !IsDead(points, 1)
            || Pieces(points, point => point.Wanted) == 1;
    }

    // On one side of zero, all along, and with more than a leak.
    private static bool IsDead(IReadOnlyList<DerivativePoint> points, int side)
        => points.Where(point => Math.Sign(point.Z) == side).All(point => point.Got == 0 && Math.Abs(point.Wanted) > LargestLeak);

    private static bool IsPieces(IReadOnlyList<DerivativePoint> points)
        => Pieces(points, point => point.Wanted) <= MostPieces && Pieces(points, point => point.Got) <= MostPieces;

    private static int Pieces(IEnumerable<DerivativePoint> points, Func<DerivativePoint, double> value)
        => points.Select(point => Math.Round(value(point), 4)).Distinct().Count();
}
