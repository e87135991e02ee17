using System.Globalization;

namespace Backprop.Runtime.Checking;

/// <summary>The check of one array.</summary>
public sealed class ArrayReport
{
    internal ArrayReport(string name, EntryReport[,] entries)
    {
        Name = name;
        Count = entries.Length;
        WrongCount = entries.Cast<EntryReport>().Count(entry => !entry.Right);
        Worst = entries.Cast<EntryReport>().MaxBy(entry => (!entry.Right, Severity(entry)))
            ?? throw new ArgumentException($"{name} has no entries.", nameof(entries));
        Hint = WrongCount == 0 ? "" : GradientHint.For(entries);
    }

    /// <summary>The name that the array was handed in with.</summary>
    public string Name { get; }

    /// <summary>How many entries it has.</summary>
    public int Count { get; }

    /// <summary>How many of them are wrong.</summary>
    public int WrongCount { get; }

    /// <summary>The entry that is furthest off, wrong ones first.</summary>
    public EntryReport Worst { get; }

    /// <summary>What the wrong gradient looks like (transposed, a constant multiple, never written), or empty.</summary>
    public string Hint { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var numbers = string.Create(
            CultureInfo.InvariantCulture, $"{Worst.Analytic:G9}, by central differences {Worst.Numeric:G9}");
        var error = Worst.RelativeError.ToString("0.0e+0", CultureInfo.InvariantCulture);
        var worst = $"{Worst.Index}: {numbers} (relative error {error})";
        return WrongCount == 0
            ? $"{Name}: right ({Count} entries; worst {worst})"
            : $"{Name}: {WrongCount} of {Count} entries wrong; worst {worst}{(Hint.Length == 0 ? "" : "; " + Hint)}";
    }

    // NaN compares as smaller than everything, but is as wrong as can be.
    private static double Severity(EntryReport entry) =>
        double.IsNaN(entry.RelativeError) ? double.PositiveInfinity : entry.RelativeError;
}
