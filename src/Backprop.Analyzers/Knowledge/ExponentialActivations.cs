using static Backprop.Analyzers.Knowledge.OutputForm;

namespace Backprop.Analyzers.Knowledge;

/// <summary>exp and what is built on it: its bases, its linear units, its logarithms.</summary>
internal static class ExponentialActivations
{
    private const double Ln2 = 0.693147180559945309417232121458;
    private const double Ln10 = 2.30258509299404568401799145468;
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    public static IReadOnlyList<Activation> Rows { get; } =
    [
        new("exp", Math.Exp, Math.Exp, a => a) { Range = Interval.Positive, IsCostly = true, OutputForm = A },
        new("exp2", z => Math.Pow(2, z), z => Ln2 * Math.Pow(2, z), a => Ln2 * a)
        {
            Range = Interval.Positive, IsCostly = true, OutputForm = A * Ln2,
        },
        new("exp10", z => Math.Pow(10, z), z => Ln10 * Math.Pow(10, z), a => Ln10 * a)
        {
            Range = Interval.Positive, IsCostly = true, OutputForm = A * Ln10,
        },
        new("expm1", Elementary.ExpM1.Value, Math.Exp, a => a + 1)
        {
            Range = new(-1, double.PositiveInfinity), IsCostly = true, Caveats = OutputFormCaveat.Cancels, OutputForm = A + 1,
        },
        LinearUnit("elu", 1, 1),
        LinearUnit("selu", SeluScale, SeluAlpha) with { Tolerance = 1e-3 },
        new("softplus", Softplus, SaturatingActivations.Sigmoid, a => 1 - Math.Exp(-a))
        {
            Range = Interval.Positive, IsCostly = true, HasCommonDerivative = true, Caveats = OutputFormCaveat.Cancels | OutputFormCaveat.Dearer,
        },
        new("log_sigmoid", z => -Softplus(-z), z => SaturatingActivations.Sigmoid(-z), a => 1 - Math.Exp(a))
        {
            Range = new(double.NegativeInfinity, 0), IsCostly = true, HasCommonDerivative = true, Caveats = OutputFormCaveat.Cancels | OutputFormCaveat.Dearer,
        },
        new("gaussian", z => Math.Exp(-z * z), z => -2 * z * Math.Exp(-z * z))
        {
            Range = new(0, 1), IsCostly = true, Caveats = OutputFormCaveat.NotInjective,
        },
    ];

    /// <summary>scale * (z > 0 ? z : alpha (e^z - 1)): elu, celu and selu; below zero the derivative is a + scale * alpha.</summary>
    public static Activation LinearUnit(string name, double scale, double alpha) => new(
        name,
        z => z > 0 ? scale * z : scale * alpha * Elementary.ExpM1.Value(z),
        z => z > 0 ? scale : scale * alpha * Math.Exp(z),
        a => a > 0 ? scale : a + (scale * alpha))
    {
        Range = new(-scale * Math.Abs(alpha), double.PositiveInfinity),
        IsCostly = true,
        Kinks = [0],
        Caveats = OutputFormCaveat.Cancels | OutputFormCaveat.NeedsNonNegativeParameter,
        OutputForm = IfGreater(A, 0, scale, A + (scale * alpha)),
    };

    private static double Softplus(double z) => Math.Max(z, 0) + Elementary.LogP1.Value(Math.Exp(-Math.Abs(z)));
}
