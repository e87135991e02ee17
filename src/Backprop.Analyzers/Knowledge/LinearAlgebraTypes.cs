using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Knowledge;

/// <summary>MathNet's <c>Matrix&lt;T&gt;</c> and <c>Vector&lt;T&gt;</c>, told from anybody's own types of these names.</summary>
internal static class LinearAlgebraTypes
{
    public static bool Contains(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Matrix" or "Vector", TypeArguments.Length: 1, ContainingNamespace: { } space }
        && space.ToDisplayString() == "MathNet.Numerics.LinearAlgebra";
}
