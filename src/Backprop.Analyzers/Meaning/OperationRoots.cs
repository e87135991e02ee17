using Microsoft.CodeAnalysis;

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
}
