using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>MathNet matrices and vectors: pointwise functions, Map, arithmetic. An overload with a result argument writes there.</summary>
internal static class MathNetModels
{
    private static readonly Dictionary<string, BinaryOperatorKind> Pointwise = new()
    {
        ["PointwiseMultiply"] = BinaryOperatorKind.Multiply,
        ["PointwiseDivide"] = BinaryOperatorKind.Divide,
        ["op_DotMultiply"] = BinaryOperatorKind.Multiply,
        ["op_DotDivide"] = BinaryOperatorKind.Divide,
        ["op_Addition"] = BinaryOperatorKind.Add,
        ["op_Subtraction"] = BinaryOperatorKind.Subtract,
        ["Add"] = BinaryOperatorKind.Add,
        ["Subtract"] = BinaryOperatorKind.Subtract,
        ["op_Division"] = BinaryOperatorKind.Divide,
        ["Divide"] = BinaryOperatorKind.Divide,
    };

    public static LibraryModel? Find(string type, IMethodSymbol method)
    {
        if (type is not (MathNetNumerics.Matrix or MathNetNumerics.Vector))
        {
            return null;
        }

        if (MathNetNumerics.PointwiseFunctions.TryGetValue(method.Name.Replace("Pointwise", ""), out var function))
        {
            return call => Unary(call, z => Arithmetic.Apply(function, z));
        }

        if (Pointwise.TryGetValue(method.Name, out var operation))
        {
            return call => Binary(call, operation);
        }

        return method.Name switch
        {
            "Map" or "MapConvert" => call => Map(call, indexed: false),
            "MapInplace" => call => MapInPlace(call, indexed: false),
            "MapIndexed" => call => Map(call, indexed: true),
            "MapIndexedInplace" => call => MapInPlace(call, indexed: true),
            "Map2" => Map2,
            "PointwisePower" or "op_DotHat" => call => Binary(call, Dual.Pow),
            "PointwiseMaximum" => call => Binary(call, Dual.Max),
            "PointwiseMinimum" => call => Binary(call, Dual.Min),
            "Negate" or "op_UnaryNegation" => call => Unary(call, z => Arithmetic.Apply(Elementary.Negate, z)),
            "SubtractFrom" => call => Flipped(call, BinaryOperatorKind.Subtract),
            "DivideByThis" => call => Flipped(call, BinaryOperatorKind.Divide),
            "op_Multiply" or "Multiply" => MathNetProducts.Multiply,
            _ => MathNetProducts.Find(method.Name) ?? MathNetAccess.Find(method.Name),
        };
    }

    /// <summary>A matrix or vector of the same shape.</summary>
    public static Elements Like(Elements shape, Datum?[] items) => shape is MatrixDatum matrix
        ? new MatrixDatum(items, matrix.Rows, matrix.Columns, matrix.Kind)
        : new VectorDatum(items, shape.ElementKind ?? NumericKind.Double);

    /// <summary>Returns a result, or writes it into the result argument that follows the operands.</summary>
    public static Datum? Deliver(Call call, Elements? result, int operands)
    {
        if (result is null || call.Run.Stopped)
        {
            return call.Unknown();
        }

        if (!call.Method.ReturnsVoid)
        {
            return result;
        }

        return call.Argument(operands) is Elements target && target.Count == result.Count
            ? ArrayModels.Copy(call, result, 0, target, 0, result.Count)
            : call.Unknown();
    }

    public static Elements? Each(Call call, Elements shape, Func<int, Datum?> element)
    {
        if (!call.Run.Allocate(shape.Count) || !call.Run.Spend(shape.Count))
        {
            return null;
        }

        var items = new Datum?[shape.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = element(i);
        }

        return Like(shape, items);
    }

    private static Datum? Unary(Call call, Func<Number, Datum?> function)
    {
        var isStatic = call.Method.IsStatic;
        return (isStatic ? call.Argument(0) : call.Receiver) is Elements source
            ? Deliver(call, Each(call, source, i => source[i] is Number z ? function(z) : null), isStatic ? 1 : 0)
            : null;
    }

    private static Datum? Binary(Call call, BinaryOperatorKind operation)
        => Binary(call, (x, y) => Arithmetic.Binary(operation, x, y));

    private static Datum? Binary(Call call, Func<Dual, Dual, Dual> function)
        => Binary(call, (x, y) => Arithmetic.Rounded(function(x.Dual, y.Dual), x.Kind));

    private static Datum? Binary(Call call, Func<Number, Number, Datum?> function)
    {
        var left = call.Method.IsStatic ? call.Argument(0) : call.Receiver;
        var right = call.Argument(call.Method.IsStatic ? 1 : 0);
        return Deliver(call, Combined(call, left, right, function), call.Method.IsStatic ? 2 : 1);
    }

    private static Datum? Flipped(Call call, BinaryOperatorKind operation)
        => Deliver(call, Combined(call, call.Argument(0), call.Receiver, (x, y) => Arithmetic.Binary(operation, x, y)), 1);

    /// <summary>Matrix and matrix of one shape, or either with a scalar.</summary>
    private static Elements? Combined(Call call, Datum? left, Datum? right, Func<Number, Number, Datum?> function) => (left, right) switch
    {
        (Elements x, Elements y) when x.Count == y.Count
            => Each(call, x, i => x[i] is Number a && y[i] is Number b ? function(a, b) : null),
        (Elements x, Number b) => Each(call, x, i => x[i] is Number a ? function(a, b) : null),
        (Number a, Elements y) => Each(call, y, i => y[i] is Number b ? function(a, b) : null),
        _ => null,
    };

    private static Datum? Map(Call call, bool indexed)
        => call.Receiver is Elements source && call.Function(0) is { } function
            ? Deliver(call, Each(call, source, i => call.Apply(function, Indexed(source, i, indexed))), 1)
            : call.Unknown();

    private static Datum? MapInPlace(Call call, bool indexed)
    {
        if (call.Receiver is not Elements target || call.Function(0) is not { } function || !call.Run.Spend(target.Count))
        {
            return call.Unknown();
        }

        for (var i = 0; i < target.Count; i++)
        {
            target[i] = call.Apply(function, Indexed(target, i, indexed));
        }

        return null;
    }

    private static Datum? Map2(Call call)
        => call.Receiver is Elements x && call.Function(0) is { } function && call.Argument(1) is Elements y && x.Count == y.Count
            ? Deliver(call, Each(call, x, i => call.Apply(function, x[i], y[i])), 2)
            : call.Unknown();

    private static Datum?[] Indexed(Elements source, int index, bool indexed) => source switch
    {
        _ when !indexed => [source[index]],
        MatrixDatum matrix => [Number.Of(index / matrix.Columns), Number.Of(index % matrix.Columns), source[index]],
        _ => [Number.Of(index), source[index]],
    };
}
