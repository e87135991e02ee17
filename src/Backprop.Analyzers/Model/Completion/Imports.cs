using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model.Completion;

/// <summary>
/// What the using directives of a source bring in: its own, above its namespaces or in one of them, and those that hold
/// everywhere. By the syntax alone.
/// </summary>
internal sealed class Imports
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> aliases = new(StringComparer.Ordinal);

    private Imports()
    {
    }

    /// <summary>The global ones of any source, which stand in front of all others: with ImplicitUsings, a file of the build has nothing else.</summary>
    public static Imports Everywhere(Compilation compilation, CancellationToken cancellation)
    {
        var found = new Imports();
        foreach (var tree in compilation.SyntaxTrees)
            if (tree.GetRoot(cancellation) is CompilationUnitSyntax unit)
                foreach (var directive in unit.Usings.TakeWhile(directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))) found.Add(directive);
        return found;
    }

    public static Imports Of(CompilationUnitSyntax unit, Imports everywhere)
    {
        var found = new Imports();
        found.names.UnionWith(everywhere.names);
        found.aliases.UnionWith(everywhere.aliases);
        foreach (var directive in unit.Usings) found.Add(directive);
        foreach (var member in unit.Members)
            if (member is BaseNamespaceDeclarationSyntax space)
                foreach (var directive in space.Usings) found.Add(directive);
        return found;
    }

    /// <summary>Whether a namespace is imported, or a type of which the members are.</summary>
    public bool Contain(string name) => names.Contains(name);

    /// <summary>Whether a directive gives the name to something: `using Math = System.MathF`.</summary>
    public bool Name(string name) => aliases.Contains(name);

    private void Add(UsingDirectiveSyntax directive)
    {
        if (directive.Alias is { } alias) aliases.Add(alias.Name.Identifier.ValueText);
        else if (directive.Name is { } name) names.Add(name.ToString().Replace("global::", ""));
    }
}
