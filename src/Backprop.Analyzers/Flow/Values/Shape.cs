using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>Whether a type is a number or holds nothing but numbers: an array, a list, a matrix class of whatever name.</summary>
internal static class Shape
{
    public static bool IsNumber(ITypeSymbol type) => type.SpecialType
        is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_Int64
            or SpecialType.System_Decimal or SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_Int16
        || type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter || type.Name is "Half";

    public static bool IsReal(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_Double or SpecialType.System_Single } or { TypeKind: TypeKind.TypeParameter }
        || type?.Name is "Half";

    public static bool IsNumeric(ITypeSymbol? type) => IsNumeric(type, 3);

    private static bool IsNumeric(ITypeSymbol? type, int depth)
    {
        if (type is null || depth < 0 || type.SpecialType is SpecialType.System_Void or SpecialType.System_String) return false;
        if (IsNumber(type)) return true;
        if (type is IArrayTypeSymbol array) return IsNumeric(array.ElementType, depth - 1);
        if (type is not INamedTypeSymbol named || named.IsTupleType) return false;
        if (named.Locations.All(location => location.IsInMetadata)) return IsLibraryContainer(named, depth);
        return IsContainer(named, depth);
    }

    // Matrix<double>, Vector<float>, List<double>, Span<float>, Tensor<double>, NDArray
    private static bool IsLibraryContainer(INamedTypeSymbol named, int depth) =>
        named.TypeArguments.Length == 1
            ? named.TypeKind is not (TypeKind.Delegate or TypeKind.Interface) && IsNumeric(named.TypeArguments[0], depth - 1)
            : named.Name is "NDArray" or "Tensor";

    // class Matrix { int rows; int cols; double[,] data; }: one store of numbers, besides plain numbers.
    private static bool IsContainer(INamedTypeSymbol named, int depth)
    {
        if (named.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return false;
        var stores = named.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !IsNumber(field.Type)).ToArray();
        var numbers = named.GetMembers().OfType<IFieldSymbol>().Count(field => !field.IsStatic && IsReal(field.Type));
        return stores.Length == 1 ? IsNumeric(stores[0].Type, depth - 1) : stores.Length == 0 && numbers > 0 && named.IsValueType;
    }
}
