using System.Collections.Concurrent;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Builds sample inputs of a type: a number, an array, a list, a matrix, or an object of the user's own with numbers in it.</summary>
internal sealed class Shapes(Interpreter interpreter)
{
    private const int Rows = 2;

    private readonly ConcurrentDictionary<ITypeSymbol, Func<double[], Datum?>?> builders = new(SymbolEqualityComparer.Default);

    /// <summary>Can elementwise functions of this type be tried?</summary>
    public bool Supports(ITypeSymbol type) => BuilderOf(type) is not null;

    public static bool IsScalar(ITypeSymbol type) => NumericKinds.Of(type) is { } kind && kind.IsFloating() || type is ITypeParameterSymbol;

    /// <summary>A value whose numbers are these points, each a variable (tangent 1); null where the type has none.</summary>
    public Datum? Build(ITypeSymbol type, double[] points) => BuilderOf(type)?.Invoke(points);

    private Func<double[], Datum?>? BuilderOf(ITypeSymbol type) => builders.GetOrAdd(type, Find);

    private Func<double[], Datum?>? Find(ITypeSymbol type)
    {
        if (IsScalar(type))
        {
            var kind = NumericKinds.Of(type) ?? NumericKind.Double;
            return points => Variable(points[0], kind);
        }

        return type switch
        {
            IArrayTypeSymbol array => ArrayOf(array),
            INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } own when own.Locations.Any(location => location.IsInSource)
                => OwnTypes.BuilderOf(own, interpreter),
            INamedTypeSymbol { TypeArguments.Length: 1 } named when KindOf(named.TypeArguments[0]) is { } kind => Library(named, kind),
            INamedTypeSymbol tensor when IsTensor(MetadataNames.Of(tensor))
                => points => VectorOf(points, NumericKind.Double),
            INamedTypeSymbol named when MathNetKind(named) is { } kind => named.Name.EndsWith("Vector", StringComparison.Ordinal)
                ? points => VectorOf(points, kind)
                : points => MatrixOf(points, kind),
            _ => null,
        };
    }

    private static Func<double[], Datum?>? Library(INamedTypeSymbol type, NumericKind kind) => MetadataNames.Of(type) switch
    {
        MathNetNumerics.Matrix => points => MatrixOf(points, kind),
        MathNetNumerics.Vector => points => VectorOf(points, kind),
        "System.Span`1" or "System.ReadOnlySpan`1" or "System.Memory`1" or "System.ReadOnlyMemory`1"
            => points => new SpanDatum(new ArrayDatum(Variables(points, kind), kind), 0, points.Length),
        "System.Collections.Generic.List`1" or "System.Collections.Generic.IList`1" or "System.Collections.Generic.IEnumerable`1"
            or "System.Collections.Generic.ICollection`1" or "System.Collections.Generic.IReadOnlyList`1"
            or "System.Collections.Generic.IReadOnlyCollection`1" => points => new ListDatum([.. Variables(points, kind)], kind),
        var name when IsTensor(name) => points => VectorOf(points, kind),
        _ => null,
    };

    private static Func<double[], Datum?>? ArrayOf(IArrayTypeSymbol type)
    {
        if (KindOf(type.ElementType) is { } kind)
        {
            return type.Rank switch
            {
                1 => points => new ArrayDatum(Variables(points, kind), kind),
                2 => points => new ArrayDatum(Variables(points, kind), [Rows, points.Length / Rows], kind),
                3 => points => new ArrayDatum(Variables(points, kind), [Rows, Rows, points.Length / (Rows * Rows)], kind),
                _ => null,
            };
        }

        if (type is not { Rank: 1, ElementType: IArrayTypeSymbol { Rank: 1 } inner } || ArrayOf(inner) is not { } row)
        {
            return null;
        }

        return points => new ArrayDatum([.. Enumerable.Range(0, Rows).Select(
            i => row([.. points.Skip(i * (points.Length / Rows)).Take(points.Length / Rows)]))]);
    }

    private static NumericKind? KindOf(ITypeSymbol type)
        => type is ITypeParameterSymbol ? NumericKind.Double : NumericKinds.Of(type) is { } kind && kind.IsFloating() ? kind : null;

    private static bool IsTensor(string name) => TensorLibraries.All.Any(library => library.Tensor == name);

    private static NumericKind? MathNetKind(INamedTypeSymbol type)
    {
        var name = MetadataNames.Of(type);
        return name is "MathNet.Numerics.LinearAlgebra.Double.DenseMatrix" or "MathNet.Numerics.LinearAlgebra.Double.DenseVector"
            or "MathNet.Numerics.LinearAlgebra.Double.Matrix" or "MathNet.Numerics.LinearAlgebra.Double.Vector" ? NumericKind.Double
            : name is "MathNet.Numerics.LinearAlgebra.Single.DenseMatrix" or "MathNet.Numerics.LinearAlgebra.Single.DenseVector"
            or "MathNet.Numerics.LinearAlgebra.Single.Matrix" or "MathNet.Numerics.LinearAlgebra.Single.Vector" ? NumericKind.Single
            : null;
    }

    public static Number Variable(double point, NumericKind kind)
        => Number.Variable(kind.IsCoarse() ? (float)point : point, kind);

    private static Datum?[] Variables(double[] points, NumericKind kind) => [.. points.Select(point => Variable(point, kind))];

    private static MatrixDatum MatrixOf(double[] points, NumericKind kind)
        => new(Variables(points, kind), Rows, points.Length / Rows, kind);

    private static VectorDatum VectorOf(double[] points, NumericKind kind) => new(Variables(points, kind), kind);
}
