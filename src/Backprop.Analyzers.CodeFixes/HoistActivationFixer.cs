using System.Collections.Immutable;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// Keeps an activation that is evaluated several times in a local before the statement of its first evaluation. Exact: the
/// same value is used everywhere. Not offered where the first evaluation is conditional within its statement, stands in a
/// loop's header, or follows a write in the same statement; an expression body becomes a block.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HoistActivationFixer : DocumentEditFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BP1002ActivationEvaluatedTwice.Id);

    protected override Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var places = diagnostic.AdditionalLocations.Select(location => location.SourceSpan).ToArray();
        if (places.Length == 0 || places.Any(span => !root.FullSpan.Contains(span))) return null;
        var uses = places.Select(span => root.FindNode(span, getInnermostNodeForTie: true)).OfType<ExpressionSyntax>()
            .OrderBy(use => use.SpanStart).ToArray();
        if (uses.Length != places.Length || HoistTarget.Of(uses) is not { } target) return null;
        var name = FreeNames.Pick(target.Scope, diagnostic.Properties.TryGetValue(FixProperties.Activation, out var activation) ? activation : null);
        return new Edit($"Evaluate once, keep in '{name}'", uses[0], editor => Hoist(editor, target, uses, name));
    }

    private static void Hoist(SyntaxEditor editor, HoistTarget target, ExpressionSyntax[] uses, string name)
    {
        var local = SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
                SyntaxFactory.IdentifierName("var"),
                SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(SyntaxFactory.Identifier(name))
                    .WithInitializer(SyntaxFactory.EqualsValueClause(uses[0].WithoutTrivia())))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        foreach (var use in uses)
            editor.ReplaceNode(use, SyntaxFactory.IdentifierName(name).WithTriviaFrom(use));
        target.Insert(editor, local);
    }
}
