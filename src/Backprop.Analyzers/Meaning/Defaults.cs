using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>default(T), and constants of the language.</summary>
internal static class Defaults
{
    public static Datum? Of(ITypeSymbol type)
    {
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || type.IsReferenceType)
        {
            return Absent.Null;
        }

        if (NumericKinds.Of(type) is { } kind)
        {
            return kind == NumericKind.Double ? Number.Zero : new Number(0, kind);
        }

        return type switch
        {
            { SpecialType: SpecialType.System_Boolean } => Truth.False,
            INamedTypeSymbol { IsTupleType: true } tuple => TupleOf(tuple),
            INamedTypeSymbol { TypeKind: TypeKind.Struct } named when named.Locations.Any(location => location.IsInSource)
                => new Instance(named),
            _ => null,
        };
    }

    public static Datum? Constant(object? value, ITypeSymbol? type)
    {
        if (value is null)
        {
            return Absent.Null;
        }

        return value switch
        {
            bool truth => Truth.Of(truth),
            string text => new Text(text),
            double real => new Number(real, NumericKinds.Of(type) ?? NumericKind.Double),
            int whole => new Number(whole, NumericKinds.Of(type) ?? NumericKind.Int32),
            char letter => new Number(letter, NumericKind.Char),
            IConvertible number => FromConvertible(number, type),
            _ => null,
        };
    }

    private static TupleDatum TupleOf(INamedTypeSymbol tuple)
        => new([.. tuple.TupleElements.Select(element => Of(element.Type))]);

    private static Number? FromConvertible(IConvertible number, ITypeSymbol? type)
    {
        var value = number.ToDouble(System.Globalization.CultureInfo.InvariantCulture);
        return NumericKinds.Of(type) is { } kind && (kind.IsFloating() || Math.Abs(value) <= 9007199254740992)
            ? new(value, kind)
            : null;
    }
}
