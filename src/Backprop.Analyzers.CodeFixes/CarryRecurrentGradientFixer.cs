using System.Collections.Immutable;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// Lets the recurrent gradient reach the step before. Where a variable holds it and is not added, adds it to the upstream
/// gradient; where zeros are added, sets them to what the cell returned at the end of the loop's body. Not offered where the
/// types do not add, where the body may be left by <c>continue</c>, or where nothing names the gradient.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CarryRecurrentGradientFixer : DocumentEditFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BP2001RecurrentGradientLost.Id);

    protected override Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(FixProperties.Carry, out var carry) || carry is null) return null;
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax missing) return null;
        return diagnostic.Properties.TryGetValue(FixProperties.Holder, out var holder) && holder is not null
            ? Reassign(model, missing, carry, holder) : Add(model, missing, carry);
    }

    private static Edit? Add(SemanticModel model, ExpressionSyntax upstream, string carry)
    {
        var sum = Sums.Of(upstream, carry);
        return Sums.Binds(model, upstream, sum)
            ? new Edit($"Add the recurrent gradient '{carry}'", upstream, editor => editor.ReplaceNode(upstream, sum.WithTriviaFrom(upstream)))
            : null;
    }

    private static Edit? Reassign(SemanticModel model, ExpressionSyntax zero, string carry, string holder)
    {
        var loop = zero.Ancestors().FirstOrDefault(node => node is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
        var body = loop switch
        {
            ForStatementSyntax counted => counted.Statement,
            ForEachStatementSyntax each => each.Statement,
            WhileStatementSyntax tested => tested.Statement,
            DoStatementSyntax tested => tested.Statement,
            _ => null,
        };
        if (body is not BlockSyntax { Statements.Count: > 0 } block || block.DescendantNodes().Any(node => node is ContinueStatementSyntax or GotoStatementSyntax)) return null;
        var last = block.Statements.Last();
        var statement = SyntaxFactory.ParseStatement($"{carry} = {holder};")
            .WithLeadingTrivia(last.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
            .WithTrailingTrivia(last.GetTrailingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        return Fits(model, last, carry, holder)
            ? new Edit($"Carry '{holder}' to the step before", loop!, editor => editor.InsertAfter(last, statement)) : null;
    }

    // Both are known at the end of the body, and one can be assigned to the other.
    private static bool Fits(SemanticModel model, StatementSyntax last, string carry, string holder)
    {
        var position = last.Span.End;
        var from = model.GetSpeculativeTypeInfo(last.SpanStart, SyntaxFactory.ParseExpression(holder), SpeculativeBindingOption.BindAsExpression).Type;
        var to = model.LookupSymbols(position, name: carry).OfType<ILocalSymbol>().FirstOrDefault();
        return to is { IsConst: false, RefKind: RefKind.None } && from is not null && model.Compilation.ClassifyConversion(from, to.Type).IsImplicit;
    }
}
