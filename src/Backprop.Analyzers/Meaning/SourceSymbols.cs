using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Which methods and types are code of the compilation, asked of their assembly: to ask for their syntax makes lists of it.</summary>
internal static class SourceSymbols
{
    /// <summary>True for what is declared in source, or made by the compiler for what is.</summary>
    public static bool IsFromSource(this ISymbol symbol) => symbol.ContainingAssembly is ISourceAssemblySymbol;

    /// <summary>True for what stands in the source itself.</summary>
    public static bool IsWritten(this ISymbol symbol) => !symbol.IsImplicitlyDeclared && symbol.IsFromSource();
}
