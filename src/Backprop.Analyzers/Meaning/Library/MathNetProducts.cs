using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Products, transposes and sums of MathNet matrices and vectors. A vector counts as one column.</summary>
internal static class MathNetProducts
{
    private static readonly Dictionary<string, LibraryModel> Models = new()
    {
        ["Transpose"] = call => call.Receiver is MatrixDatum matrix ? MathNetModels.Deliver(call, Transposed(call, matrix), 0) : null,
        ["TransposeThisAndMultiply"] = call => call.Receiver is MatrixDatum matrix && Transposed(call, matrix) is { } transposed
            ? MathNetModels.Deliver(call, Product(call, transposed, call.Argument(0) as Elements), 1) : null,
        ["TransposeAndMultiply"] = call => call.Argument(0) is MatrixDatum matrix && Transposed(call, matrix) is { } transposed
            ? MathNetModels.Deliver(call, Product(call, call.Receiver as Elements, transposed), 1) : null,
        ["OuterProduct"] = Outer,
        ["DotProduct"] = call => Dot(call, call.Receiver as Elements, call.Argument(0) as Elements),
        ["RowSums"] = call => Sums(call, rows: true),
        ["ColumnSums"] = call => Sums(call, rows: false),
        ["Sum"] = call => call.Receiver is VectorDatum vector ? Total(call, [.. vector.Items]) : null,
    };

    public static LibraryModel? Find(string name) => Models.TryGetValue(name, out var model) ? model : null;

    /// <summary><c>*</c>: matrix product, scaling, or the dot product of two vectors.</summary>
    public static Datum? Multiply(Call call)
    {
        var isStatic = call.Method.IsStatic;
        var left = isStatic ? call.Argument(0) : call.Receiver;
        var right = call.Argument(isStatic ? 1 : 0);
        return (left, right) switch
        {
            (Number scale, Elements x) => MathNetModels.Deliver(call, Scaled(call, x, scale), isStatic ? 2 : 1),
            (Elements x, Number scale) => MathNetModels.Deliver(call, Scaled(call, x, scale), isStatic ? 2 : 1),
            (VectorDatum x, VectorDatum y) => Dot(call, x, y),
            (Elements x, Elements y) => MathNetModels.Deliver(call, Product(call, x, y), isStatic ? 2 : 1),
            _ => null,
        };
    }

    private static Elements? Scaled(Call call, Elements x, Number scale)
        => MathNetModels.Each(call, x, i => x[i] is Number value ? Arithmetic.Binary(BinaryOperatorKind.Multiply, value, scale) : null);

    private static MatrixDatum? Transposed(Call call, MatrixDatum matrix)
        => Build(call, matrix.Columns, matrix.Rows, (row, column) => matrix[column, row], matrix.Kind);

    private static Elements? Product(Call call, Elements? left, Elements? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        var x = left as MatrixDatum ?? new MatrixDatum([.. left.Values()], 1, left.Count, Kind(left));
        var y = right as MatrixDatum ?? new MatrixDatum([.. right.Values()], right.Count, 1, Kind(right));
        if (x.Columns != y.Rows || !call.Run.Spend((long)x.Rows * x.Columns * y.Columns))
        {
            return null;
        }

        var product = Build(call, x.Rows, y.Columns, (row, column) => Total(
            call, [.. Enumerable.Range(0, x.Columns).Select(k => Times(x[row, k], y[k, column]))]), x.Kind);
        return product is not null && (left is VectorDatum || right is VectorDatum) ? new VectorDatum(product.Items, product.Kind) : product;
    }

    private static Datum? Outer(Call call)
    {
        var u = call.Method.IsStatic ? call.Argument(0) : call.Receiver;
        return u is VectorDatum x && call.Argument(call.Method.IsStatic ? 1 : 0) is VectorDatum y
            ? MathNetModels.Deliver(call, Build(call, x.Count, y.Count, (row, column) => Times(x[row], y[column]), x.Kind), 1)
            : null;
    }

    private static Datum? Dot(Call call, Elements? x, Elements? y)
        => x is not null && y is not null && x.Count == y.Count
            ? Total(call, [.. Enumerable.Range(0, x.Count).Select(i => Times(x[i], y[i]))])
            : null;

    private static Datum? Sums(Call call, bool rows)
    {
        if (call.Receiver is not MatrixDatum matrix || !call.Run.Spend(matrix.Count))
        {
            return null;
        }

        var (count, inner) = rows ? (matrix.Rows, matrix.Columns) : (matrix.Columns, matrix.Rows);
        var sums = Enumerable.Range(0, count).Select(i => Total(
            call, [.. Enumerable.Range(0, inner).Select(k => rows ? matrix[i, k] : matrix[k, i])]));
        return new VectorDatum([.. sums], matrix.Kind);
    }

    private static Datum? Total(Call call, Datum?[] terms)
    {
        Number? sum = null;
        foreach (var term in terms)
        {
            if (term is not Number number || !call.Run.Spend(1))
            {
                return null;
            }

            sum = sum is null ? number : Arithmetic.Binary(BinaryOperatorKind.Add, sum, number) as Number;
        }

        return sum;
    }

    private static Datum? Times(Datum? x, Datum? y)
        => x is Number a && y is Number b ? Arithmetic.Binary(BinaryOperatorKind.Multiply, a, b) : null;

    private static NumericKind Kind(Elements elements) => elements.ElementKind ?? NumericKind.Double;

    private static MatrixDatum? Build(Call call, int rows, int columns, Func<int, int, Datum?> element, NumericKind kind)
        => MathNetFactories.Matrix(call, rows, columns, element, kind);
}
