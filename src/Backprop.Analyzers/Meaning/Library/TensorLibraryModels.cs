using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Elementwise calls of the libraries in <see cref="TensorLibraries"/>. A tensor is a row of numbers here; its shape is not
/// modelled, so that whatever depends on it is unknown.
/// </summary>
internal static class TensorLibraryModels
{
    private const int Size = 4;

    public static LibraryModel? Find(string type, IMethodSymbol method)
    {
        if (TensorLibraries.Of(type) is not { } library)
        {
            return null;
        }

        var inPlace = TensorLibraries.IsInPlace(method.Name);
        var name = inPlace ? method.Name.TrimEnd('_') : method.AssociatedSymbol is IPropertySymbol property ? property.Name : method.Name;
        if (library.Functions.TryGetValue(name, out var function))
        {
            return call => Unary(call, function, inPlace);
        }

        if (library.Operations.TryGetValue(name, out var operation) || TensorLibraries.Operators.TryGetValue(name, out operation))
        {
            return call => Binary(call, operation, inPlace);
        }

        return name switch
        {
            "op_Implicit" when method.Parameters.Length == 1 => call => call.Argument(0) is Number or VectorDatum ? call.Argument(0) : null,
            "op_UnaryNegation" => call => Unary(call, Elementary.Negate, inPlace: false),
            "clone" or "copy" or "Clone" => call => call.Receiver is VectorDatum tensor && OthersAreDefault(call, 0) ? Each(call, tensor, i => tensor[i]) : null,
            _ when library.Fills.TryGetValue(name, out var value) => call => Filled(call, value),
            // x.Shape: not modelled, but to ask for it changes nothing.
            _ when method.MethodKind == MethodKind.PropertyGet && TensorLibraries.Sizes.Contains(name) => _ => null,
            _ => null,
        };
    }

    public static Number? Combine(Elementwise operation, Number x, Number y) => operation switch
    {
        Elementwise.Add => Arithmetic.Binary(BinaryOperatorKind.Add, x, y) as Number,
        Elementwise.Subtract => Arithmetic.Binary(BinaryOperatorKind.Subtract, x, y) as Number,
        Elementwise.Multiply => Arithmetic.Binary(BinaryOperatorKind.Multiply, x, y) as Number,
        Elementwise.Divide => Arithmetic.Rounded(x.Dual / y.Dual, NumericKinds.Wider(x.Kind, y.Kind)),
        Elementwise.Power => Arithmetic.Rounded(Dual.Pow(x.Dual, y.Dual), NumericKinds.Wider(x.Kind, y.Kind)),
        Elementwise.Maximum => Arithmetic.Rounded(Dual.Max(x.Dual, y.Dual), NumericKinds.Wider(x.Kind, y.Kind)),
        _ => Arithmetic.Rounded(Dual.Min(x.Dual, y.Dual), NumericKinds.Wider(x.Kind, y.Kind)),
    };

    private static Datum? Unary(Call call, Elementary function, bool inPlace)
    {
        var first = call.Method.IsStatic ? call.Argument(0) : call.Receiver;
        return first is VectorDatum tensor && OthersAreDefault(call, call.Method.IsStatic ? 1 : 0)
            ? Deliver(call, tensor, Each(call, tensor, i => tensor[i] is Number z ? Arithmetic.Apply(function, z) : null), inPlace)
            : Unknown(call);
    }

    private static Datum? Binary(Call call, Elementwise operation, bool inPlace)
    {
        var isStatic = call.Method.IsStatic;
        var (left, right) = isStatic ? (call.Argument(0), call.Argument(1)) : (call.Receiver, call.Argument(0));
        if (!OthersAreDefault(call, isStatic ? 2 : 1))
        {
            return Unknown(call);
        }

        var result = (left, right) switch
        {
            (VectorDatum x, VectorDatum y) when x.Count == y.Count => Each(call, x, i => Two(operation, x[i], y[i])),
            (VectorDatum x, Number y) => Each(call, x, i => Two(operation, x[i], y)),
            (Number x, VectorDatum y) => Each(call, y, i => Two(operation, x, y[i])),
            _ => null,
        };
        return result is null ? Unknown(call) : Deliver(call, left as VectorDatum, result, inPlace);
    }

    private static Number? Two(Elementwise operation, Datum? x, Datum? y) => x is Number a && y is Number b ? Combine(operation, a, b) : null;

    private static VectorDatum? Each(Call call, VectorDatum shape, Func<int, Datum?> element) => MathNetModels.Each(call, shape, element) as VectorDatum;

    private static Datum? Deliver(Call call, VectorDatum? target, VectorDatum? result, bool inPlace)
    {
        if (!inPlace || result is null)
        {
            return result;
        }

        ArrayModels.Copy(call, result, 0, target, 0, result.Count);
        return target;
    }

    /// <summary>Result buffers, masks and types are not modelled: a call that is given one is unknown.</summary>
    private static bool OthersAreDefault(Call call, int first)
    {
        for (var i = first; i < call.Count; i++)
        {
            if (call.Argument(i) is not (Absent or Truth { Value: false }) && !IsDefault(call.Method.Parameters, i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An optional parameter of a type that is not modelled arrives as unknown when it is left out.</summary>
    private static bool IsDefault(System.Collections.Immutable.ImmutableArray<IParameterSymbol> parameters, int index)
        => index < parameters.Length && parameters[index] is { HasExplicitDefaultValue: true, Type.IsValueType: true };

    private static Datum? Filled(Call call, double value)
        => call.Argument(0) is VectorDatum like
            ? Each(call, like, _ => Number.Of(value))
            : call.Run.Allocate(Size) ? new VectorDatum([.. Enumerable.Repeat((Datum?)Number.Of(value), Size)], NumericKind.Double) : null;

    private static Datum? Unknown(Call call) => call.Receiver is null && call.Arguments.All(argument => argument.Value is null or Number) ? null : call.Unknown();
}
