using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Decides from tokens alone whether a type can be of interest, so that code without a network costs next to nothing: no
/// semantic model, no operations. It only ever says "certainly not" or "maybe"; it decides no report.
/// </summary>
internal static class Gate
{
    public static bool Admits(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return false;
        return type.DeclaringSyntaxReferences.Any(reference => MayDifferentiate(reference.GetSyntax(cancellation)));
    }

    // A derivative multiplies, adds or subtracts, in code that mentions a number or a matrix of numbers.
    private static bool MayDifferentiate(SyntaxNode declaration)
    {
        var arithmetic = false;
        var numbers = false;
        foreach (var token in declaration.DescendantTokens())
        {
            var kind = token.Kind();
            arithmetic |= kind is SyntaxKind.AsteriskToken or SyntaxKind.MinusToken or SyntaxKind.PlusEqualsToken;
            numbers |= kind is SyntaxKind.DoubleKeyword or SyntaxKind.FloatKeyword or SyntaxKind.IdentifierToken;
            if (arithmetic && numbers) return true;
        }

        return false;
    }
}
