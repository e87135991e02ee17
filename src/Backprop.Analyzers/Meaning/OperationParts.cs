using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// The way down in the operation tree, in the order of the source, as the compiler's own descendants are: for what looks
/// through whole bodies, where their iterator would be a good part of the time.
/// </summary>
internal static class OperationParts
{
    /// <summary>Expressions nested deeper than that are left to the compiler's iterator, which has a stack of its own.</summary>
    public const int Deepest = 200;

    /// <summary>Whether something that an operation consists of, or the operation itself, is of a kind.</summary>
    public static bool Exists(IOperation operation, Func<IOperation, bool> isWanted, int depth = 0)
    {
        if (isWanted(operation)) return true;
        if (IsLeaf(operation.Kind)) return false;
        if (depth == Deepest) return operation.Descendants().Any(isWanted);
        foreach (var child in operation.ChildOperations)
            if (Exists(child, isWanted, depth + 1)) return true;
        return false;
    }

    /// <summary>Half of all operations are such, and have no children to be asked for.</summary>
    public static bool IsLeaf(OperationKind kind) => kind is OperationKind.Literal or OperationKind.LocalReference
        or OperationKind.ParameterReference or OperationKind.InstanceReference or OperationKind.DefaultValue;
}
