using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>Moves one access by one step of time, or lets the loop walk the other way.</summary>
internal static class Shifting
{
    /// <summary>
    /// <c>h[t + 1]</c> becomes <c>h[t]</c> and <c>h[t - 1]</c> becomes <c>h[t]</c>: in range wherever the original is. A plain
    /// <c>h[t]</c> has no neighbour that is in range at both ends, so it needs its text in the marker.
    /// </summary>
    public static SyntaxNode Index(SyntaxNode root, SyntaxToken token)
    {
        var access = token.Parent!.AncestorsAndSelf().OfType<ElementAccessExpressionSyntax>()
            .First(node => node.SpanStart == token.SpanStart);
        var index = access.ArgumentList.Arguments[0].Expression;
        return index is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression } shifted
            ? root.ReplaceNode(index, shifted.Left.WithoutTrivia())
            : throw new InvalidOperationException($"not a shifted index: {access}");
    }

    /// <summary>
    /// <c>for (int t = n - 1; t >= 0; t--)</c> becomes <c>for (int t = 0; t &lt; n; t++)</c>, <c>foreach (x in xs.Reverse())</c>
    /// loses its <c>Reverse()</c>.
    /// </summary>
    public static SyntaxNode Direction(SyntaxNode root, SyntaxToken token) => token.Parent switch
    {
        ForStatementSyntax loop => root.ReplaceNode(loop, Forwards(loop)),
        ForEachStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax reversed } } loop
            when reversed.Name.Identifier.Text == "Reverse" => root.ReplaceNode(loop, loop.WithExpression(reversed.Expression)),
        _ => throw new InvalidOperationException($"no time loop at {token}"),
    };

    private static ForStatementSyntax Forwards(ForStatementSyntax loop)
    {
        var variable = loop.Declaration!.Variables.Single();
        var bound = variable.Initializer!.Value is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } last
            ? last.Left.ToString()
            : throw new InvalidOperationException($"no count in {variable}");
        var header = SyntaxFactory.ParseStatement($"for (int {variable.Identifier} = 0; {variable.Identifier} < {bound}; {variable.Identifier}++) ;");
        return header is ForStatementSyntax forwards
            ? loop.WithDeclaration(forwards.Declaration).WithCondition(forwards.Condition).WithIncrementors(forwards.Incrementors)
            : throw new InvalidOperationException($"no loop: {header}");
    }
}
