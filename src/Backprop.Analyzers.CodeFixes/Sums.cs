using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>The sum of a gradient and another one, in the idiom of a type that has a `+`.</summary>
internal static class Sums
{
    public static ExpressionSyntax Of(ExpressionSyntax upstream, string other) => Parentheses.AsNeeded(upstream, SyntaxFactory.BinaryExpression(
        SyntaxKind.AddExpression,
        Operand(upstream.WithoutTrivia()),
        SyntaxFactory.Token(SyntaxKind.PlusToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.IdentifierName(other)));

    /// <summary>True where the sum means something at its place, and has the type of what it replaces.</summary>
    public static bool Binds(SemanticModel model, ExpressionSyntax replaced, ExpressionSyntax sum)
    {
        var type = model.GetTypeInfo(replaced).Type;
        var bound = model.GetSpeculativeTypeInfo(replaced.SpanStart, sum, SpeculativeBindingOption.BindAsExpression).Type;
        return type is not null && type.SpecialType != SpecialType.System_String && SymbolEqualityComparer.Default.Equals(type, bound);
    }

    private static ExpressionSyntax Operand(ExpressionSyntax expression) =>
        expression is ConditionalExpressionSyntax or AssignmentExpressionSyntax or LambdaExpressionSyntax or SwitchExpressionSyntax
            ? SyntaxFactory.ParenthesizedExpression(expression) : expression;
}
