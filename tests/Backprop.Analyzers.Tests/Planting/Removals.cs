using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>Takes a summand out of a sum, or an assignment out of a body: the gradient path is lost.</summary>
internal static class Removals
{
    /// <summary><c>up + carry</c> becomes <c>up</c>; <c>dh[i] += carry[i];</c> goes.</summary>
    public static SyntaxNode Summand(SyntaxNode root, SyntaxToken token)
    {
        var operand = token.Parent!.AncestorsAndSelf().TakeWhile(node => node is not StatementSyntax)
            .FirstOrDefault(node => node.SpanStart == token.SpanStart && node.Parent is BinaryExpressionSyntax sum && sum.IsKind(SyntaxKind.AddExpression));
        if (operand?.Parent is not BinaryExpressionSyntax binary)
            return Statement(root, token);
        var other = binary.Left == operand ? binary.Right : binary.Left;
        return root.ReplaceNode(binary, TextEdits.Like(binary, other));
    }

    /// <summary><c>carry = back;</c> goes; <c>(dx, carry) = cell(..)</c> and <c>out carry</c> become discards.</summary>
    public static SyntaxNode Assignment(SyntaxNode root, SyntaxToken token)
    {
        var argument = token.Parent!.AncestorsAndSelf().OfType<ArgumentSyntax>()
            .FirstOrDefault(node => node.SpanStart == token.SpanStart && (node.Parent is TupleExpressionSyntax || node.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)));
        return argument is null
            ? Statement(root, token)
            : root.ReplaceNode(argument, TextEdits.Like(argument, argument.WithExpression(SyntaxFactory.IdentifierName("_"))));
    }

    private static SyntaxNode Statement(SyntaxNode root, SyntaxToken token)
    {
        var statement = token.Parent!.AncestorsAndSelf().OfType<StatementSyntax>().First(node => node.SpanStart == token.SpanStart);
        return statement.Parent is BlockSyntax
            ? root.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia)!
            : root.ReplaceNode(statement, TextEdits.Like(statement, SyntaxFactory.Block()));
    }
}
