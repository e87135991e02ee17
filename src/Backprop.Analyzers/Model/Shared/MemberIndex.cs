using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// The compilation's methods whose source mentions a name: found by text, nothing is bound, and only types that mention it are
/// asked for their members. Kept per compilation.
/// </summary>
internal sealed class MemberIndex(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<IMethodSymbol>> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SyntaxNode, INamedTypeSymbol?> types = new();

    public ImmutableArray<IMethodSymbol> Mentioning(string name) => known.GetOrAdd(name, Find);

    private ImmutableArray<IMethodSymbol> Find(string name) => TreeWords.Positions(compilation.SyntaxTrees, name)
        .SelectMany(word => At(word.Tree, word.Position)).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).ToImmutableArray();

    private IEnumerable<IMethodSymbol> At(SyntaxTree tree, int position) =>
        tree.GetRoot().FindToken(position).Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
        && types.GetOrAdd(declaration, _ => TypeOf(declaration)) is { } type
            ? type.GetMembers().OfType<IMethodSymbol>().Where(method => method is { IsImplicitlyDeclared: false, IsAbstract: false }
                && method.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == tree && reference.Span.Contains(position)
                    && !IsWhole(reference, declaration)))
            : [];

    // A primary constructor's declaration is the type: what is mentioned there is mentioned by the members.
    private static bool IsWhole(SyntaxReference reference, TypeDeclarationSyntax declaration) => reference.Span == declaration.Span;

    private INamedTypeSymbol? TypeOf(TypeDeclarationSyntax declaration) => compilation
        .GetSymbolsWithName(declaration.Identifier.ValueText, SymbolFilter.Type).OfType<INamedTypeSymbol>()
        .FirstOrDefault(type => type.DeclaringSyntaxReferences.Any(reference =>
            reference.SyntaxTree == declaration.SyntaxTree && reference.Span == declaration.Span));
}
