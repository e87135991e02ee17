namespace Backprop.Runtime.Checking;

/// <summary>How far apart the analytic and the numeric gradient may be, and how far the parameters are moved.</summary>
/// <param name="Relative">The largest accepted |analytic - numeric| / max(|analytic|, |numeric|).</param>
/// <param name="Step">The step h of (L(x+h) - L(x-h)) / 2h, for a parameter of size one; larger ones move further.</param>
/// <param name="Rounding">
/// The relative rounding of the loss. What it does to the difference quotient is allowed on top, so that entries
/// whose gradient is next to nothing do not fail by noise.
/// </param>
public sealed record GradientTolerance(double Relative, double Step, double Rounding)
{
    /// <summary>For code in double precision: 1e-6, with the step near the cube root of the rounding error.</summary>
    public static GradientTolerance Double { get; } = new(1e-6, 6e-6, 4.5e-16);

    /// <summary>For code in single precision: 2e-2.</summary>
    public static GradientTolerance Single { get; } = new(2e-2, 5e-3, 2.4e-7);
}
