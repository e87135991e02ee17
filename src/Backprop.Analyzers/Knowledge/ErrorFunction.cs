namespace Backprop.Analyzers.Knowledge;

/// <summary>erf and erfc, which netstandard2.0 lacks, to about 1e-15: a series near zero, a continued fraction in the tails.</summary>
internal static class ErrorFunction
{
    private const double TwoOverRootPi = 1.12837916709551257389615890312;
    private const double SeriesLimit = 2.5;

    public static double Erf(double z) => Math.Abs(z) < SeriesLimit ? Series(z) : z < 0 ? Tail(-z) - 1 : 1 - Tail(z);

    public static double Erfc(double z) => z < SeriesLimit ? 1 - Erf(z) : Tail(z);

    private static double Series(double z)
    {
        var term = z;
        var sum = z;
        for (var n = 1; n < 200 && Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= -z * z / n;
            sum += term / ((2 * n) + 1);
        }

        return TwoOverRootPi * sum;
    }

    private static double Tail(double z)
    {
        if (double.IsNaN(z) || z > 27)
        {
            return double.IsNaN(z) ? z : 0;
        }

        var fraction = z;
        for (var n = 120; n > 0; n--)
        {
            fraction = z + (n / 2.0 / fraction);
        }

        return Math.Exp(-z * z) / (fraction * Math.Sqrt(Math.PI));
    }
}
