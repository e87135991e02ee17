using System.Collections;
using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// All that a member does, in the order of the source, listed once with the kind of each: nearly every rule looks through it
/// for something else, and to ask an operation for its kind, or to store it in an array of an interface, costs more than to look.
/// </summary>
internal sealed class OperationList : IEnumerable<IOperation>
{
    // Filled and copied, so that no array grows anew for each member.
    [ThreadStatic]
    private static (IOperation Operation, OperationKind Kind)[]? buffer;

    private readonly (IOperation Operation, OperationKind Kind)[] parts;

    public OperationList(ImmutableArray<IOperation> blocks)
    {
        var (found, count) = (buffer ?? new (IOperation, OperationKind)[1024], 0);
        foreach (var block in blocks) Add(block, ref found, ref count, 0);
        parts = found.AsSpan(0, count).ToArray();
        // Nothing of a compilation is kept beyond it.
        Array.Clear(found, 0, count);
        buffer = found;
    }

    public bool Any(OperationKind kind)
    {
        foreach (var part in parts)
            if (part.Kind == kind) return true;
        return false;
    }

    public bool Exists(Func<IOperation, bool> isWanted)
    {
        foreach (var part in parts)
            if (isWanted(part.Operation)) return true;
        return false;
    }

    public bool TrueForAll(Func<IOperation, bool> isRight)
    {
        foreach (var part in parts)
            if (!isRight(part.Operation)) return false;
        return true;
    }

    /// <summary>Those of a kind, or of one of two.</summary>
    public List<IOperation> Of(OperationKind kind, OperationKind? other = null)
    {
        var found = new List<IOperation>();
        foreach (var part in parts)
            if (part.Kind == kind || part.Kind == other) found.Add(part.Operation);
        return found;
    }

    public Enumerator GetEnumerator() => new(parts);

    IEnumerator<IOperation> IEnumerable<IOperation>.GetEnumerator() => parts.Select(part => part.Operation).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<IOperation>)this).GetEnumerator();

    private static void Add(IOperation operation, ref (IOperation, OperationKind)[] found, ref int count, int depth)
    {
        var kind = operation.Kind;
        Store(operation, kind, ref found, ref count);
        if (OperationParts.IsLeaf(kind)) return;
        if (depth == OperationParts.Deepest) foreach (var part in operation.Descendants()) Store(part, part.Kind, ref found, ref count);
        else foreach (var child in operation.ChildOperations) Add(child, ref found, ref count, depth + 1);
    }

    private static void Store(IOperation operation, OperationKind kind, ref (IOperation, OperationKind)[] found, ref int count)
    {
        if (count == found.Length) Array.Resize(ref found, count * 2);
        found[count++] = (operation, kind);
    }

    /// <summary>Of foreach, which costs nothing.</summary>
    public struct Enumerator((IOperation Operation, OperationKind Kind)[] parts)
    {
        private int at = -1;

        public readonly IOperation Current => parts[at].Operation;

        public bool MoveNext() => ++at < parts.Length;
    }
}
