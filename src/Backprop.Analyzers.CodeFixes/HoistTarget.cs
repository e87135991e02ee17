using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>Where a local for several equal expressions can be declared: before a statement, or in an expression body.</summary>
internal sealed class HoistTarget
{
    private readonly SyntaxNode anchor;

    private HoistTarget(SyntaxNode anchor, SyntaxNode scope) => (this.anchor, Scope) = (anchor, scope);

    /// <summary>The member, in all of which the local's name must be free.</summary>
    public SyntaxNode Scope { get; }

    public static HoistTarget? Of(ExpressionSyntax[] uses)
    {
        var first = uses[0];
        var anchor = first.Ancestors().FirstOrDefault(node =>
            node is StatementSyntax or ArrowExpressionClauseSyntax or MemberDeclarationSyntax
            || (node is LambdaExpressionSyntax { ExpressionBody: not null }));
        var member = first.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (anchor is null or MemberDeclarationSyntax || member is null || !MayRunEarlier(anchor, first)) return null;
        if (anchor is ArrowExpressionClauseSyntax { Parent: not (MethodDeclarationSyntax or LocalFunctionStatementSyntax or OperatorDeclarationSyntax) })
            return null;
        var reach = anchor is StatementSyntax { Parent: BlockSyntax block } ? block : anchor;
        return uses.All(use => reach.Span.Contains(use.Span)) ? new HoistTarget(anchor, member) : null;
    }

    public void Insert(SyntaxEditor editor, StatementSyntax local)
    {
        switch (anchor)
        {
            case StatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement:
                editor.InsertBefore(statement, local.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(LineEnd(statement)));
                editor.ReplaceNode(statement, (node, _) => node.WithLeadingTrivia(Indentation(statement)));
                break;
            case StatementSyntax statement:
                editor.ReplaceNode(statement, (node, _) => Block(local, (StatementSyntax)node));
                break;
            case ArrowExpressionClauseSyntax arrow:
                editor.ReplaceNode(arrow.Parent!, (node, _) => WithBody(node, local));
                break;
            case LambdaExpressionSyntax lambda:
                editor.ReplaceNode(lambda, (node, _) => node is LambdaExpressionSyntax { ExpressionBody: { } body } current
                    ? current.WithExpressionBody(null).WithBlock(Block(local, Return(body)))
                    : node);
                break;
        }
    }

    private static SyntaxNode WithBody(SyntaxNode declaration, StatementSyntax local) => declaration switch
    {
        MethodDeclarationSyntax { ExpressionBody: { } body } method => method
            .WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(local, Result(body, method.ReturnType))),
        LocalFunctionStatementSyntax { ExpressionBody: { } body } function => function
            .WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(local, Result(body, function.ReturnType))),
        OperatorDeclarationSyntax { ExpressionBody: { } body } method => method
            .WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(local, Return(body.Expression))),
        _ => declaration,
    };

    private static StatementSyntax Result(ArrowExpressionClauseSyntax body, TypeSyntax type) =>
        type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            ? SyntaxFactory.ExpressionStatement(body.Expression.WithoutTrivia())
            : Return(body.Expression);

    private static StatementSyntax Return(ExpressionSyntax expression) =>
        SyntaxFactory.ReturnStatement(expression.WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space));

    // Elastic line ends: the formatter writes those of the file.
    private static BlockSyntax Block(params StatementSyntax[] statements) => SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed),
            SyntaxFactory.List(statements.Select(statement => statement.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed))),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
        .WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>False where the expression runs conditionally, repeatedly, or after a write in its own statement.</summary>
    private static bool MayRunEarlier(SyntaxNode anchor, ExpressionSyntax first)
    {
        if (anchor is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax) return false;
        for (SyntaxNode node = first; node != anchor && node.Parent is { } parent; node = parent)
            if (parent is ConditionalExpressionSyntax choice && choice.Condition != node
                || parent is SwitchExpressionArmSyntax
                || (parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } binary && binary.Right == node))
                return false;
        return !anchor.DescendantNodes().Any(node => node.SpanStart < first.SpanStart && !node.Span.Contains(first.Span) && Writes(node));
    }

    private static bool Writes(SyntaxNode node) => node is AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax
        || node.IsKind(SyntaxKind.PreIncrementExpression) || node.IsKind(SyntaxKind.PreDecrementExpression)
        || node is ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None };

    private static SyntaxTriviaList Indentation(StatementSyntax statement)
    {
        var last = statement.GetLeadingTrivia().LastOrDefault();
        return last.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(last) : SyntaxFactory.TriviaList();
    }

    // The line end that the file itself uses.
    private static SyntaxTrivia LineEnd(SyntaxNode node) => node.SyntaxTree.GetRoot().DescendantTrivia()
        .FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end
        ? end
        : SyntaxFactory.ElasticCarriageReturnLineFeed;
}
