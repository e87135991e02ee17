using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>Parentheses for an expression that takes another one's place.</summary>
internal static class Parentheses
{
    public static ExpressionSyntax AsNeeded(SyntaxNode replaced, ExpressionSyntax expression)
    {
        var binds = expression is BinaryExpressionSyntax or ConditionalExpressionSyntax or PrefixUnaryExpressionSyntax or CastExpressionSyntax;
        var stands = replaced.Parent
            is ParenthesizedExpressionSyntax or ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax
                or ArrowExpressionClauseSyntax or LambdaExpressionSyntax or InitializerExpressionSyntax
                or BracketedArgumentListSyntax or ExpressionStatementSyntax
            || (replaced.Parent is AssignmentExpressionSyntax assignment && assignment.Right == replaced);
        return binds && !stands
            ? SyntaxFactory.ParenthesizedExpression(expression)
            : expression;
    }
}
