using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>The way up in the operation tree.</summary>
internal static class OperationRoots
{
    /// <summary>The operation of the whole body that an operation is a part of.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }

    /// <summary>The nearest loop around, in the same function.</summary>
    public static ILoopOperation? LoopAround(this IOperation operation)
    {
        for (var outer = operation.Parent; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); outer = outer.Parent)
            if (outer is ILoopOperation loop) return loop;
        return null;
    }
}
