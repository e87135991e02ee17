using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary><c>Matrix&lt;double&gt;.Build.Dense(r, c)</c>, <c>DenseMatrix.Create(...)</c>, <c>new DenseMatrix(r, c)</c>, <c>CreateVector.Dense</c>.</summary>
internal static class MathNetFactories
{
    private const string Root = "MathNet.Numerics.LinearAlgebra.";

    public static LibraryModel? Find(string type, IMethodSymbol method)
    {
        if (!type.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        var isMatrix = type.EndsWith("Matrix", StringComparison.Ordinal) || type == MathNetNumerics.MatrixBuilder;
        var isVector = type.EndsWith("Vector", StringComparison.Ordinal) || type == MathNetNumerics.VectorBuilder;
        if (!isMatrix && !isVector)
        {
            return method.Name == "get_Build" ? call => null : null;
        }

        return (method.MethodKind == MethodKind.Constructor ? ".ctor" : method.Name) switch
        {
            ".ctor" or "Dense" or "Sparse" or "Create" or "DenseOfArray" or "OfArray" or "SparseOfArray" or "DenseOfEnumerable"
                or "OfEnumerable" or "SameAs" => isMatrix ? CreateMatrix : CreateVector,
            "DenseOfMatrix" or "OfMatrix" or "DenseOfVector" or "OfVector" => Copied,
            "DenseIdentity" or "CreateIdentity" => Identity,
            "DenseOfRowArrays" or "OfRowArrays" or "DenseOfRowVectors" or "OfRowVectors" => call => OfLines(call, rows: true),
            "DenseOfColumnArrays" or "OfColumnArrays" or "DenseOfColumnVectors" or "OfColumnVectors" => call => OfLines(call, rows: false),
            "DenseOfColumnMajor" or "OfColumnMajor" => OfColumnMajor,
            _ => null,
        };
    }

    public static MatrixDatum? Matrix(Call call, int rows, int columns, Func<int, int, Datum?> element, NumericKind kind)
    {
        if (rows <= 0 || columns <= 0 || !call.Run.Allocate((long)rows * columns) || !call.Run.Spend((long)rows * columns))
        {
            call.Run.Stop();
            return null;
        }

        var items = new Datum?[rows * columns];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = element(i / columns, i % columns);
        }

        return new(items, rows, columns, kind);
    }

    public static VectorDatum? Vector(Call call, int count, Func<int, Datum?> element, NumericKind kind)
        => call.List(count, element) is { } list ? new([.. list.Items], kind) : null;

    private static Datum? CreateMatrix(Call call)
    {
        var kind = KindOf(call);
        var zero = new Number(0, kind);
        return (call.Argument(0), call.Argument(1), call.Argument(2)) switch
        {
            (ArrayDatum { Rank: 2 } array, _, _) => Matrix(call, array.Lengths[0], array.Lengths[1], (r, c) => array[(r * array.Lengths[1]) + c], kind),
            (MatrixDatum like, null, _) when call.Method.Name == "SameAs" => Matrix(call, like.Rows, like.Columns, (r, c) => zero, kind),
            (Number order, null, _) when call.Count == 1 => Matrix(call, (int)order.Value, (int)order.Value, (r, c) => zero, kind),
            (Number rows, Number columns, null) when call.Count == 2 => Matrix(call, (int)rows.Value, (int)columns.Value, (r, c) => zero, kind),
            (Number rows, Number columns, Number value) => Matrix(call, (int)rows.Value, (int)columns.Value, (r, c) => value, kind),
            (Number rows, Number columns, FunctionDatum f) => Matrix(
                call, (int)rows.Value, (int)columns.Value, (r, c) => call.Apply(f, Number.Of(r), Number.Of(c)), kind),
            (Number rows, Number columns, ArrayDatum storage) when storage.Count == rows.Value * columns.Value => Matrix(
                call, (int)rows.Value, (int)columns.Value, (r, c) => storage[(c * (int)rows.Value) + r], kind),
            _ => null,
        };
    }

    private static Datum? CreateVector(Call call)
    {
        var kind = KindOf(call);
        var zero = new Number(0, kind);
        return (call.Argument(0), call.Argument(1)) switch
        {
            (ArrayDatum array, null) when call.Method.Name is "Dense" || call.Method.MethodKind == MethodKind.Constructor
                => new VectorDatum(array.Items, kind),
            (VectorDatum like, _) when call.Method.Name == "SameAs" => Vector(call, like.Count, i => zero, kind),
            (Elements values, null) => Vector(call, values.Count, i => values[i], kind),
            (Number count, null) when call.Count == 1 => Vector(call, (int)count.Value, i => zero, kind),
            (Number count, Number value) => Vector(call, (int)count.Value, i => value, kind),
            (Number count, FunctionDatum f) => Vector(call, (int)count.Value, i => call.Apply(f, Number.Of(i)), kind),
            _ => null,
        };
    }

    private static Datum? Copied(Call call)
        => call.Argument(0) is Elements source and (MatrixDatum or VectorDatum) ? MathNetModels.Each(call, source, i => source[i]) : null;

    private static Datum? Identity(Call call)
        => call.Int(0) is { } order && call.Count == 1
            ? Matrix(call, order, order, (r, c) => new Number(r == c ? 1 : 0, KindOf(call)), KindOf(call))
            : null;

    private static Datum? OfLines(Call call, bool rows)
    {
        var lines = call.Sequence(0) is { } all ? all.Values().OfType<Elements>().ToArray() : [];
        if (lines.Length == 0 || lines.Length != call.Sequence(0)?.Count || lines.Any(line => line.Count != lines[0].Count))
        {
            return null;
        }

        return rows
            ? Matrix(call, lines.Length, lines[0].Count, (r, c) => lines[r][c], KindOf(call))
            : Matrix(call, lines[0].Count, lines.Length, (r, c) => lines[c][r], KindOf(call));
    }

    private static Datum? OfColumnMajor(Call call)
        => call.Int(0) is { } rows && call.Int(1) is { } columns && call.Sequence(2) is { } values && values.Count == rows * columns
            ? Matrix(call, rows, columns, (r, c) => values[(c * rows) + r], KindOf(call))
            : null;

    private static NumericKind KindOf(Call call)
    {
        var type = call.Created ?? call.Method.ContainingType;
        var element = call.Method.TypeArguments.FirstOrDefault() ?? type.TypeArguments.FirstOrDefault();
        return element is not null && NumericKinds.Of(call.Frame.Types.Resolve(element)) is { } kind ? kind
            : type.ContainingNamespace.Name == "Single" ? NumericKind.Single
            : NumericKind.Double;
    }
}
