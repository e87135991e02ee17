using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>One number, alone in whatever holds numbers: how a formula over matrices is looked at in one point.</summary>
internal static class Probe
{
    public static Datum? Of(ITypeSymbol? type, double value)
    {
        switch (type)
        {
            case { SpecialType: SpecialType.System_Double }: return Number.Of(value);
            case { SpecialType: SpecialType.System_Single }: return new Number((float)value, NumericKind.Single);
            case IArrayTypeSymbol { Rank: 1 } array: return Of(array.ElementType, value) is { } item ? new ArrayDatum([item]) : null;
            case INamedTypeSymbol { TypeArguments: [var element], ContainingNamespace: { } space } named
                when space.ToDisplayString() == "MathNet.Numerics.LinearAlgebra":
                var kind = element.SpecialType == SpecialType.System_Single ? NumericKind.Single : NumericKind.Double;
                var only = new Datum?[] { Of(element, value) };
                return named.Name == "Matrix" ? new MatrixDatum(only, 1, 1, kind) : new VectorDatum(only, kind);
            default: return null;
        }
    }

    public static double? Read(Datum? datum) => datum switch
    {
        Number number => number.Value,
        Elements { Count: 1 } elements => Read(elements[0]),
        _ => null,
    };
}
