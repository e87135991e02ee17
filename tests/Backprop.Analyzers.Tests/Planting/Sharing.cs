using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>Moves an allocation of the forward pass in front of its outermost loop: all steps cache one buffer.</summary>
internal static class Sharing
{
    private const string Buffer = "buffer";

    public static SyntaxNode HoistAllocation(SyntaxNode root, SyntaxToken token)
    {
        var allocation = token.Parent!.AncestorsAndSelf().OfType<ExpressionSyntax>().Last(node => node.SpanStart == token.SpanStart);
        var loop = allocation.Ancestors().OfType<StatementSyntax>()
            .Last(node => node is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax);
        var hoisted = SyntaxFactory.ParseStatement($"var {Buffer} = {allocation};");
        var indentation = loop.GetLeadingTrivia();
        var rewritten = loop.ReplaceNode(allocation, SyntaxFactory.IdentifierName(Buffer).WithTriviaFrom(allocation));
        return root.ReplaceNode(loop,
            [hoisted.WithLeadingTrivia(indentation).WithTrailingTrivia(SyntaxFactory.LineFeed), rewritten]);
    }
}
