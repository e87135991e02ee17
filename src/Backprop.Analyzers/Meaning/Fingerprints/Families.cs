using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Activations with parameters: the parameters are solved for from a few observations; the caller then checks all of them.
/// </summary>
internal static class Families
{
    /// <summary>Below it the samples see a straight line.</summary>
    private const double LeastSlope = 0.02;

    /// <summary>Numbers of type float are rounded.</summary>
    private const double Slack = 1e-5;

    public static Activation? Fit(List<Observation> observations)
        => Sigmoid(observations) ?? Tanh(observations) ?? Leaky(observations) ?? LinearUnit(observations);

    /// <summary>
    /// What all members of a family have in common: they are odd and flatten, or stay between zero and one and rise, or are
    /// the identity above zero.
    /// </summary>
    public static bool MayFit(List<Observation> first) => MayBeOdd(first) || MayBeSquashed(first) || IsIdentityAbove(first);

    // y / x has one sign and does not grow with |x|
    private static bool MayBeOdd(List<Observation> first)
    {
        for (var i = 1; i < first.Count; i++)
        {
            var (seen, other) = (first[i], first[i - 1]);
            var (ratio, before) = (seen.Result.Value / seen.Point, other.Result.Value / other.Point);
            if (!IsSameSide(ratio, before)) return false;
            var (inner, outer) = Math.Abs(seen.Point) < Math.Abs(other.Point) ? (ratio, before) : (before, ratio);
            if (Math.Abs(outer) > Math.Abs(inner) * (1 + Slack)) return false;
        }

        return true;
    }

    private static bool MayBeSquashed(List<Observation> first)
    {
        for (var i = 0; i < first.Count; i++)
        {
            if (first[i].Result.Value is not (>= 0 and <= 1)) return false;
            // Rising or falling, above a half on one side of zero only.
            if (!IsSameSide((first[i].Result.Value - 0.5) / first[i].Point, (first[0].Result.Value - 0.5) / first[0].Point)) return false;
        }

        return true;
    }

    // Never of what is not a number.
    private static bool IsSameSide(double x, double y) => (x > 0 && y > 0) || (x < 0 && y < 0);

    private static bool IsIdentityAbove(List<Observation> first)
    {
        foreach (var seen in first)
            if (seen.Point >= 0 && !Matching.IsClose(seen.Result.Value, seen.Point, 1e-5)) return false;
        return true;
    }

    /// <summary>logit(y) / x is the slope, the same at every point.</summary>
    private static Activation? Sigmoid(List<Observation> observations)
    {
        var slopes = observations.Where(seen => Math.Abs(seen.Point) < 1).Select(seen => Elementary.Logit.Value(seen.Result.Value) / seen.Point).ToArray();
        return IsConstant(slopes) ? SaturatingActivations.SlopedSigmoid(Snapped(slopes[0])) : null;
    }

    /// <summary>tanh(2u) = 2t / (1 + t^2): the ratio of the values at x and 2x gives t = tanh(u).</summary>
    private static Activation? Tanh(List<Observation> observations)
    {
        foreach (var seen in observations)
        {
            foreach (var twice in observations)
            {
                if (twice.Point == 2 * seen.Point && seen.Result.Value != 0)
                {
                    var t = Math.Sqrt((2 * seen.Result.Value / twice.Result.Value) - 1);
                    var slope = Elementary.Atanh.Value(t) / Math.Abs(seen.Point);
                    var amplitude = seen.Result.Value / Math.Tanh(slope * seen.Point);
                    return IsUsable(amplitude) && Math.Abs(slope) > LeastSlope ? SaturatingActivations.ScaledTanh(Snapped(amplitude), Snapped(slope)) : null;
                }
            }
        }

        return null;
    }

    private static Activation? Leaky(List<Observation> observations)
    {
        if (!IsIdentityAbove(observations)) return null;
        var slopes = observations.Where(seen => seen.Point < 0).Select(seen => seen.Result.Value / seen.Point).ToArray();
        return IsConstant(slopes)
            ? PiecewiseActivations.Leaky(FormattableString.Invariant($"leaky_relu({Snapped(slopes[0]):R})"), Snapped(slopes[0]))
            : null;
    }

    private static Activation? LinearUnit(List<Observation> observations)
    {
        if (!IsIdentityAbove(observations)) return null;
        var alphas = observations.Where(seen => seen.Point < 0).Select(seen => seen.Result.Value / Elementary.ExpM1.Value(seen.Point)).ToArray();
        return IsConstant(alphas)
            ? ExponentialActivations.LinearUnit(FormattableString.Invariant($"elu({Snapped(alphas[0]):R})"), 1, Snapped(alphas[0]))
            : null;
    }

    private static bool IsConstant(double[] values)
        => values.Length > 1 && IsUsable(values[0]) && values.All(value => Matching.IsClose(value, values[0], 1e-4));

    /// <summary>What people write has few digits; solving leaves noise in the last ones.</summary>
    private static double Snapped(double parameter) => Math.Round(parameter, 11);

    private static bool IsUsable(double parameter) => !double.IsNaN(parameter) && !double.IsInfinity(parameter) && parameter != 0;
}
