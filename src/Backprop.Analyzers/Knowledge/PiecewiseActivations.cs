using static Backprop.Analyzers.Knowledge.OutputForm;

namespace Backprop.Analyzers.Knowledge;

/// <summary>The cheap functions made of straight pieces. Input and output form cost the same: nothing to gain by a change.</summary>
internal static class PiecewiseActivations
{
    public static IReadOnlyList<Activation> Rows { get; } =
    [
        new("relu", z => z > 0 ? z : 0, z => z > 0 ? 1 : 0, a => a > 0 ? 1 : 0)
        {
            Kinks = [0], SameFromEither = true, Caveats = OutputFormCaveat.NothingGained, OutputForm = IfGreater(A, 0, 1, 0),
        },
        Leaky("leaky_relu", 0.01),
        Clipped("relu6", 0, 6),
        Clipped("hardtanh", -1, 1),
        Clipped("hardtanh(0, 1)", 0, 1),
        HardSigmoid("hard_sigmoid", 1.0 / 6, 3),
        HardSigmoid("hard_sigmoid(0.2)", 0.2, 2.5),
        Shrinking("hardshrink", z => Math.Abs(z) > 0.5 ? z : 0),
        Shrinking("softshrink", z => z > 0.5 ? z - 0.5 : z < -0.5 ? z + 0.5 : 0),
        new("abs", Math.Abs, z => z > 0 ? 1 : -1) { Kinks = [0], Caveats = OutputFormCaveat.NotInjective },
        new("sign", z => z > 0 ? 1 : -1, z => 0) { Kinks = [0], Caveats = OutputFormCaveat.NotInjective },
    ];

    /// <summary>z > 0 ? z : slope * z; from the output only for a positive slope.</summary>
    public static Activation Leaky(string name, double slope) => new(
        name,
        z => z > 0 ? z : slope * z,
        z => z > 0 ? 1 : slope,
        a => a > 0 ? 1 : slope)
    {
        Kinks = [0],
        SameFromEither = slope > 0,
        Caveats = OutputFormCaveat.NothingGained | OutputFormCaveat.NeedsNonNegativeParameter,
        OutputForm = IfGreater(A, 0, 1, slope),
    };

    private static Activation Clipped(string name, double low, double high) => new(
        name,
        z => Math.Min(Math.Max(z, low), high),
        z => z > low && z < high ? 1 : 0,
        a => a > low && a < high ? 1 : 0)
    {
        Kinks = [low, high], SameFromEither = true, Caveats = OutputFormCaveat.NothingGained,
        OutputForm = IfGreater(A, low, IfGreater(high, A, 1, 0), 0),
    };

    private static Activation HardSigmoid(string name, double slope, double half) => new(
        name,
        z => Math.Min(Math.Max((slope * z) + 0.5, 0), 1),
        z => Math.Abs(z) < half ? slope : 0,
        a => a > 0 && a < 1 ? slope : 0)
    {
        Kinks = [-half, half], Caveats = OutputFormCaveat.NothingGained,
        OutputForm = IfGreater(A, 0, IfGreater(1, A, slope, 0), 0),
    };

    private static Activation Shrinking(string name, Func<double, double> f) => new(
        name, f, z => Math.Abs(z) > 0.5 ? 1 : 0, a => a != 0 ? 1 : 0)
    {
        Kinks = [-0.5, 0, 0.5], Caveats = OutputFormCaveat.NothingGained,
    };
}
