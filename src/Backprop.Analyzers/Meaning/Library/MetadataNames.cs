using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Names as <see cref="Compilation.GetTypeByMetadataName(string)"/> takes them.</summary>
internal static class MetadataNames
{
    public static string Of(INamedTypeSymbol? type)
    {
        if (type is null)
        {
            return "";
        }

        if (type.ContainingType is { } outer)
        {
            return $"{Of(outer)}+{type.MetadataName}";
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } space
            ? $"{space.ToDisplayString()}.{type.MetadataName}"
            : type.MetadataName;
    }
}
