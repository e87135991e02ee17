using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>Whether a member has a loop that may walk back, from its syntax alone. Certainly not, or maybe: decides no report.</summary>
internal static class BackwardSyntax
{
    private static readonly WordSet Loops = new(["for", "foreach", "while", "do"]);
    private static readonly HashSet<string> ReversalNames = new(Reversals.All);
    private static readonly WordSet ReversalWords = new(Reversals.All);

    public static bool IsIn(SyntaxNode member) => Gate.MayWalkBack(member) && LoopsOf(member).Any(WalksBack) || LoopsOf(member).Any(IsLinked);

    // `for (s = last; s != null; s = s.Before)`
    private static bool IsLinked(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax { Incrementors: [var step] } => StepLink.IsAdvance(step),
        WhileStatementSyntax { Statement: BlockSyntax block } => block.Statements.Any(statement => statement is ExpressionStatementSyntax step && StepLink.IsAdvance(step.Expression)),
        _ => false,
    };

    // Only the loops' own tokens are looked up: most members are long, and have few.
    private static IEnumerable<StatementSyntax> LoopsOf(SyntaxNode member) => TreeWords.Of(member.SyntaxTree).Positions(Loops, member.Span)
        .Select(position => member.FindToken(position).Parent).OfType<StatementSyntax>();

    private static bool WalksBack(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax counted => counted.Incrementors.Any(CountsDown) || Mirrors(counted),
        ForEachStatementSyntax each => each.Expression.DescendantTokens().Any(IsReversal),
        ForEachVariableStatementSyntax each => each.Expression.DescendantTokens().Any(IsReversal),
        WhileStatementSyntax or DoStatementSyntax => loop.DescendantTokens().Any(token => IsReversal(token)
            || token.Kind() is SyntaxKind.MinusMinusToken or SyntaxKind.MinusEqualsToken or SyntaxKind.MinusToken),
        _ => false,
    };

    /// <summary>Whether there is a loop that adds to at least two places which outlive it, and hands something on besides.</summary>
    public static bool AddsUp(SyntaxNode code) => TreeWords.Of(code.SyntaxTree).AddUp(code.Span, CarrySyntax.FewestSums)
        && (code is StatementSyntax statement && IsLoop(statement) ? CarrySyntax.IsIn(statement) : LoopsOf(code).Where(IsLoop).Any(CarrySyntax.IsIn));

    /// <summary>Whether there is a loop whose body is one call.</summary>
    public static bool IsShortLoopIn(SyntaxNode member) => LoopsOf(member).Any(loop => BodyOf(loop) is { } body
        && (body is BlockSyntax { Statements: [var only] } ? only : body) is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax });

    private static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax counted => counted.Statement,
        CommonForEachStatementSyntax each => each.Statement,
        WhileStatementSyntax tested => tested.Statement,
        _ => null,
    };

    private static bool IsLoop(StatementSyntax statement) =>
        statement is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    public static bool Reverses(SyntaxNode code) => TreeWords.Of(code.SyntaxTree).Mention(ReversalWords, code.Span);

    private static bool CountsDown(ExpressionSyntax step) =>
        step.Kind() is SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.SubtractAssignmentExpression
        || step is AssignmentExpressionSyntax { Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } };

    // `T - 1 - t`: the counter on the right of a difference
    private static bool Mirrors(ForStatementSyntax loop) => loop.Declaration?.Variables.FirstOrDefault()?.Identifier.ValueText is { } counter
        && TreeWords.Of(loop.SyntaxTree).Positions(new WordSet([counter]), loop.Statement.Span)
            .Select(position => loop.FindToken(position).Parent).Any(IsSubtracted);

    private static bool IsSubtracted(SyntaxNode? operand)
    {
        for (; operand is ExpressionSyntax or ArgumentSyntax or BaseArgumentListSyntax; operand = operand.Parent)
            if (operand.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } difference && difference.Right == operand) return true;
        return false;
    }

    private static bool IsReversal(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) && ReversalNames.Contains(token.ValueText);
}
