using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What a number is in the code, whatever its type and however it is put: <c>1</c>, <c>1.0f</c>, <c>(double)1</c>, <c>(1)</c>,
/// a constant of that value.
/// </summary>
internal static class ConstantNumbers
{
    public static bool IsNumber(this IOperation operation, double value) => operation.Unconverted().ConstantValue is { HasValue: true, Value: { } constant } && constant switch
    {
        int number => number == value,
        double number => number == value,
        float number => number == value,
        long number => number == value,
        decimal number => (double)number == value,
        _ => false,
    };

    public static bool IsZero(this IOperation operation) => operation.IsNumber(0);

    /// <summary>The operands of a library's larger of two numbers, <c>Math.Max(a, b)</c>; whatever else is called Max is none.</summary>
    public static (IOperation One, IOperation Other)? Maximum(this IOperation operation) =>
        operation is IInvocationOperation { Arguments: [var one, var other], TargetMethod: var method }
            && BaseClassLibrary.Maxima.Contains(method.Name) && MetadataNames.Of(method.ContainingType) is var type
            && (BaseClassLibrary.IsOfNumbers(type) || GamesAndGpus.Types.Contains(type))
            ? (one.Value, other.Value)
            : null;
}
