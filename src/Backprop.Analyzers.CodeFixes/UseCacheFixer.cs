using System.Collections.Immutable;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>Reads the cache in place of evaluating the step again. Not offered where the type would be another one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UseCacheFixer : DocumentEditFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BP1003ForwardStepRepeated.Id);

    protected override Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax expression) return null;
        if (!diagnostic.Properties.TryGetValue(FixProperties.Output, out var output) || output is null) return null;
        var cached = SyntaxFactory.ParseExpression(output);
        var type = model.GetSpeculativeTypeInfo(expression.SpanStart, cached, SpeculativeBindingOption.BindAsExpression).Type;
        if (type is null || !SymbolEqualityComparer.Default.Equals(type, model.GetTypeInfo(expression, cancellation).Type)) return null;
        return new Edit($"Use the cached '{output}'", expression, editor => editor.ReplaceNode(expression, cached.WithTriviaFrom(expression)));
    }
}
