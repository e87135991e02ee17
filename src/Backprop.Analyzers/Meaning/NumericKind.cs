using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>The numeric types of C#. Enums count as their underlying type.</summary>
internal enum NumericKind
{
    SByte,
    Byte,
    Int16,
    UInt16,
    Char,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Half,
    Single,
    Double,
    Decimal,
}

internal static class NumericKinds
{
    public static bool IsFloating(this NumericKind kind) => kind >= NumericKind.Half;

    /// <summary>Is the arithmetic so coarse that results agree to a few digits only?</summary>
    public static bool IsCoarse(this NumericKind kind) => kind is NumericKind.Half or NumericKind.Single;

    public static NumericKind? Of(ITypeSymbol? type) => type switch
    {
        null => null,
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => Of(underlying),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            => Of(nullable.TypeArguments[0]),
        { Name: "Half", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => NumericKind.Half,
        _ => Of(type.SpecialType),
    };

    /// <summary>Double where both are mixed in library code; otherwise the wider one.</summary>
    public static NumericKind Wider(NumericKind left, NumericKind right) => left > right ? left : right;

    private static NumericKind? Of(SpecialType type) => type switch
    {
        SpecialType.System_SByte => NumericKind.SByte,
        SpecialType.System_Byte => NumericKind.Byte,
        SpecialType.System_Int16 => NumericKind.Int16,
        SpecialType.System_UInt16 => NumericKind.UInt16,
        SpecialType.System_Char => NumericKind.Char,
        SpecialType.System_Int32 => NumericKind.Int32,
        SpecialType.System_UInt32 => NumericKind.UInt32,
        SpecialType.System_Int64 or SpecialType.System_IntPtr => NumericKind.Int64,
        SpecialType.System_UInt64 or SpecialType.System_UIntPtr => NumericKind.UInt64,
        SpecialType.System_Single => NumericKind.Single,
        SpecialType.System_Double => NumericKind.Double,
        SpecialType.System_Decimal => NumericKind.Decimal,
        _ => null,
    };
}
