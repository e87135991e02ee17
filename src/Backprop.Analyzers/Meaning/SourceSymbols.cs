using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Meaning;

/// <summary>Which methods and types are code of the compilation, asked of their assembly: to ask for their syntax makes lists of it.</summary>
internal static class SourceSymbols
{
    /// <summary>True for what is declared in source, or made by the compiler for what is.</summary>
    public static bool IsFromSource(this ISymbol symbol) => symbol.ContainingAssembly is ISourceAssemblySymbol;

    /// <summary>class P(int n), record R(int N): the declaration of such a constructor is that of its type, and no code of its own.</summary>
    public static bool IsPrimary(this IMethodSymbol constructor)
    {
        foreach (var declared in constructor.DeclaringSyntaxReferences)
            if (declared.GetSyntax() is TypeDeclarationSyntax) return true;
        return false;
    }

    /// <summary>True for what stands in the source itself.</summary>
    public static bool IsWritten(this ISymbol symbol) => !symbol.IsImplicitlyDeclared && symbol.IsFromSource();

    /// <summary>True for what other assemblies can name.</summary>
    public static bool IsVisibleOutside(this ISymbol symbol)
    {
        for (var level = symbol; level is not (null or INamespaceSymbol); level = level.ContainingSymbol)
            if (level.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)) return false;
        return true;
    }
}
