using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model.Completion;

/// <summary>
/// Before the first restore, and in any host that is handed the sources alone, what the build adds to them is missing: neither
/// Math nor List nor Mathf binds, and nothing could be said of any of the project's code. Such a compilation is completed with
/// declarations that the real one has too, and looked at in that form only. What does not bind there either stays unknown.
/// A compilation that lacks nothing is handed back itself.
/// </summary>
internal static class Completed
{
    public static Compilation Of(Compilation compilation, IEnumerable<SyntaxTree> trees, CancellationToken cancellation)
    {
        var (usings, libraries) = (false, new SortedSet<string>(StringComparer.Ordinal));
        var everywhere = Imports.Everywhere(compilation, cancellation);
        foreach (var tree in trees)
        {
            if (tree.GetRoot(cancellation) is not CompilationUnitSyntax unit) continue;
            var imports = Imports.Of(unit, everywhere);
            usings = usings || ImplicitUsings.AreMissing(unit, imports, compilation);
            libraries.UnionWith(MissingLibraries.Of(imports, compilation));
        }

        if (libraries.Count > 0 && MissingLibraries.Made(libraries, compilation, cancellation) is { } library) compilation = compilation.AddReferences(library);
        return usings && compilation.SyntaxTrees.First().Options is CSharpParseOptions options
            ? compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(ImplicitUsings.Source, options, cancellationToken: cancellation)) : compilation;
    }
}
