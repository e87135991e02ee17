using static Backprop.Analyzers.Knowledge.OutputForm;

namespace Backprop.Analyzers.Knowledge;

/// <summary>The squashing functions: tanh, sigmoid and their relatives, and the families with a slope and an amplitude.</summary>
internal static class SaturatingActivations
{
    private const double LecunAmplitude = 1.7159;
    private const double LecunSlope = 2.0 / 3;

    public static IReadOnlyList<Activation> Rows { get; } =
    [
        new("tanh", Math.Tanh, SechSquared, a => 1 - (a * a))
        {
            Range = new(-1, 1), IsCostly = true, OutputForm = 1 - (A * A),
        },
        new("sigmoid", Sigmoid, SigmoidSlope, a => a * (1 - a))
        {
            Range = new(0, 1), IsCostly = true, OutputForm = A * (1 - A),
        },
        ScaledTanh(1, 0.5) with { Name = "bipolar sigmoid" },
        ScaledTanh(LecunAmplitude, LecunSlope) with { Name = "lecun tanh", Tolerance = 1e-6 },
        new("softsign", z => z / (1 + Math.Abs(z)), z => 1 / Square(1 + Math.Abs(z)), a => Square(1 - Math.Abs(a)))
        {
            Range = new(-1, 1), Caveats = OutputFormCaveat.Cancels,
        },
        new("atan", Math.Atan, z => 1 / (1 + (z * z)), a => Square(Math.Cos(a)))
        {
            Range = new(-Math.PI / 2, Math.PI / 2), IsCostly = true, Caveats = OutputFormCaveat.Dearer,
        },
        new("erf", ErrorFunction.Erf, z => Elementary.Erf.Slope(z, 0)) { IsCostly = true, Tolerance = 1e-6 },
    ];

    /// <summary>amplitude * tanh(slope * z): from the output, slope / amplitude * (amplitude^2 - a^2).</summary>
    public static Activation ScaledTanh(double amplitude, double slope) => new(
        FormattableString.Invariant($"{amplitude:R} * tanh({slope:R} z)"),
        z => amplitude * Math.Tanh(slope * z),
        z => amplitude * slope * SechSquared(slope * z),
        a => slope / amplitude * ((amplitude * amplitude) - (a * a)))
    {
        Range = new(-Math.Abs(amplitude), Math.Abs(amplitude)),
        IsCostly = true,
        OutputForm = (amplitude * slope) - ((slope / amplitude) * A * A),
    };

    /// <summary>sigmoid(slope * z): from the output, slope * a * (1 - a).</summary>
    public static Activation SlopedSigmoid(double slope) => new(
        FormattableString.Invariant($"sigmoid({slope:R} z)"),
        z => Sigmoid(slope * z),
        z => slope * SigmoidSlope(slope * z),
        a => slope * a * (1 - a))
    {
        Range = new(0, 1), IsCostly = true, OutputForm = slope * A * (1 - A),
    };

    public static double Sigmoid(double z) => Elementary.Logistic.Value(z);

    public static double SigmoidSlope(double z) => Sigmoid(z) * Sigmoid(-z);

    private static double SechSquared(double z) => 1 / Square(Math.Cosh(z));

    private static double Square(double value) => value * value;
}
