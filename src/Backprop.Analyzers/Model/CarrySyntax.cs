using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Whether a loop may carry a gradient and add up those of several parameters, from its syntax alone: it adds to what
/// is not one of its steps, and it sets what was declared outside of it, or reaches for the neighbour of its own step.
/// Certainly not, or maybe: decides no report.
/// </summary>
internal static class CarrySyntax
{
    public const int FewestSums = 2;

    public static bool IsIn(StatementSyntax loop)
    {
        if (!TreeWords.Of(loop.SyntaxTree).AddUp(loop.Span, FewestSums)) return false;
        var nodes = loop.DescendantNodes().ToList();
        return nodes.Where(node => IsSum(node, loop)).Take(FewestSums).Count() >= FewestSums && Carries(loop, nodes);
    }

    /// <summary>Whether a loop sets several variables of its surroundings anew in each iteration, and uses them: `(dh, dc) = cell.Back(dh, dc)`, `sum = Plus(sum, part)`.</summary>
    public static bool HandsOn(SyntaxNode loop, StatementSyntax? body)
    {
        if (body is not BlockSyntax block || Assigned(block) < FewestSums) return false;
        var set = new HashSet<string>(block.Statements.OfType<ExpressionStatementSyntax>().Select(statement => statement.Expression).OfType<AssignmentExpressionSyntax>()
            .Where(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)).SelectMany(assignment => Named(assignment.Left)));
        if (set.Count < FewestSums) return false;
        var words = TreeWords.Of(loop.SyntaxTree);
        set.ExceptWith(loop.DescendantNodes().Select(Declared).OfType<string>());
        return set.Count(name => words.Mention(name, loop.Span, 2)) >= FewestSums;
    }

    // Most loops set less than two variables, which costs nothing to see.
    private static int Assigned(BlockSyntax block)
    {
        var count = 0;
        foreach (var statement in block.Statements)
            if (statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: not ElementAccessExpressionSyntax and var target } })
                count += target is TupleExpressionSyntax ? FewestSums : 1;
        return count;
    }

    // a, this.a, (a, b)
    private static IEnumerable<string> Named(ExpressionSyntax target) => target is ElementAccessExpressionSyntax ? [] : Targets(target);

    // What the loop itself declares may become a part of a parameter's gradient in a method that it calls.
    private static bool IsSum(SyntaxNode node, SyntaxNode loop) => node.IsKind(SyntaxKind.AddAssignmentExpression) && !IsOfStep(((AssignmentExpressionSyntax)node).Left, loop);

    private static bool Carries(SyntaxNode loop, List<SyntaxNode> nodes)
    {
        var words = TreeWords.Of(loop.SyntaxTree);
        HashSet<string>? inside = null;
        // Set here, and named a second time.
        bool IsHandedOn(string name) => !(inside ??= new HashSet<string>(nodes.Select(Declared).OfType<string>())).Contains(name) && words.Mention(name, loop.Span, 2);
        return nodes.Exists(node => node switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } set => Targets(set.Left).Any(IsHandedOn),
            ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } handed => Targets(handed.Expression).Any(IsHandedOn),
            BracketedArgumentListSyntax indices => indices.Arguments.Any(index => IsNeighbour(index.Expression)),
            _ => false,
        });
    }

    // `dx[t]`, `steps[t].dh`
    private static bool IsOfStep(ExpressionSyntax target, SyntaxNode loop) =>
        loop is ForStatementSyntax { Declaration.Variables: [var counter, ..] } && target.DescendantNodesAndSelf().OfType<BracketedArgumentListSyntax>()
            .Any(indices => indices.DescendantTokens().Any(token => token.ValueText == counter.Identifier.ValueText));

    private static string? Declared(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        ForEachStatementSyntax each => each.Identifier.ValueText,
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        _ => null,
    };

    // `carry = ...`, `this.dh = ...`, `dh[i] = ...`, `(dh, dc) = ...`: the names that are set
    private static IEnumerable<string> Targets(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => [name.Identifier.ValueText],
        ElementAccessExpressionSyntax element => Targets(element.Expression),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => [name.Identifier.ValueText],
        MemberAccessExpressionSyntax member => Targets(member.Expression),
        TupleExpressionSyntax tuple => tuple.Arguments.SelectMany(item => Targets(item.Expression)),
        _ => [],
    };

    // `dh[t - 1]`, `h[t + 1]`
    private static bool IsNeighbour(ExpressionSyntax index) => index is BinaryExpressionSyntax
        { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression, Left: IdentifierNameSyntax, Right: LiteralExpressionSyntax };
}
