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
        if (Property(diagnostic, FixProperties.Fill) is { } fill) return Fill(root, model, diagnostic, fill);
        if (Property(diagnostic, FixProperties.Statement) is { } statement)
            return CarryOn(root, model, diagnostic, statement);
        if (Property(diagnostic, FixProperties.Carry) is not { } carry) return null;
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax missing) return null;
        return diagnostic.Properties.TryGetValue(FixProperties.Holder, out var holder) && holder is not null
            ? Reassign(root, model, diagnostic, carry, holder) : Add(model, missing, carry);
    }

    private static Edit? Add(SemanticModel model, ExpressionSyntax upstream, string carry)
    {
        var sum = Sums.Of(upstream, carry);
        return Sums.Binds(model, upstream, sum)
            ? new Edit($"Add the recurrent gradient '{carry}'", upstream, editor => editor.ReplaceNode(upstream, sum.WithTriviaFrom(upstream)))
            : null;
    }

    private static string? Property(Diagnostic diagnostic, string name) => diagnostic.Properties.TryGetValue(name, out var value) ? value : null;

    // `out _` becomes `out carry`, `Back(new double[n])` becomes `Back(past)`, `u.Transposed(d);` becomes `carry = u.Transposed(d);`.
    private static Edit? Fill(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, string fill)
    {
        if (diagnostic.AdditionalLocations.Count < 3 || root.FindNode(diagnostic.AdditionalLocations[2].SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax hole) return null;
        if (hole.Parent is ExpressionStatementSyntax statement) return Keep(model, hole, statement, fill);
        var name = SyntaxFactory.IdentifierName(fill);
        var isKnown = model.LookupSymbols(hole.SpanStart, name: fill).Any(symbol => symbol is ILocalSymbol { IsConst: false });
        return isKnown ? new Edit($"Hand on '{fill}' to the step before", hole, editor => editor.ReplaceNode(hole, name.WithTriviaFrom(hole))) : null;
    }

    private static Edit? Keep(SemanticModel model, ExpressionSyntax call, ExpressionStatementSyntax statement, string target)
    {
        if (TypeAt(model, statement, SyntaxFactory.ParseExpression(target)) is not { } to || model.GetTypeInfo(call).Type is not { } from || !model.Compilation.ClassifyConversion(from, to).IsImplicit) return null;
        return new Edit($"Keep the result in '{target}'", call, editor => editor.ReplaceNode(call, SyntaxFactory.ParseExpression($"{target} = {call.WithoutTrivia()}").WithTriviaFrom(call)));
    }

    private static Edit? CarryOn(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, string text)
    {
        var (place, last) = diagnostic.AdditionalLocations.Count > 2 ? Behind(root.FindNode(diagnostic.AdditionalLocations[2].SourceSpan)) : LastOf(root, diagnostic);
        if (place is null || last is null || Carried(SyntaxFactory.ParseStatement(text)) is not { } carried) return null;
        var fits = carried switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax carry, Right: var holder } => Fits(model, last, carry.Identifier.ValueText, holder.ToString()),
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax carry, Right: var holder } => TypeAt(model, last, carry) is { } to
                && TypeAt(model, last, holder) is { } from && model.Compilation.ClassifyConversion(from, to).IsImplicit,
            _ => model.GetSpeculativeSymbolInfo(last.SpanStart, carried, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol,
        };
        return fits ? new Edit($"Carry it to the step before: '{carried}'", place, editor => editor.InsertAfter(last, Beside(last, text))) : null;
    }

    private static Edit? Reassign(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, string carry, string holder)
    {
        var (loop, last) = LastOf(root, diagnostic);
        return loop is not null && last is not null && Fits(model, last, carry, holder)
            ? new Edit($"Carry '{holder}' to the step before", loop, editor => editor.InsertAfter(last, Beside(last, $"{carry} = {holder};"))) : null;
    }

    private static StatementSyntax Beside(StatementSyntax last, string text) => SyntaxFactory.ParseStatement(text)
        .WithLeadingTrivia(last.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
        .WithTrailingTrivia(last.GetTrailingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));

    private static (SyntaxNode? Loop, StatementSyntax? Last) LastOf(SyntaxNode root, Diagnostic diagnostic)
    {
        if (diagnostic.AdditionalLocations.Count < 2) return (null, null);
        var loop = root.FindNode(diagnostic.AdditionalLocations[1].SourceSpan);
        var body = loop switch
        {
            ForStatementSyntax counted => counted.Statement,
            ForEachStatementSyntax each => each.Statement,
            WhileStatementSyntax tested => tested.Statement,
            DoStatementSyntax tested => tested.Statement,
            _ => null,
        };
        return body is BlockSyntax { Statements.Count: > 0 } block && !block.DescendantNodes().Any(node => node is ContinueStatementSyntax or GotoStatementSyntax)
            ? (loop, block.Statements.Last()) : (null, null);
    }

    // if (t > 0) before[t - 1] += past;
    private static ExpressionSyntax? Carried(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax plain => plain.Expression,
        IfStatementSyntax guarded => Carried(guarded.Statement),
        _ => null,
    };

    // A statement, or the end of a block that is left by its end alone.
    private static (SyntaxNode? Place, StatementSyntax? Last) Behind(SyntaxNode place) => place is not BlockSyntax block ? (place, place as StatementSyntax)
        : block.Statements.Count > 0 && !block.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax).Any(node => node is ContinueStatementSyntax or GotoStatementSyntax or ReturnStatementSyntax)
        ? (place, block.Statements.Last()) : (null, null);

    private static ITypeSymbol? TypeAt(SemanticModel model, StatementSyntax last, ExpressionSyntax expression) =>
        model.GetSpeculativeTypeInfo(last.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Type;

    // Both are known at the end of the body, and one can be assigned to the other.
    private static bool Fits(SemanticModel model, StatementSyntax last, string carry, string holder)
    {
        var position = last.Span.End;
        var from = TypeAt(model, last, SyntaxFactory.ParseExpression(holder));
        var to = model.LookupSymbols(position, name: carry).Select(symbol => symbol switch
        {
            ILocalSymbol { IsConst: false, RefKind: RefKind.None } local => local.Type,
            IFieldSymbol { IsConst: false, IsReadOnly: false } field => field.Type,
            IParameterSymbol { RefKind: RefKind.None } parameter => parameter.Type,
            _ => null,
        }).FirstOrDefault();
        return to is not null && from is not null && model.Compilation.ClassifyConversion(from, to).IsImplicit;
    }
}
