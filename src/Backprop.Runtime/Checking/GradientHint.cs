using System.Globalization;

namespace Backprop.Runtime.Checking;

/// <summary>Recognises, from the numbers alone, the faults that leave a plain pattern in a gradient.</summary>
internal static class GradientHint
{
    // Far above what central differences lose to rounding, far below any factor that a fault brings in.
    private const double Same = 1e-4;

    public static string For(EntryReport[,] entries)
    {
        var all = entries.Cast<EntryReport>().ToList();
        if (all.Exists(entry => !double.IsFinite(entry.Analytic)))
        {
            return "it holds NaN or infinity";
        }

        if (all.TrueForAll(entry => entry.Analytic == 0))
        {
            return "it is zero everywhere: nothing was added to it";
        }

        return Transposed(entries) ? "it is right when transposed" : Multiple(all);
    }

    private static bool Transposed(EntryReport[,] entries)
    {
        var size = entries.GetLength(0);
        return size > 1 && size == entries.GetLength(1) && Enumerable.Range(0, size * size).All(
            i => Near(entries[i / size, i % size].Analytic, entries[i % size, i / size].Numeric));
    }

    private static string Multiple(List<EntryReport> all)
    {
        var largest = all.MaxBy(entry => Math.Abs(entry.Numeric));
        if (all.Count < 2 || largest is null || largest.Numeric == 0 || largest.Analytic == 0)
        {
            return "";
        }

        var factor = largest.Analytic / largest.Numeric;
        return !Near(factor, 1) && all.TrueForAll(entry => Near(entry.Analytic, factor * entry.Numeric))
            ? string.Create(CultureInfo.InvariantCulture, $"every entry is {factor:G4} times what it should be")
            : "";
    }

    private static bool Near(double one, double other) =>
        Math.Abs(one - other) <= Same * Math.Max(Math.Abs(one), Math.Abs(other));
}
