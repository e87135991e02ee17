using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// Lets a derivative that several activations share expect the output: every implementation gets its output form, and every
/// call is handed the output, in one edit of the solution. The rule has named all of both; where another project depends on
/// this one and mentions the method as well, nothing is offered.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SharedOutputFormFixer : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BP1004SharedDerivativeRecomputes.Id);

    public override FixAllProvider GetFixAllProvider() => SolutionFixAll.Instance;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (SharedEdit.Of(diagnostic) is not { } edit) continue;
            var solution = context.Document.Project.Solution;
            if (await edit.IsUsedElsewhereAsync(context.Document.Project, context.CancellationToken).ConfigureAwait(false)) continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Derive from the output: {edit.Implementations.Length} implementations, {edit.Calls.Length} calls (may round differently)",
                    cancellation => ApplyAsync(solution, [edit], cancellation),
                    equivalenceKey: nameof(SharedOutputFormFixer)),
                diagnostic);
        }
    }

    /// <summary>All edits at once; several reports of one derivative ask for the same.</summary>
    internal static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<SharedEdit> edits, CancellationToken cancellation)
    {
        var all = edits.ToArray();
        var changed = solution;
        foreach (var tree in all.SelectMany(edit => edit.Trees).Distinct())
        {
            if (solution.GetDocument(tree) is not { } document) return solution; // not the code that was reported
            var root = await tree.GetRootAsync(cancellation).ConfigureAwait(false);
            var replaced = new Dictionary<SyntaxNode, SyntaxNode>();
            foreach (var edit in all) edit.Collect(root, replaced);
            changed = changed.WithDocumentSyntaxRoot(document.Id, root.ReplaceNodes(replaced.Keys, (old, _) => replaced[old]));
        }

        return changed;
    }
}
