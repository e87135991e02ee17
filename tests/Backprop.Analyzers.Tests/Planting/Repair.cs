using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>Applies the package's code fixes to a program, and says what came out.</summary>
internal static class Repair
{
    private static readonly ImmutableArray<CodeFixProvider> Providers =
    [
        .. System.Reflection.Assembly.Load("Backprop.Analyzers.CodeFixes").GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>The programs that each fix offered for the report makes of this one.</summary>
    public static async Task<IReadOnlyList<(string Title, CSharpCompilation Program)>> Fixes(SyntaxTree tree, Diagnostic report)
    {
        using var workspace = new AdhocWorkspace();
        var document = Document(workspace, tree);
        var fixes = new List<(string, CSharpCompilation)>();
        foreach (var action in await Actions(document, report))
            fixes.Add((action.Title, Sources.Compile(await Apply(document, action))));
        return fixes;
    }

    private static Document Document(AdhocWorkspace workspace, SyntaxTree tree)
    {
        var compilation = Sources.Compile(tree);
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Planted", "Planted", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: tree.Options, metadataReferences: compilation.References));
        var usings = compilation.SyntaxTrees.Single(other => other != tree);
        return project.AddDocument("Usings.cs", usings.GetText()).Project.AddDocument("Program.cs", tree.GetText());
    }

    private static async Task<IReadOnlyList<CodeAction>> Actions(Document document, Diagnostic report)
    {
        var actions = new List<CodeAction>();
        var tree = await document.GetSyntaxTreeAsync() ?? throw new InvalidOperationException("no tree");
        var here = Relocated(report, tree);
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
            await provider.RegisterCodeFixesAsync(
                new CodeFixContext(document, here, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    // The report belongs to the same text in another tree.
    private static Diagnostic Relocated(Diagnostic report, SyntaxTree tree) => Diagnostic.Create(
        report.Descriptor,
        Location.Create(tree, report.Location.SourceSpan),
        report.AdditionalLocations.Select(location => Location.Create(tree, location.SourceSpan)),
        report.Properties);

    private static async Task<SyntaxTree> Apply(Document document, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        var changed = solution.GetDocument(document.Id) ?? throw new InvalidOperationException("the fix lost the document");
        return Sources.Parse((await changed.GetTextAsync()).ToString());
    }
}
