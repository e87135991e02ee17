using System.Runtime.CompilerServices;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>Whether a type is a number or holds nothing but numbers: an array, a list, a matrix class of whatever name.</summary>
internal static class Shape
{
    private const int Deepest = 3;

    public static bool IsNumber(ITypeSymbol type) => type.SpecialType
        is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_Int64
            or SpecialType.System_Decimal or SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_Int16
        || type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter || type.Name is "Half";

    public static bool IsReal(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_Double or SpecialType.System_Single } or { TypeKind: TypeKind.TypeParameter }
        || type?.Name is "Half";

    public static bool IsNumeric(ITypeSymbol? type) => IsNumeric(type, Deepest);

    private static bool IsNumeric(ITypeSymbol? type, int depth)
    {
        if (type is null || depth < 0 || type.SpecialType is SpecialType.System_Void or SpecialType.System_String) return false;
        if (IsNumber(type)) return true;
        if (type is IArrayTypeSymbol array) return IsNumeric(array.ElementType, depth - 1);
        return type is INamedTypeSymbol { IsTupleType: false } named && IsNamedContainer(named, depth);
    }

    private static bool IsNamedContainer(INamedTypeSymbol named, int depth)
    {
        var definition = named.OriginalDefinition;
        var known = Known.GetValue(definition, one => new Container(one));
        if (!known.IsInSource) return IsLibraryContainer(named, depth);
        // Matrix<double>: of numbers, what is one field's type is as good as another's.
        return ReferenceEquals(named, definition) || named.TypeArguments.All(IsNumber) ? known.IsNumeric(depth) : IsContainer(named, depth);
    }

    // Matrix<double>, Vector<float>, List<double>, Span<float>, Tensor<double>, NDArray; a list of matrices is as deep as a matrix
    private static bool IsLibraryContainer(INamedTypeSymbol named, int depth) =>
        named.Arity == 1
            ? named.TypeKind is not (TypeKind.Delegate or TypeKind.Interface) && IsNumeric(named.TypeArguments[0], depth)
            : named.Name is "NDArray" or "Tensor";

    // class Matrix { int rows; int cols; double[,] data; }: one store of numbers, besides plain numbers; or one that is indexed.
    private static bool IsContainer(INamedTypeSymbol named, int depth)
    {
        if (named.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return false;
        ITypeSymbol? store = null;
        var hasReal = false;
        foreach (var member in named.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false, Type: var type }) continue;
            if (!IsNumber(type) && store is not null) return ValueStore.NameIn(named) is not null;
            if (!IsNumber(type)) store = type;
            hasReal |= IsReal(type);
        }

        return store is null ? hasReal && named.IsValueType : IsNumeric(store, depth - 1);
    }

    // Asked of every expression: what a type's fields say is looked up once.
    private static readonly ConditionalWeakTable<INamedTypeSymbol, Container> Known = new();

    private sealed class Container(INamedTypeSymbol type)
    {
        // 0: not asked yet.
        private readonly sbyte[] answers = new sbyte[Deepest + 1];

        public bool IsInSource { get; } = !type.Locations.All(location => location.IsInMetadata);

        public bool IsNumeric(int depth)
        {
            if (answers[depth] == 0) answers[depth] = (sbyte)(IsContainer(type, depth) ? 1 : -1);
            return answers[depth] > 0;
        }
    }
}
