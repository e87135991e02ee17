using System.Globalization;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>A derivative from the output as a message shows it: <c>1 - a * a</c>; of an array or a matrix that of each element, for <c>*</c> may mean another product there.</summary>
internal static class OutputFormText
{
    public static string Of(Activation activation, string output, ITypeSymbol? type) => activation.OutputForm is not { } form ? "not to be had"
        : type is null || Shape.IsNumber(type) ? "'" + Write(form, IsSimple(output) ? output : "(" + output + ")", 0) + "'"
        : "'" + Write(form, "y", 0) + "' of each y in '" + output + "'";

    // acts[l + 1]: what stands between brackets needs no parentheses.
    private static bool IsSimple(string text)
    {
        var depth = 0;
        foreach (var c in text)
        {
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0 && !(char.IsLetterOrDigit(c) || c is '_' or '.' or ']' or ',' or ' ')) return false;
        }

        return true;
    }

    private static string Write(OutputForm form, string output, int around) => form switch
    {
        OutputForm.Constant constant => constant.Value.ToString("R", CultureInfo.InvariantCulture),
        OutputForm.Binary binary => Binary(binary, output, around),
        OutputForm.Choice choice =>
            $"({Write(choice.Left, output, 0)} > {Write(choice.Right, output, 0)} ? {Write(choice.WhenTrue, output, 0)} : {Write(choice.WhenFalse, output, 0)})",
        _ => output,
    };

    private static string Binary(OutputForm.Binary binary, string output, int around)
    {
        var (sign, strength) = binary.Operator switch
        {
            OutputOperator.Add => ("+", 1),
            OutputOperator.Subtract => ("-", 1),
            OutputOperator.Multiply => ("*", 2),
            _ => ("/", 2),
        };
        var text = $"{Write(binary.Left, output, strength)} {sign} {Write(binary.Right, output, strength + 1)}";
        return strength < around ? "(" + text + ")" : text;
    }
}
