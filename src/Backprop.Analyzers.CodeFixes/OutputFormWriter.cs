using System.Globalization;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// Writes a derivative from the output in the idiom of the value's type: <c>1 - a * a</c> for numbers,
/// <c>1.0 - a.PointwiseMultiply(a)</c> for MathNet, a map for arrays; as for numbers for tensors whose operators are
/// elementwise. Never a power.
/// </summary>
internal static class OutputFormWriter
{
    public static ExpressionSyntax? Write(OutputForm form, ExpressionSyntax output, ITypeSymbol type)
    {
        var a = IsPrimary(output) ? output.ToString() : "(" + output + ")";
        var text = type switch
        {
            { SpecialType: SpecialType.System_Double } => Scalar(form, a, "", false),
            { SpecialType: SpecialType.System_Single } => Scalar(form, a, "f", false),
            IArrayTypeSymbol { Rank: 1 } array => Array(form, a, array.ElementType),
            INamedTypeSymbol { TypeArguments: [var element] } when LinearAlgebraTypes.Contains(type) => MathNet(form, a, element),
            INamedTypeSymbol { IsGenericType: false } when TensorViews.IsTensor(type) => IsChosen(form) ? null : Scalar(form, a, "", false),
            _ => null,
        };
        return text is null ? null : SyntaxFactory.ParseExpression(text)
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
    }

    /// <summary>The same where the numbers' kind is known and nothing is bound yet.</summary>
    public static ExpressionSyntax WriteScalar(OutputForm form, ExpressionSyntax output, bool isSingle) =>
        SyntaxFactory.ParseExpression(Scalar(form, output.ToString(), isSingle ? "f" : "", false));

    private static string? Array(OutputForm form, string a, ITypeSymbol element) => Suffix(element) is { } suffix
        ? $"System.Array.ConvertAll({a}, y => {Scalar(form, "y", suffix, false)})"
        : null;

    private static string? MathNet(OutputForm form, string a, ITypeSymbol element)
    {
        if (Suffix(element) is not { } suffix) return null;
        return HasChoice(form) ? $"{a}.Map(y => {Scalar(form, "y", suffix, false)})" : Pointwise(form, a, suffix, false);
    }

    private static string? Suffix(ITypeSymbol element) => element.SpecialType switch
    {
        SpecialType.System_Double => "",
        SpecialType.System_Single => "f",
        _ => null,
    };

    private static bool HasChoice(OutputForm form) => HasPart(form, part => part is OutputForm.Choice or OutputForm.Binary { Operator: OutputOperator.Divide });

    // y > 0 ? 1 : y + 1: no operator of a tensor.
    private static bool IsChosen(OutputForm form) => HasPart(form, part => part is OutputForm.Choice);

    private static bool HasPart(OutputForm form, Func<OutputForm, bool> isWanted) =>
        isWanted(form) || form is OutputForm.Binary binary && (HasPart(binary.Left, isWanted) || HasPart(binary.Right, isWanted));

    private static string Scalar(OutputForm form, string a, string suffix, bool nested) => form switch
    {
        OutputForm.Constant constant => Number(constant.Value, suffix, decimals: false),
        OutputForm.Binary binary => Around(
            $"{Scalar(binary.Left, a, suffix, NeedsParentheses(binary, binary.Left, false))} {Sign(binary)} "
            + Scalar(binary.Right, a, suffix, NeedsParentheses(binary, binary.Right, true)),
            nested),
        OutputForm.Choice choice => Around(
            $"{Scalar(choice.Left, a, suffix, true)} > {Scalar(choice.Right, a, suffix, true)} ? "
            + $"{Scalar(choice.WhenTrue, a, suffix, true)} : {Scalar(choice.WhenFalse, a, suffix, true)}",
            nested),
        _ => a,
    };

    private static string Pointwise(OutputForm form, string a, string suffix, bool nested) => form switch
    {
        OutputForm.Constant constant => Number(constant.Value, suffix, decimals: true),
        OutputForm.Binary { Operator: OutputOperator.Multiply, Left: not OutputForm.Constant, Right: not OutputForm.Constant } product =>
            $"{Pointwise(product.Left, a, suffix, true)}.PointwiseMultiply({Pointwise(product.Right, a, suffix, false)})",
        OutputForm.Binary binary => Around(
            $"{Pointwise(binary.Left, a, suffix, NeedsParentheses(binary, binary.Left, false))} {Sign(binary)} "
            + Pointwise(binary.Right, a, suffix, NeedsParentheses(binary, binary.Right, true)),
            nested),
        _ => a,
    };

    private static string Sign(OutputForm.Binary binary) => binary.Operator switch
    {
        OutputOperator.Add => "+",
        OutputOperator.Subtract => "-",
        OutputOperator.Multiply => "*",
        _ => "/",
    };

    private static bool NeedsParentheses(OutputForm.Binary outer, OutputForm inner, bool isRight) => inner is OutputForm.Choice
        || (inner is OutputForm.Binary binary && (Strength(binary) < Strength(outer) || (isRight && Strength(binary) == Strength(outer))));

    private static int Strength(OutputForm.Binary binary) =>
        binary.Operator is OutputOperator.Multiply or OutputOperator.Divide ? 2 : 1;

    private static string Around(string text, bool nested) => nested ? "(" + text + ")" : text;

    private static string Number(double value, string suffix, bool decimals)
    {
        var isWhole = value == Math.Floor(value) && Math.Abs(value) < 1e9;
        var text = value.ToString(isWhole && decimals ? "0.0" : "R", CultureInfo.InvariantCulture);
        return isWhole && !decimals ? text : text + suffix;
    }

    private static bool IsPrimary(ExpressionSyntax expression) => expression
        is IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or InvocationExpressionSyntax
            or ParenthesizedExpressionSyntax or ThisExpressionSyntax;
}
