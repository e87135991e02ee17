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

    /// <summary>Lists an operation and all that it consists of.</summary>
    public static void AddTo(List<IOperation> parts, IOperation operation, int depth = 0)
    {
        parts.Add(operation);
        if (depth == Deepest) parts.AddRange(operation.Descendants());
        else foreach (var child in operation.ChildOperations) AddTo(parts, child, depth + 1);
    }

    /// <summary>Whether something that an operation consists of, or the operation itself, is of a kind.</summary>
    public static bool Exists(IOperation operation, Func<IOperation, bool> isWanted, int depth = 0)
    {
        if (isWanted(operation)) return true;
        if (depth == Deepest) return operation.Descendants().Any(isWanted);
        foreach (var child in operation.ChildOperations)
            if (Exists(child, isWanted, depth + 1)) return true;
        return false;
    }
}
