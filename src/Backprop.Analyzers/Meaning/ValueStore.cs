using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Of a class with several arrays of numbers (its values, their gradients, what an optimiser keeps), the one that its own
/// indexer reads: <c>public double this[int i] => values[i];</c>. Told by the text of the indexer.
/// </summary>
internal static class ValueStore
{
    private static readonly ConditionalWeakTable<INamedTypeSymbol, Answer> Known = new();

    /// <summary>The name of the field or property, or null where there is no such choice.</summary>
    public static string? NameIn(INamedTypeSymbol type) => Known.GetValue(type.OriginalDefinition, one => new Answer(Find(one))).Name;

    private static string? Find(INamedTypeSymbol type)
    {
        string? read = null;
        var (stores, indexers) = (0, false);
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, Type: IArrayTypeSymbol { ElementType: var element } } && IsReal(element)) stores++;
            indexers |= member is IPropertySymbol { IsIndexer: true };
        }

        if (stores < 2 || !indexers) return null;
        foreach (var member in type.GetMembers())
            if (member is IPropertySymbol { IsIndexer: true, GetMethod: { } getter, Type: var item } && IsReal(item) && Read(getter, type) is { } store)
            {
                if (read is not null && read != store) return null;
                read = store;
            }

        return read;
    }

    private static bool IsReal(ITypeSymbol type) => type.SpecialType is SpecialType.System_Double or SpecialType.System_Single;

    // get { return values[i]; }
    private static string? Read(IMethodSymbol getter, INamedTypeSymbol type)
    {
        foreach (var reference in getter.DeclaringSyntaxReferences)
            foreach (var access in reference.GetSyntax().DescendantNodesAndSelf().OfType<ElementAccessExpressionSyntax>())
                if (NameOf(access.Expression) is { } name)
                    foreach (var member in type.GetMembers())
                        if (member is IFieldSymbol { IsStatic: false, Type: IArrayTypeSymbol } field && (field.AssociatedSymbol ?? field).Name == name) return name;
        return null;
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private sealed class Answer(string? name)
    {
        public string? Name { get; } = name;
    }
}
