using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>Edits whose new text stands in the marker, for code in which the fault has a spelling of its own.</summary>
internal static class TextEdits
{
    public static SyntaxNode Replace(SyntaxNode root, SyntaxToken token, string text)
    {
        var target = Target(token);
        return target switch
        {
            StatementSyntax statement => root.ReplaceNode(statement, Like(statement, Statement(text))),
            MemberDeclarationSyntax member => root.ReplaceNode(member, Like(member, Member(text))),
            ArgumentSyntax argument => root.ReplaceNode(argument, Like(argument, Argument(text))),
            ExpressionSyntax expression => root.ReplaceNode(expression, Like(expression, SyntaxFactory.ParseExpression(text))),
            _ => throw new InvalidOperationException($"nothing to replace at {token}"),
        };
    }

    public static SyntaxNode InsertBefore(SyntaxNode root, SyntaxToken token, string text)
    {
        SyntaxNode target = Target(token) as MemberDeclarationSyntax
            ?? (SyntaxNode)token.Parent!.AncestorsAndSelf().OfType<StatementSyntax>().First();
        SyntaxNode added = target is MemberDeclarationSyntax ? Member(text) : Statement(text);
        return root.InsertNodesBefore(target, [Like(target, added)]);
    }

    public static T Like<T>(SyntaxNode old, T fresh) where T : SyntaxNode => fresh.WithTriviaFrom(old);

    // The statement or member that begins at the token, else the widest argument or expression below a sum or product.
    private static SyntaxNode Target(SyntaxToken token)
    {
        var starting = token.Parent!.AncestorsAndSelf().TakeWhile(node => node.SpanStart == token.SpanStart).ToArray();
        return starting.FirstOrDefault(node => node is StatementSyntax)
            ?? starting.FirstOrDefault(node => node is MemberDeclarationSyntax)
            ?? starting.TakeWhile(node => node is not BinaryExpressionSyntax).Last(node => node is ArgumentSyntax or ExpressionSyntax);
    }

    private static StatementSyntax Statement(string text) => Complete(SyntaxFactory.ParseStatement(text), text);

    private static MemberDeclarationSyntax Member(string text) =>
        Complete(SyntaxFactory.ParseMemberDeclaration(text) ?? throw new InvalidOperationException(text), text);

    private static ArgumentSyntax Argument(string text) =>
        SyntaxFactory.ParseArgumentList($"({text})").Arguments.Single();

    private static T Complete<T>(T node, string text) where T : SyntaxNode =>
        node.FullSpan.Length == text.Length ? node : throw new InvalidOperationException($"not one node: {text}");
}
