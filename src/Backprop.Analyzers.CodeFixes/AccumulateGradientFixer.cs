using System.Collections.Immutable;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// <c>dW = e</c> becomes <c>dW += e</c>. Offered where the place is proved to hold zeros before the loop and its type adds.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class AccumulateGradientFixer : DocumentEditFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BP2004GradientOverwritten.Id);

    protected override Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.ContainsKey(FixProperties.StartsAtZero)) return null;
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not AssignmentExpressionSyntax assignment
            || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.Parent is not ExpressionStatementSyntax) return null;
        var sum = SyntaxFactory.BinaryExpression(SyntaxKind.AddExpression, assignment.Left.WithoutTrivia(), SyntaxFactory.ParenthesizedExpression(assignment.Right.WithoutTrivia()));
        if (!Sums.Binds(model, assignment.Left, sum)) return null;
        var added = SyntaxFactory.AssignmentExpression(SyntaxKind.AddAssignmentExpression, assignment.Left,
            SyntaxFactory.Token(SyntaxKind.PlusEqualsToken).WithTriviaFrom(assignment.OperatorToken), assignment.Right);
        return new Edit("Add to the gradient", assignment, editor => editor.ReplaceNode(assignment, added));
    }
}
