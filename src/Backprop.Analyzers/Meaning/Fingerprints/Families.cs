using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Activations with parameters: the parameters are solved for from a few observations; the caller then checks all of them.
/// </summary>
internal static class Families
{
    /// <summary>Below it the samples see a straight line.</summary>
    private const double LeastSlope = 0.02;

    public static Activation? Fit(IReadOnlyList<Observation> observations)
        => Sigmoid(observations) ?? Tanh(observations) ?? Leaky(observations) ?? LinearUnit(observations);

    public static bool MayFit(Observation first) => Math.Abs(first.Result.Value) < 100;

    /// <summary>logit(y) / x is the slope, the same at every point.</summary>
    private static Activation? Sigmoid(IReadOnlyList<Observation> observations)
    {
        var slopes = observations.Where(seen => Math.Abs(seen.Point) < 1).Select(seen => Elementary.Logit.Value(seen.Result.Value) / seen.Point).ToArray();
        return IsConstant(slopes) ? SaturatingActivations.SlopedSigmoid(Snapped(slopes[0])) : null;
    }

    /// <summary>tanh(2u) = 2t / (1 + t^2): the ratio of the values at x and 2x gives t = tanh(u).</summary>
    private static Activation? Tanh(IReadOnlyList<Observation> observations)
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

    private static Activation? Leaky(IReadOnlyList<Observation> observations)
    {
        var isIdentityAbove = observations.All(seen => seen.Point < 0 || Matching.IsClose(seen.Result.Value, seen.Point, 1e-5));
        var slopes = observations.Where(seen => seen.Point < 0).Select(seen => seen.Result.Value / seen.Point).ToArray();
        return isIdentityAbove && IsConstant(slopes)
            ? PiecewiseActivations.Leaky(FormattableString.Invariant($"leaky_relu({Snapped(slopes[0]):R})"), Snapped(slopes[0]))
            : null;
    }

    private static Activation? LinearUnit(IReadOnlyList<Observation> observations)
    {
        var isIdentityAbove = observations.All(seen => seen.Point < 0 || Matching.IsClose(seen.Result.Value, seen.Point, 1e-5));
        var alphas = observations.Where(seen => seen.Point < 0).Select(seen => seen.Result.Value / Elementary.ExpM1.Value(seen.Point)).ToArray();
        return isIdentityAbove && IsConstant(alphas)
            ? ExponentialActivations.LinearUnit(FormattableString.Invariant($"elu({Snapped(alphas[0]):R})"), 1, Snapped(alphas[0]))
            : null;
    }

    private static bool IsConstant(double[] values)
        => values.Length > 1 && IsUsable(values[0]) && values.All(value => Matching.IsClose(value, values[0], 1e-4));

    /// <summary>What people write has few digits; solving leaves noise in the last ones.</summary>
    private static double Snapped(double parameter) => Math.Round(parameter, 11);

    private static bool IsUsable(double parameter) => !double.IsNaN(parameter) && !double.IsInfinity(parameter) && parameter != 0;
}
