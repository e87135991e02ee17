using static Backprop.Analyzers.Knowledge.OutputForm;

namespace Backprop.Analyzers.Knowledge;

/// <summary>Circular and hyperbolic functions. Their derivative is mostly a sibling, which the output does not determine.</summary>
internal static class TrigonometricActivations
{
    public static IReadOnlyList<Activation> Rows { get; } =
    [
        new("tan", Math.Tan, z => 1 + (Math.Tan(z) * Math.Tan(z)), a => 1 + (a * a)) { IsCostly = true, OutputForm = 1 + (A * A) },
        Ambiguous(Elementary.Sin),
        Ambiguous(Elementary.Cos),
        Ambiguous(Elementary.Sinh) with { Caveats = OutputFormCaveat.Dearer },
        Ambiguous(Elementary.Cosh),
        Ambiguous(Elementary.Sech),
        Ambiguous(Elementary.Asinh) with
        {
            DerivativeFromOutput = a => 1 / Math.Cosh(a), Caveats = OutputFormCaveat.Dearer,
        },
        Ambiguous(Elementary.Acosh) with
        {
            DerivativeFromOutput = a => 1 / Math.Sinh(a), Caveats = OutputFormCaveat.Dearer,
            Domain = new(1, double.PositiveInfinity), Range = Interval.Positive,
        },
        Ambiguous(Elementary.Atanh) with { Domain = new(-1, 1), Caveats = OutputFormCaveat.Dearer },
        Ambiguous(Elementary.Asin) with { Domain = new(-1, 1), Caveats = OutputFormCaveat.Dearer },
        Ambiguous(Elementary.Acos) with { Domain = new(-1, 1), Caveats = OutputFormCaveat.Dearer },
        new("coth", Elementary.Coth.Value, z => -1 / (Math.Sinh(z) * Math.Sinh(z))) { IsCostly = true },
    ];

    private static Activation Ambiguous(Elementary row)
        => new(row.Name, row.Value, z => row.Slope(z, row.Value(z))) { IsCostly = true, Caveats = OutputFormCaveat.NotInjective };
}
