using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// A number and its derivative with respect to the input of the function that is being run. All arithmetic is exact: what
/// comes out of a forward function is f(z) and f'(z) together. A tangent of zero stays zero even where a slope is infinite.
/// </summary>
internal readonly record struct Dual(double Value, double Tangent)
{
    public static implicit operator Dual(double value) => new(value, 0);

    public static Dual operator +(Dual left, Dual right) => new(left.Value + right.Value, left.Tangent + right.Tangent);

    public static Dual operator -(Dual left, Dual right) => new(left.Value - right.Value, left.Tangent - right.Tangent);

    public static Dual operator -(Dual operand) => new(-operand.Value, -operand.Tangent);

    public static Dual operator *(Dual left, Dual right)
        => new(left.Value * right.Value, Chain(right.Value, left.Tangent) + Chain(left.Value, right.Tangent));

    public static Dual operator /(Dual left, Dual right)
    {
        var quotient = left.Value / right.Value;
        return new(quotient, Chain(1 / right.Value, left.Tangent - Chain(quotient, right.Tangent)));
    }

    /// <summary>IEEE remainder of C#: the quotient is locally constant.</summary>
    public static Dual operator %(Dual left, Dual right)
    {
        var whole = Math.Truncate(left.Value / right.Value);
        return new(left.Value % right.Value, left.Tangent - Chain(whole, right.Tangent));
    }

    public static Dual Apply(Elementary function, Dual z)
    {
        var a = function.Value(z.Value);
        return new(a, z.Tangent == 0 ? 0 : Chain(function.Slope(z.Value, a), z.Tangent));
    }

    public static Dual Pow(Dual x, Dual y)
    {
        var power = Math.Pow(x.Value, y.Value);
        var fromBase = x.Tangent == 0 ? 0 : Chain(y.Value * Math.Pow(x.Value, y.Value - 1), x.Tangent);
        var fromExponent = y.Tangent == 0 ? 0 : Chain(power * Math.Log(x.Value), y.Tangent);
        return new(power, fromBase + fromExponent);
    }

    public static Dual Max(Dual x, Dual y) => double.IsNaN(x.Value) || x.Value > y.Value ? x : y;

    public static Dual Min(Dual x, Dual y) => double.IsNaN(x.Value) || x.Value < y.Value ? x : y;

    public static Dual Atan2(Dual y, Dual x)
    {
        var square = (x.Value * x.Value) + (y.Value * y.Value);
        return new(Math.Atan2(y.Value, x.Value), Chain(x.Value / square, y.Tangent) - Chain(y.Value / square, x.Tangent));
    }

    public static Dual Hypot(Dual x, Dual y) => Apply(Elementary.Sqrt, (x * x) + (y * y));

    /// <summary>Numbers of type float are rounded after every operation.</summary>
    public Dual ToSingle() => new((float)Value, (float)Tangent);

    private static double Chain(double slope, double tangent) => tangent == 0 ? 0 : slope * tangent;
}
