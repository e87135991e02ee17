using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>What a type can hold, as far as gradients are concerned.</summary>
internal static class Shapes
{
    /// <summary>A floating-point number, or a type parameter that may be one.</summary>
    public static bool IsScalar(ITypeSymbol? type) => type is { SpecialType:
        SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal }
        or { TypeKind: TypeKind.TypeParameter } or { Name: "Half" or "Complex", ContainingNamespace.Name: "System" or "Numerics" };

    public static bool IsInteger(ITypeSymbol? type) =>
        type is { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_Char }
        or { Name: "Index", ContainingNamespace.Name: "System" };

    /// <summary>Carries no gradient at all: bool, string, enum.</summary>
    public static bool IsInert(ITypeSymbol? type) =>
        type is null or { SpecialType: SpecialType.System_Boolean or SpecialType.System_String or SpecialType.System_Void }
        or { TypeKind: TypeKind.Enum };

    public static bool IsArrayOfNumbers(ITypeSymbol? type) => ElementType(type) is { } element
        && (IsScalar(element) || IsArrayOfNumbers(element));

    /// <summary>
    /// A class or struct around exactly one collection: somebody's own Matrix, Vector, Batch. The collection and the object
    /// are one thing, so that an indexer, an operator and a method that reads the array agree on where the numbers are.
    /// </summary>
    public static bool IsContainer(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false } named) return false;
        if (!named.Locations.Any(location => location.IsInSource)) return false;
        var fields = InstanceFields(named).ToList();
        var held = fields.Where(field => ElementType(field.Type) is not null).ToList();
        return held.Count == 1
            && fields.All(field => ReferenceEquals(field, held[0]) || IsInteger(field.Type) || IsInert(field.Type))
            && (IsArrayOfNumbers(held[0].Type) || named.GetMembers().Any(member => member is IPropertySymbol { IsIndexer: true }));
    }

    /// <summary>A vector or small matrix written as fields with operators: its fields are its elements.</summary>
    public static bool IsBundle(ITypeSymbol? type) => IsBundle(type, 0);

    private static bool IsBundle(ITypeSymbol? type, int depth)
    {
        if (depth > 2 || type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false } named) return false;
        if (!named.Locations.Any(location => location.IsInSource)) return false;
        if (!named.GetMembers().Any(member => member is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator, Name: "op_Addition" or "op_Multiply" })) return false;
        var fields = InstanceFields(named).ToList();
        return fields.Count > 1 && fields.All(field => IsScalar(field.Type) || IsBundle(field.Type, depth + 1));
    }

    private static IEnumerable<IFieldSymbol> InstanceFields(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            foreach (var field in level.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic)) yield return field;
        }
    }

    public static bool IsSpan(ITypeSymbol? type) => type is INamedTypeSymbol
        { Name: "Span" or "ReadOnlySpan", TypeArguments.Length: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Finds values by their keys: the framework's dictionary interface, or a type that has it.</summary>
    public static bool IsMap(ITypeSymbol? type) => type is INamedTypeSymbol named && (IsMapInterface(named) || named.AllInterfaces.Any(IsMapInterface));

    private static bool IsMapInterface(INamedTypeSymbol type) => type is
    {
        Name: "IDictionary" or "IReadOnlyDictionary", TypeArguments.Length: 2,
        ContainingNamespace: { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } },
    };

    public static ITypeSymbol? ElementType(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { Name: "List" or "IList" or "IReadOnlyList" or "IEnumerable" or "ICollection" or "Span" or "ReadOnlySpan"
            or "Memory" or "ReadOnlyMemory" or "Stack" or "Queue" or "LinkedList", TypeArguments.Length: 1 } list => list.TypeArguments[0],
        INamedTypeSymbol { Name: "Dictionary" or "IDictionary" or "IReadOnlyDictionary", TypeArguments.Length: 2 } map => map.TypeArguments[1],
        _ => null,
    };
}
