using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>Whether a member has a loop that may walk back, from its syntax alone. Certainly not, or maybe: decides no report.</summary>
internal static class BackwardSyntax
{
    private static readonly WordSet LoopWords = new(["for", "foreach", "while", "do"]);
    private static readonly HashSet<string> ReversalNames = new(Reversals.All);
    private static readonly WordSet ReversalWords = new(Reversals.All);

    public static bool IsIn(MemberBody member)
    {
        var (mayWalkBack, mayAdvance) = (member.Blocks.Any(block => Gate.MayWalkBack(block.Syntax)), member.Blocks.Any(block => MayAdvance(block.Syntax)));
        return (mayWalkBack || mayAdvance) && member.LoopStatements.Any(loop => mayWalkBack && WalksBack(loop) || mayAdvance && IsLinked(loop));
    }

    // `s = s.Before`, by the words alone
    private static bool MayAdvance(SyntaxNode code) => TreeWords.Of(code.SyntaxTree) is var words && words.Mention(LoopWords, code.Span) && words.Advance(code.Span);

    /// <summary>The loops of a member's code. Only their own tokens are looked up: most members are long, and have few.</summary>
    public static IEnumerable<StatementSyntax> FindLoops(IEnumerable<IOperation> blocks)
    {
        foreach (var block in blocks)
            foreach (var position in TreeWords.Of(block.Syntax.SyntaxTree).Positions(LoopWords, block.Syntax.Span))
                if (block.Syntax.FindToken(position).Parent is StatementSyntax loop) yield return loop;
    }

    // `for (s = last; s != null; s = s.Before)`
    private static bool IsLinked(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax { Incrementors: [var step] } => StepLink.IsAdvance(step),
        WhileStatementSyntax { Statement: BlockSyntax block } => block.Statements.Any(statement => statement is ExpressionStatementSyntax step && StepLink.IsAdvance(step.Expression)),
        _ => false,
    };

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
    public static bool AddsUp(MemberBody member) => member.Blocks.Any(block => TreeWords.Of(block.Syntax.SyntaxTree).AddUp(block.Syntax.Span, CarrySyntax.FewestSums))
        && Outermost(member.LoopStatements).Any(CarrySyntax.IsIn);

    /// <summary>By the text: whether there is a loop, and several things are made.</summary>
    public static bool MakesSeveral(MemberBody member) => member.Blocks.Any(block => TreeWords.Of(block.Syntax.SyntaxTree) is var words
        && words.Mention("new", block.Syntax.Span, CarrySyntax.FewestSums) && words.Mention(LoopWords, block.Syntax.Span));

    private static IEnumerable<StatementSyntax> Outermost(IEnumerable<StatementSyntax> loops)
    {
        var end = 0;
        foreach (var loop in loops)
        {
            if (loop.SpanStart < end) continue;
            end = loop.Span.End;
            yield return loop;
        }
    }

    public static bool AddsUp(ILoopOperation loop) => loop.Syntax is StatementSyntax statement && CarrySyntax.IsIn(statement);

    /// <summary>Whether there is a loop whose body is one call.</summary>
    public static bool IsShortLoopIn(MemberBody member) => member.LoopStatements.Any(loop => BodyOf(loop) is { } body
        && (body is BlockSyntax { Statements: [var only] } ? only : body) is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax });

    /// <summary>Whether there is a loop that hands several variables on to its next iteration.</summary>
    public static bool HandsOnIn(MemberBody member) => member.LoopStatements.Any(HandsOn);

    public static bool HandsOn(SyntaxNode loop) => CarrySyntax.HandsOn(loop, BodyOf(loop));

    private static StatementSyntax? BodyOf(SyntaxNode loop) => loop switch
    {
        ForStatementSyntax counted => counted.Statement,
        CommonForEachStatementSyntax each => each.Statement,
        WhileStatementSyntax tested => tested.Statement,
        _ => null,
    };

    public static bool Reverses(SyntaxNode code) => TreeWords.Of(code.SyntaxTree).Mention(ReversalWords, code.Span);

    private static bool CountsDown(ExpressionSyntax step) =>
        step.Kind() is SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.SubtractAssignmentExpression
        || step is AssignmentExpressionSyntax { Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } };

    // `T - 1 - t`: the counter on the right of a difference
    private static bool Mirrors(ForStatementSyntax loop) => loop.Declaration?.Variables.FirstOrDefault()?.Identifier.ValueText is { } counter
        && TreeWords.Of(loop.SyntaxTree).Subtracts(loop.Statement.Span)
        && TreeWords.Of(loop.SyntaxTree).Positions(counter, loop.Statement.Span)
            .Select(position => loop.FindToken(position).Parent).Any(IsSubtracted);

    private static bool IsSubtracted(SyntaxNode? operand)
    {
        for (; operand is ExpressionSyntax or ArgumentSyntax or BaseArgumentListSyntax; operand = operand.Parent)
            if (operand.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } difference && difference.Right == operand) return true;
        return false;
    }

    private static bool IsReversal(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) && ReversalNames.Contains(token.ValueText);
}
