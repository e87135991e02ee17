using static Backprop.Analyzers.Knowledge.OutputForm;

namespace Backprop.Analyzers.Knowledge;

/// <summary>Roots, powers, the reciprocal and the logarithm.</summary>
internal static class PowerActivations
{
    private const double Ln2 = 0.693147180559945309417232121458;
    private const double Ln10 = 2.30258509299404568401799145468;

    public static IReadOnlyList<Activation> Rows { get; } =
    [
        new("sqrt", Math.Sqrt, z => 0.5 / Math.Sqrt(z), a => 0.5 / a)
        {
            Domain = Interval.Positive, Range = Interval.Positive,
            Caveats = OutputFormCaveat.SingularAtZero, OutputForm = 0.5 / A,
        },
        new("rsqrt", z => 1 / Math.Sqrt(z), z => -0.5 / (z * Math.Sqrt(z)), a => -0.5 * a * a * a)
        {
            Domain = Interval.Positive, Range = Interval.Positive, OutputForm = -0.5 * A * A * A,
        },
        new("reciprocal", z => 1 / z, z => -1 / (z * z), a => -a * a) { OutputForm = -1 * A * A },
        new("cbrt", Elementary.Cbrt.Value, z => Elementary.Cbrt.Slope(z, Elementary.Cbrt.Value(z)), a => 1 / (3 * a * a))
        {
            IsCostly = true, Caveats = OutputFormCaveat.SingularAtZero, OutputForm = 1 / (3 * A * A),
        },
        new("square", z => z * z, z => 2 * z) { Caveats = OutputFormCaveat.NotInjective },
        new("cube", z => z * z * z, z => 3 * z * z),
        Logarithm("log", Math.Log, 1) with { DerivativeFromOutput = a => Math.Exp(-a) },
        Logarithm("log2", Elementary.Log2.Value, Ln2),
        Logarithm("log10", Math.Log10, Ln10),
        new("log1p", Elementary.LogP1.Value, z => 1 / (1 + z))
        {
            Domain = new(-1, double.PositiveInfinity), IsCostly = true, Caveats = OutputFormCaveat.Dearer,
        },
        new("logit", Elementary.Logit.Value, z => 1 / (z * (1 - z)))
        {
            Domain = new(0, 1), IsCostly = true, Caveats = OutputFormCaveat.Dearer,
        },
    ];

    private static Activation Logarithm(string name, Func<double, double> f, double scale) => new(name, f, z => 1 / (z * scale))
    {
        Domain = Interval.Positive, IsCostly = true, Caveats = OutputFormCaveat.Dearer,
    };
}
