namespace Backprop.Analyzers.Knowledge;

/// <summary>An open interval of real numbers: where a function is defined, or what it can return.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public static Interval All { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    public static Interval Positive { get; } = new(0, double.PositiveInfinity);

    public bool Contains(double value) => value > Low && value < High;
}
