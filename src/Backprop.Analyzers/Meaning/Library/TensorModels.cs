using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>TensorPrimitives: functions over spans that write into the last argument, which may be the source itself.</summary>
internal static class TensorModels
{
    private static readonly Dictionary<string, Func<Number, Number, Datum?>> Binary = new()
    {
        ["Add"] = (x, y) => Arithmetic.Binary(BinaryOperatorKind.Add, x, y),
        ["Subtract"] = (x, y) => Arithmetic.Binary(BinaryOperatorKind.Subtract, x, y),
        ["Multiply"] = (x, y) => Arithmetic.Binary(BinaryOperatorKind.Multiply, x, y),
        ["Divide"] = (x, y) => Arithmetic.Binary(BinaryOperatorKind.Divide, x, y),
        ["Pow"] = (x, y) => Arithmetic.Rounded(Dual.Pow(x.Dual, y.Dual), x.Kind),
        ["Max"] = (x, y) => Arithmetic.Rounded(Dual.Max(x.Dual, y.Dual), x.Kind),
        ["Min"] = (x, y) => Arithmetic.Rounded(Dual.Min(x.Dual, y.Dual), x.Kind),
    };

    private static readonly Dictionary<string, Func<Dual, Dual, Dual, Dual>> Ternary = new()
    {
        ["MultiplyAdd"] = (x, y, z) => (x * y) + z,
        ["AddMultiply"] = (x, y, z) => (x + y) * z,
        ["FusedMultiplyAdd"] = (x, y, z) => (x * y) + z,
        ["MultiplyAddEstimate"] = (x, y, z) => (x * y) + z,
        ["Lerp"] = (x, y, t) => (x * (1 - t)) + (y * t),
        ["Clamp"] = (x, low, high) => Dual.Min(Dual.Max(x, low), high),
    };

    public static LibraryModel? Find(string type, IMethodSymbol method)
    {
        if (type != Tensors.TensorPrimitives)
        {
            return null;
        }

        if (Tensors.UnaryFunctions.TryGetValue(method.Name, out var function) && method.Parameters.Length == 2)
        {
            return call => Write(call, 1, values => values[0] is Number z ? Arithmetic.Apply(function, z) : null);
        }

        if (Binary.TryGetValue(method.Name, out var two) && method.Parameters.Length == 3)
        {
            return call => Write(call, 2, values => values is [Number x, Number y] ? two(x, y) : null);
        }

        if (Ternary.TryGetValue(method.Name, out var three) && method.Parameters.Length == 4)
        {
            return call => Write(call, 3, values => values is [Number x, Number y, Number z]
                ? Arithmetic.Rounded(three(x.Dual, y.Dual, z.Dual), x.Kind) : null);
        }

        return method.Name switch
        {
            "Sum" => call => Reduce(call, (sum, x, _) => sum + x),
            "SumOfSquares" => call => Reduce(call, (sum, x, _) => sum + (x * x)),
            "Dot" => call => Reduce(call, (sum, x, y) => sum + (x * y)),
            _ => null,
        };
    }

    private static Datum? Write(Call call, int operands, Func<Datum?[], Datum?> function)
    {
        if (call.Argument(operands) is not Elements target)
        {
            return call.Unknown();
        }

        var count = Enumerable.Range(0, operands).Select(i => call.Argument(i)).OfType<Elements>().Select(x => x.Count).DefaultIfEmpty(target.Count).Min();
        if (count > target.Count || !call.Run.Spend(count))
        {
            return call.Unknown();
        }

        var results = new Datum?[count];
        for (var i = 0; i < count; i++)
        {
            results[i] = function([.. Enumerable.Range(0, operands).Select(k => call.Argument(k) is Elements x ? x[i] : call.Argument(k))]);
        }

        for (var i = 0; i < count; i++)
        {
            target[i] = results[i];
        }

        return null;
    }

    private static Datum? Reduce(Call call, Func<Dual, Dual, Dual, Dual> step)
    {
        if (call.Argument(0) is not Elements x || !call.Run.Spend(x.Count))
        {
            return null;
        }

        var y = call.Argument(1) as Elements ?? x;
        Dual sum = 0;
        for (var i = 0; i < x.Count; i++)
        {
            if (x[i] is not Number a || i >= y.Count || y[i] is not Number b)
            {
                return null;
            }

            sum = step(sum, a.Dual, b.Dual);
        }

        return Arithmetic.Rounded(sum, x.ElementKind ?? NumericKind.Double);
    }
}
