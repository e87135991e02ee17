namespace Backprop.Analyzers.Meaning;

/// <summary>Shape, elements, parts and copies of MathNet matrices and vectors.</summary>
internal static class MathNetAccess
{
    private static readonly Dictionary<string, LibraryModel> Models = new()
    {
        ["get_RowCount"] = call => call.Receiver is MatrixDatum matrix ? Number.Of(matrix.Rows) : null,
        ["get_ColumnCount"] = call => call.Receiver is MatrixDatum matrix ? Number.Of(matrix.Columns) : null,
        ["get_Count"] = call => call.Receiver is Elements vector ? Number.Of(vector.Count) : null,
        ["get_Item"] = At,
        ["At"] = call => call.Method.ReturnsVoid ? Set(call) : At(call),
        ["set_Item"] = Set,
        ["Clone"] = call => call.Receiver is Elements source ? MathNetModels.Each(call, source, i => source[i]) : null,
        ["CopyTo"] = call => call.Receiver is Elements source && call.Argument(0) is Elements target && source.Count == target.Count
            ? ArrayModels.Copy(call, source, 0, target, 0, source.Count) : call.Unknown(),
        ["Clear"] = call => call.Receiver is Elements { ElementKind: { } kind } target
            ? ArrayModels.Set(call, target, 0, target.Count, new Number(0, kind)) : call.Unknown(),
        ["ToArray"] = call => call.Receiver switch
        {
            MatrixDatum matrix when call.Run.Allocate(matrix.Count)
                => new ArrayDatum([.. matrix.Items], [matrix.Rows, matrix.Columns], matrix.Kind),
            Elements vector => call.Array(vector.Count, i => vector[i], vector.ElementKind),
            _ => null,
        },
        ["AsArray"] = call => call.Receiver is VectorDatum vector ? new ArrayDatum(vector.Items, vector.Kind) : null,
        ["ToRowMajorArray"] = call => call.Receiver is MatrixDatum matrix ? call.Array(matrix.Count, i => matrix[i], matrix.Kind) : null,
        ["ToColumnMajorArray"] = call => call.Receiver is MatrixDatum matrix
            ? call.Array(matrix.Count, i => matrix[i % matrix.Rows, i / matrix.Rows], matrix.Kind) : null,
        ["Row"] = call => call.Receiver is MatrixDatum matrix && call.Int(0) is { } row && (uint)row < (uint)matrix.Rows && call.Count == 1
            ? MathNetFactories.Vector(call, matrix.Columns, i => matrix[row, i], matrix.Kind) : null,
        ["Column"] = call => call.Receiver is MatrixDatum matrix && call.Int(0) is { } column && (uint)column < (uint)matrix.Columns && call.Count == 1
            ? MathNetFactories.Vector(call, matrix.Rows, i => matrix[i, column], matrix.Kind) : null,
        ["EnumerateRows"] = call => call.Receiver is MatrixDatum matrix && call.Count == 0
            ? call.List(matrix.Rows, row => MathNetFactories.Vector(call, matrix.Columns, i => matrix[row, i], matrix.Kind)) : null,
        ["EnumerateColumns"] = call => call.Receiver is MatrixDatum matrix && call.Count == 0
            ? call.List(matrix.Columns, column => MathNetFactories.Vector(call, matrix.Rows, i => matrix[i, column], matrix.Kind)) : null,
        ["SubMatrix"] = SubMatrix,
        ["SetRow"] = call => SetLine(call, isRow: true),
        ["SetColumn"] = call => SetLine(call, isRow: false),
    };

    public static LibraryModel? Find(string name) => Models.TryGetValue(name, out var model) ? model : null;

    private static int? Offset(Call call) => call.Receiver switch
    {
        MatrixDatum matrix when call.Int(0) is { } row && call.Int(1) is { } column
            && (uint)row < (uint)matrix.Rows && (uint)column < (uint)matrix.Columns => (row * matrix.Columns) + column,
        VectorDatum vector when call.Int(0) is { } index && (uint)index < (uint)vector.Count => index,
        _ => null,
    };

    private static Datum? At(Call call) => call.Receiver is Elements elements && Offset(call) is { } offset ? elements[offset] : null;

    private static Datum? Set(Call call)
    {
        if (call.Receiver is not Elements elements || Offset(call) is not { } offset)
        {
            return call.Receiver is null ? null : call.Unknown();
        }

        elements[offset] = call.Argument(call.Count - 1);
        return null;
    }

    private static Datum? SubMatrix(Call call)
        => call.Receiver is MatrixDatum matrix && call.Int(0) is { } row && call.Int(1) is { } rows
            && call.Int(2) is { } column && call.Int(3) is { } columns
            && row >= 0 && column >= 0 && row + rows <= matrix.Rows && column + columns <= matrix.Columns
            ? MathNetFactories.Matrix(call, rows, columns, (r, c) => matrix[row + r, column + c], matrix.Kind)
            : null;

    private static Datum? SetLine(Call call, bool isRow)
    {
        if (call.Receiver is not MatrixDatum matrix || call.Int(0) is not { } at || call.Argument(1) is not Elements values
            || call.Count != 2 || (uint)at >= (uint)(isRow ? matrix.Rows : matrix.Columns)
            || values.Count != (isRow ? matrix.Columns : matrix.Rows) || !call.Run.Spend(values.Count))
        {
            return call.Unknown();
        }

        for (var i = 0; i < values.Count; i++)
        {
            matrix[isRow ? at : i, isRow ? i : at] = values[i];
        }

        return null;
    }
}
