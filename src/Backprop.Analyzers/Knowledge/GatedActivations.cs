namespace Backprop.Analyzers.Knowledge;

/// <summary>z times a gate: not monotonic, so that their derivative cannot be had from the output. No row has an output form.</summary>
internal static class GatedActivations
{
    private const double RootTwoOverPi = 0.797884560802865355879892119869;
    private const double GeluCubic = 0.044715;

    public static IReadOnlyList<Activation> Rows { get; } =
    [
        NotInjective("silu", z => z * Sigmoid(z), z => Sigmoid(z) * (1 + (z * Sigmoid(-z)))),
        NotInjective("gelu", z => 0.5 * z * (1 + Erf(z / Math.Sqrt(2))), GeluSlope) with { Tolerance = 2e-6 },
        NotInjective("gelu_tanh", z => 0.5 * z * (1 + Math.Tanh(GeluInner(z))), GeluTanhSlope) with { Tolerance = 2e-6 },
        NotInjective("gelu_sigmoid", z => z * Sigmoid(1.702 * z), z => Sigmoid(1.702 * z) * (1 + (1.702 * z * Sigmoid(-1.702 * z)))),
        NotInjective("mish", z => z * Math.Tanh(Softplus(z)), MishSlope),
        NotInjective("hard_swish", z => z * Math.Min(Math.Max(z + 3, 0), 6) / 6, HardSwishSlope) with
        {
            IsCostly = false, Kinks = [-3, 3],
        },
        new("tanhshrink", z => z - Math.Tanh(z), z => Square(Math.Tanh(z)))
        {
            IsCostly = true, Caveats = OutputFormCaveat.NeedsInput,
        },
    ];

    private static Activation NotInjective(string name, Func<double, double> f, Func<double, double> slope)
        => new(name, f, slope) { IsCostly = true, Caveats = OutputFormCaveat.NotInjective };

    private static double GeluSlope(double z)
        => (0.5 * (1 + Erf(z / Math.Sqrt(2)))) + (z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));

    private static double GeluInner(double z) => RootTwoOverPi * (z + (GeluCubic * z * z * z));

    private static double GeluTanhSlope(double z)
    {
        var t = Math.Tanh(GeluInner(z));
        return (0.5 * (1 + t)) + (0.5 * z * (1 - (t * t)) * RootTwoOverPi * (1 + (3 * GeluCubic * z * z)));
    }

    private static double MishSlope(double z)
    {
        var t = Math.Tanh(Softplus(z));
        return t + (z * (1 - (t * t)) * Sigmoid(z));
    }

    private static double HardSwishSlope(double z) => z <= -3 ? 0 : z >= 3 ? 1 : ((2 * z) + 3) / 6;

    private static double Softplus(double z) => Math.Max(z, 0) + Elementary.LogP1.Value(Math.Exp(-Math.Abs(z)));

    private static double Sigmoid(double z) => Elementary.Logistic.Value(z);

    private static double Erf(double z) => ErrorFunction.Erf(z);

    private static double Square(double value) => value * value;
}
