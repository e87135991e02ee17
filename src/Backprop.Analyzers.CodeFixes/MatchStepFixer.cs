using System.Collections.Immutable;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// Turns a loop that takes the steps in the order of the forward pass, <c>for (int t = 0; t &lt; n; t++)</c> to
/// <c>for (int t = n - 1; t >= 0; t--)</c>; or moves one index to the step that the forward pass multiplies with. Not offered where
/// anything else in the loop counts, where the number of steps may change, or where the loop does not read that step already.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MatchStepFixer : DocumentEditFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BP2005WrongStep.Id);

    protected override Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var properties = diagnostic.Properties;
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (properties.ContainsKey(FixProperties.Direction)) return node.FirstAncestorOrSelf<ForStatementSyntax>() is { } loop ? Reverse(model, loop) : null;
        return properties.TryGetValue(FixProperties.Cached, out var cached) && cached is not null
            && properties.TryGetValue(FixProperties.Ahead, out var ahead) && int.TryParse(ahead, out var steps) ? Move(node, cached, steps) : null;
    }

    private static Edit? Reverse(SemanticModel model, ForStatementSyntax loop)
    {
        if (loop is not { Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.Value: 0 } first } counter], Incrementors: [var step] }) return null;
        if (loop.Condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax tested, Right: var count } test) return null;
        var name = counter.Identifier.ValueText;
        if (tested.Identifier.ValueText != name || !IsIncrement(step, name) || !IsPlain(count) || Counts(loop.Statement) || IsChanged(model, count, loop.Statement)) return null;
        var last = SyntaxFactory.ParseExpression($"{count.WithoutTrivia()} - 1").WithTriviaFrom(first);
        var isNotOver = SyntaxFactory.ParseExpression($"{name} >= 0").WithTriviaFrom(test);
        var back = SyntaxFactory.ParseExpression($"{name}--").WithTriviaFrom(step);
        return new Edit("Walk the steps backwards", loop, editor =>
        {
            editor.ReplaceNode(first, last);
            editor.ReplaceNode(test, isNotOver);
            editor.ReplaceNode(step, back);
        });
    }

    private static bool IsIncrement(ExpressionSyntax step, string counter) =>
        step is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax after } && after.Identifier.ValueText == counter
        || step is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: IdentifierNameSyntax before } && before.Identifier.ValueText == counter;

    // n, xs.Length, this.steps.Count
    private static bool IsPlain(ExpressionSyntax count) => count switch
    {
        IdentifierNameSyntax or LiteralExpressionSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax member => IsPlain(member.Expression),
        _ => false,
    };

    // A second counter beside the loop's own, or a way out, would take other steps than before.
    private static bool Counts(StatementSyntax body) => body.DescendantNodes(node => node is not ForStatementSyntax).Any(node => node switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => true,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
        BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax => true,
        _ => false,
    });

    private static bool IsChanged(SemanticModel model, ExpressionSyntax count, StatementSyntax body)
    {
        var parts = count.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(name => model.GetSymbolInfo(name).Symbol).OfType<ISymbol>().ToList();
        return body.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax set => Is(set.Left),
            // steps.Add(...)
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => Is(call.Expression),
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } handed => Is(handed.Expression),
            _ => false,
        });

        bool Is(ExpressionSyntax target) => model.GetSymbolInfo(target).Symbol is { } symbol && parts.Contains(symbol, SymbolEqualityComparer.Default);
    }

    private static Edit? Move(SyntaxNode statement, string cached, int ahead)
    {
        var indices = statement.DescendantNodesAndSelf().OfType<ElementAccessExpressionSyntax>().Where(access => IsOf(access, cached))
            .Select(access => access.ArgumentList.Arguments[0].Expression).Where(index => Parse(index) is not null).ToList();
        if (indices.Count != 1 || Parse(indices[0]) is not { } at) return null;
        var right = Written(at.Counter, at.Offset - ahead);
        return IsRead(statement, indices[0], cached, right)
            ? new Edit($"Use '{cached}[{right}]'", indices[0], editor => editor.ReplaceNode(indices[0], SyntaxFactory.ParseExpression(right).WithTriviaFrom(indices[0]))) : null;
    }

    // Read in every iteration already, so that the index is in bounds.
    private static bool IsRead(SyntaxNode statement, ExpressionSyntax index, string cached, string right)
    {
        var loop = statement.Ancestors().FirstOrDefault(node => node is StatementSyntax && IsCountedBy(node, Parse(index)?.Counter));
        return loop is not null && loop.DescendantNodes().OfType<ElementAccessExpressionSyntax>().Any(access => IsOf(access, cached)
            && access.ArgumentList.Arguments[0].Expression.ToString() == right && access.Ancestors().TakeWhile(node => node != loop).All(node =>
                node is not (IfStatementSyntax or ConditionalExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalAccessExpressionSyntax)));
    }

    private static bool IsCountedBy(SyntaxNode loop, string? counter) =>
        loop is ForStatementSyntax { Declaration.Variables: [var variable] } && variable.Identifier.ValueText == counter;

    private static bool IsOf(ElementAccessExpressionSyntax access, string cached) => access.ArgumentList.Arguments.Count > 0 && access.Expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == cached,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText == cached,
        _ => false,
    };

    // t, t + 1, t - 1
    private static (string Counter, int Offset)? Parse(ExpressionSyntax index) => index switch
    {
        IdentifierNameSyntax name => (name.Identifier.ValueText, 0),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression, Left: IdentifierNameSyntax name, Right: LiteralExpressionSyntax { Token.Value: int more } } => (name.Identifier.ValueText, more),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Left: IdentifierNameSyntax name, Right: LiteralExpressionSyntax { Token.Value: int less } } => (name.Identifier.ValueText, -less),
        _ => null,
    };

    private static string Written(string counter, int offset) => offset switch
    {
        0 => counter,
        > 0 => $"{counter} + {offset}",
        _ => $"{counter} - {-offset}",
    };
}
