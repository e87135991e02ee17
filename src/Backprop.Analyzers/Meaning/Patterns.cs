using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Equality and type tests; null where they cannot be decided.</summary>
internal static class Patterns
{
    public static bool? AreEqual(Datum? left, Datum? right) => (left, right) switch
    {
        (null, _) or (_, null) => null,
        (Number x, Number y) => x.Value == y.Value,
        (Truth x, Truth y) => x.Value == y.Value,
        (Text x, Text y) => x.Value == y.Value,
        (TupleDatum x, TupleDatum y) when x.Count == y.Count => AllEqual(x, y),
        (Absent, Absent) => true,
        (Absent, _) or (_, Absent) => false,
        (Instance x, Instance y) => ReferenceEquals(x, y) || x.Type.IsValueType || x.Type.IsRecord || x.IsOpen || y.IsOpen
            ? ReferenceEquals(x, y) ? true : null
            : false,
        _ => ReferenceEquals(left, right) ? true : null,
    };

    public static bool? IsOfType(Datum datum, ITypeSymbol type) => datum switch
    {
        Absent => false,
        _ when type.SpecialType == SpecialType.System_Object => true,
        Number number => NumericKinds.Of(type) is { } kind ? kind == number.Kind : null,
        Truth => type.SpecialType == SpecialType.System_Boolean,
        Text => type.SpecialType == SpecialType.System_String ? true : null,
        Instance instance => Inherits(instance.Type, type),
        ArrayDatum array when type is IArrayTypeSymbol target => IsArrayOf(array, target),
        _ => null,
    };

    private static bool? IsArrayOf(ArrayDatum array, IArrayTypeSymbol target)
        => array.Rank != target.Rank ? false
        : array.ElementKind is { } kind && NumericKinds.Of(target.ElementType) is { } wanted ? kind == wanted
        : null;

    private static bool AllEqualTo(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    private static bool Inherits(INamedTypeSymbol type, ITypeSymbol target)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (AllEqualTo(current, target))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(implemented => AllEqualTo(implemented, target));
    }

    private static bool? AllEqual(TupleDatum left, TupleDatum right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (AreEqual(left[i], right[i]) is not true)
            {
                return AreEqual(left[i], right[i]);
            }
        }

        return true;
    }
}
