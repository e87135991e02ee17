using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// Replaces a derivative that evaluates the activation by its form from the output: <c>1 - a * a</c>. Says so in the title
/// where the result may round differently. Not offered where the output's type has no such form, or where the new
/// expression would have another type.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UseOutputFormFixer : DocumentEditFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(BP1001ActivationRecomputed.Id, BP3001ActivationAppliedTwice.Id);

    protected override Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax expression) return null;
        if (!diagnostic.Properties.TryGetValue(FixProperties.Activation, out var name) || name is null) return null;
        if (!diagnostic.Properties.TryGetValue(FixProperties.Output, out var output) || output is null) return null;
        if (Activations.Named(name) is not { OutputForm: { } form, MayOfferOutputForm: true }) return null;
        var cached = SyntaxFactory.ParseExpression(output);
        var position = expression.SpanStart;
        var type = model.GetSpeculativeTypeInfo(position, cached, SpeculativeBindingOption.BindAsExpression).Type;
        var wanted = model.GetTypeInfo(expression, cancellation).Type;
        if (type is null || wanted is null || OutputFormWriter.Write(form, cached, type) is not { } slope) return null;
        var written = WithUpstream(diagnostic, slope);
        var result = model.GetSpeculativeTypeInfo(position, written, SpeculativeBindingOption.BindAsExpression).Type;
        if (!SymbolEqualityComparer.Default.Equals(result, wanted)) return null;
        return new Edit(
            Title(diagnostic, output),
            expression,
            editor => editor.ReplaceNode(expression, Parentheses.AsNeeded(expression, written).WithTriviaFrom(expression)));
    }

    // da * s * (1 - s): the upstream gradient stays.
    private static ExpressionSyntax WithUpstream(Diagnostic diagnostic, ExpressionSyntax slope)
    {
        if (!diagnostic.Properties.TryGetValue(FixProperties.Upstream, out var upstream) || upstream is null) return slope;
        var byMethod = diagnostic.Properties.TryGetValue(FixProperties.Product, out var method) && method is not null;
        return SyntaxFactory.ParseExpression(byMethod ? $"{upstream}.{method}({slope})" : $"{upstream} * ({slope})")
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
    }

    private static string Title(Diagnostic diagnostic, string output)
    {
        if (diagnostic.Id == BP3001ActivationAppliedTwice.Id) return $"Derive from the output '{output}'";
        var exact = diagnostic.Properties.TryGetValue(FixProperties.Rounding, out var rounding) && rounding == "exact";
        return exact ? $"Use the cached output '{output}'" : $"Use the cached output '{output}' (may round differently)";
    }
}
