using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Buffers that an object holds from before (<c>output[i] = Math.Tanh(x[i]); return output;</c>): as large as the samples, their
/// contents unknown. Code that expects another size runs out of range, which ends in "unknown".
/// </summary>
internal static class Buffers
{
    private const int Rows = 2;

    private static int Count => SamplePoints.All.Count;

    public static Datum? Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array when KindOf(array.ElementType) is { } kind => new ArrayDatum(new Datum?[Count], kind),
        IArrayTypeSymbol { Rank: 2 } array when KindOf(array.ElementType) is { } kind
            => new ArrayDatum(new Datum?[Count], [Rows, Count / Rows], kind),
        IArrayTypeSymbol { Rank: 1, ElementType: IArrayTypeSymbol { Rank: 1 } row } when KindOf(row.ElementType) is { } kind
            => new ArrayDatum([.. Enumerable.Range(0, Rows).Select(_ => (Datum?)new ArrayDatum(new Datum?[Count / Rows], kind))]),
        INamedTypeSymbol { TypeArguments.Length: 1 } named when KindOf(named.TypeArguments[0]) is { } kind => MetadataNames.Of(named) switch
        {
            MathNetNumerics.Matrix => new MatrixDatum(new Datum?[Count], Rows, Count / Rows, kind),
            MathNetNumerics.Vector => new VectorDatum(new Datum?[Count], kind),
            _ => null,
        },
        _ => null,
    };

    private static NumericKind? KindOf(ITypeSymbol type) => NumericKinds.Of(type) is { } kind && kind.IsFloating() ? kind : null;
}
