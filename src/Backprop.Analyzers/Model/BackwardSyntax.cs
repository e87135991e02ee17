using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>Whether a member has a loop that may walk back, from its syntax alone. Certainly not, or maybe: decides no report.</summary>
internal static class BackwardSyntax
{
    private static readonly HashSet<string> Reversals = new() { "Reverse", "OrderByDescending", "Pop", "TryPop", "RemoveLast", "RemoveAt" };

    public static bool IsIn(SyntaxNode member) => member.DescendantNodesAndSelf(MayHoldStatements).Any(node => node switch
    {
        ForStatementSyntax counted => counted.Incrementors.Any(CountsDown) || Mirrors(counted),
        ForEachStatementSyntax each => each.Expression.DescendantTokens().Any(IsReversal),
        ForEachVariableStatementSyntax each => each.Expression.DescendantTokens().Any(IsReversal),
        WhileStatementSyntax or DoStatementSyntax => node.DescendantTokens().Any(token => IsReversal(token)
            || token.Kind() is SyntaxKind.MinusMinusToken or SyntaxKind.MinusEqualsToken or SyntaxKind.MinusToken),
        _ => false,
    });

    /// <summary>Whether there is a loop that adds to at least two places.</summary>
    public static bool AddsUp(SyntaxNode code) => code.DescendantNodesAndSelf(MayHoldStatements)
        .Any(node => node is ForStatementSyntax or ForEachStatementSyntax or ForEachVariableStatementSyntax or WhileStatementSyntax && Additions(node) >= FewestSums);

    public static bool Reverses(SyntaxNode code) => code.DescendantTokens().Any(IsReversal);

    private const int FewestSums = 2;

    private static int Additions(SyntaxNode loop) => loop.DescendantNodes().Count(node => node is AssignmentExpressionSyntax
        { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: ElementAccessExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax });

    private static bool MayHoldStatements(SyntaxNode node) =>
        node is not ExpressionSyntax and not ParameterListSyntax and not AttributeListSyntax and not VariableDeclarationSyntax || node is LambdaExpressionSyntax;

    private static bool CountsDown(ExpressionSyntax step) =>
        step.Kind() is SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.SubtractAssignmentExpression
        || step is AssignmentExpressionSyntax { Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } };

    // `T - 1 - t`
    private static bool Mirrors(ForStatementSyntax loop) => loop.Declaration?.Variables.FirstOrDefault()?.Identifier.ValueText is { } counter
        && loop.Statement.DescendantNodes().Any(node => node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } difference
            && difference.Right.DescendantTokens().Any(token => token.ValueText == counter));

    private static bool IsReversal(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) && Reversals.Contains(token.ValueText);
}
