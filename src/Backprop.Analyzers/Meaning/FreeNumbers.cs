using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Generic values for parameters that code does not fix (<c>alpha * (Math.Exp(x) - 1)</c> with a settable alpha): what holds
/// for such a value is taken to hold for all. Derived from the name of the symbol, the same in every run.
/// </summary>
internal static class FreeNumbers
{
    private const double Lowest = 0.61;
    private const double Width = 0.3;
    private const int Steps = 997;

    public static double Of(ISymbol symbol)
    {
        var hash = 17;
        foreach (var letter in symbol.Name)
        {
            hash = unchecked((hash * 31) + letter);
        }

        return Math.Round(Lowest + (Width * ((hash & 0x7FFFFFFF) % Steps) / Steps), 4);
    }
}
