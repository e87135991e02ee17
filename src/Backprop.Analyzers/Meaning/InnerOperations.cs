using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>The value that stands in an operation, without what only wraps it.</summary>
internal static class InnerOperations
{
    /// <summary>Without the conversions and parentheses around it, but for the conversions that users define.</summary>
    public static IOperation Inner(this IOperation operation)
    {
        var inner = operation;
        while (inner is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
            inner = inner is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)inner).Operand;
        return inner;
    }

    /// <summary>Without any conversion around it, those that libraries define as well: the t of an index, the 1 that becomes a tensor.</summary>
    public static IOperation Unconverted(this IOperation operation)
    {
        var inner = operation;
        while (inner is IConversionOperation conversion) inner = conversion.Operand;
        return inner;
    }

    /// <summary>What a value stands in, past the conversions and parentheses around it.</summary>
    public static IOperation? Outer(this IOperation value)
    {
        var outer = value.Parent;
        while (outer is IConversionOperation or IParenthesizedOperation) outer = outer.Parent;
        return outer;
    }

    /// <summary>The lambda that is written here, or the method that is named; null of other values.</summary>
    public static IOperation? WrittenFunction(this IOperation value)
    {
        var inner = value.Inner();
        if (inner is IDelegateCreationOperation creation) inner = creation.Target;
        return inner is IAnonymousFunctionOperation or IMethodReferenceOperation ? inner : null;
    }
}
