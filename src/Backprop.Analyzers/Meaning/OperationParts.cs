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
    private const int Deepest = 200;

    /// <summary>Hands over an operation and all that it consists of.</summary>
    public static void Visit<T>(IOperation operation, T state, Action<T, IOperation, OperationKind> found, int depth = 0)
    {
        var kind = operation.Kind;
        found(state, operation, kind);
        if (IsLeaf(kind)) return;
        if (depth == Deepest) foreach (var part in operation.Descendants()) found(state, part, part.Kind);
        else foreach (var child in operation.ChildOperations) Visit(child, state, found, depth + 1);
    }

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

    // Half of all operations are such, and have no children to be asked for.
    private static bool IsLeaf(OperationKind kind) => kind is OperationKind.Literal or OperationKind.LocalReference
        or OperationKind.ParameterReference or OperationKind.InstanceReference or OperationKind.DefaultValue;
}
