using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// A fix within one document. One report or all of a document's run the same edits in one editor, so that fixing all gives
/// what fixing one after the other gives. The rule has decided that the edit is right; a fix that cannot be written down
/// here (the code is no longer as the report saw it, or the idiom does not exist for the type) is not offered.
/// </summary>
public abstract class DocumentEditFixer : CodeFixProvider
{
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        async (context, document, diagnostics) => await ApplyAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (Plan(root, model, diagnostic, context.CancellationToken) is not { } edit) continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    edit.Title,
                    cancellation => ApplyAsync(context.Document, ImmutableArray.Create(diagnostic), cancellation),
                    equivalenceKey: GetType().Name),
                diagnostic);
        }
    }

    /// <summary>What to do about one report, or null where no certain edit exists.</summary>
    protected abstract Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation);

    private async Task<Document> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        var done = new HashSet<object>();
        foreach (var diagnostic in diagnostics.OrderByDescending(diagnostic => diagnostic.Location.SourceSpan.Start))
            if (Plan(editor.OriginalRoot, editor.SemanticModel, diagnostic, cancellation) is { } edit && done.Add(edit.Target))
                edit.Apply(editor);
        return editor.GetChangedDocument();
    }

    /// <summary>One edit; several reports with one target are one edit.</summary>
    protected sealed record Edit(string Title, object Target, Action<SyntaxEditor> Apply);
}
