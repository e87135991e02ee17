using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>All reports of a scope in one edit of the solution: what each of them asks for may lie in any document.</summary>
internal sealed class SolutionFixAll : FixAllProvider
{
    public static readonly SolutionFixAll Instance = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var edits = new List<SharedEdit>();
        foreach (var diagnostic in await Diagnostics(context).ConfigureAwait(false))
            if (SharedEdit.Of(diagnostic) is { } edit && !await edit.IsUsedElsewhereAsync(context.Project, context.CancellationToken).ConfigureAwait(false))
                edits.Add(edit);
        return edits.Count == 0 ? null : CodeAction.Create(
            "Derive from the output", cancellation => SharedOutputFormFixer.ApplyAsync(context.Solution, edits, cancellation), nameof(SharedOutputFormFixer));
    }

    private static async Task<IEnumerable<Diagnostic>> Diagnostics(FixAllContext context)
    {
        if (context.Scope == FixAllScope.Document && context.Document is { } document)
            return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
        var projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
        var found = new List<Diagnostic>();
        foreach (var project in projects) found.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
        return found;
    }
}
