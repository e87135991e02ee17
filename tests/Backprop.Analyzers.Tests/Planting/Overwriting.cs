using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary><c>x += y</c> and <c>x = x + y</c> become <c>x = y</c>: what was there is lost.</summary>
internal static class Overwriting
{
    public static SyntaxNode AssignForAdd(SyntaxNode root, SyntaxToken token)
    {
        var assignment = token.Parent!.AncestorsAndSelf().OfType<AssignmentExpressionSyntax>()
            .First(node => node.SpanStart == token.SpanStart);
        return root.ReplaceNode(assignment, assignment.IsKind(SyntaxKind.AddAssignmentExpression)
            ? Assign(assignment, assignment.Right)
            : Assign(assignment, Addend(assignment)));
    }

    private static ExpressionSyntax Addend(AssignmentExpressionSyntax assignment) =>
        assignment.Right is BinaryExpressionSyntax sum && sum.IsKind(SyntaxKind.AddExpression)
            && SyntaxFactory.AreEquivalent(sum.Left, assignment.Left)
            ? sum.Right
            : throw new InvalidOperationException($"no sum: {assignment}");

    private static AssignmentExpressionSyntax Assign(AssignmentExpressionSyntax old, ExpressionSyntax value) =>
        SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            old.Left,
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTriviaFrom(old.OperatorToken),
            value).WithTriviaFrom(old);
}
