using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>double sum; for (...) { sum = 0; ... }</c>: a local that is declared before a loop and used inside of it alone, each
/// iteration for itself, as C has it. Proved: what it held when an iteration begins is in nothing that the iteration leaves,
/// and no code that may run after the loop reads it. It outlives the loop by its declaration only.
/// </summary>
internal static class ScratchLocal
{
    public static bool Is(Place place, LoopTransfer transfer) => place.Key is { Kind: KeyKind.Root, Data: ILocalSymbol local }
        && !IsHandedOn(place, transfer) && !IsReadLater(local, transfer.Loop);

    private static bool IsHandedOn(Place place, LoopTransfer transfer) => transfer.Beginning(place) is { } atom
        && transfer.Writes.Any(written => transfer.Atoms.Closure(transfer.AtEnd(written).Atoms).Contains(atom));

    private static bool IsReadLater(ILocalSymbol local, IOperation loop)
    {
        var around = Outermost(loop).Syntax.Span;
        return OperationParts.Exists(loop.Root(), operation => operation is ILocalReferenceOperation reference
            && SymbolEqualityComparer.Default.Equals(reference.Local, local) && !IsSet(reference)
            && !loop.Syntax.Span.Contains(reference.Syntax.Span)
            && (reference.Syntax.SpanStart > loop.Syntax.SpanStart || around.Contains(reference.Syntax.Span)));
    }

    // A loop around comes back to what stands before this one.
    private static IOperation Outermost(IOperation loop)
    {
        var outermost = loop;
        for (var outer = loop.Parent; outer is not null; outer = outer.Parent)
            if (outer is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation) outermost = outer;
        return outermost;
    }

    private static bool IsSet(IOperation reference) =>
        reference.Parent is ISimpleAssignmentOperation { IsRef: false } assignment && ReferenceEquals(assignment.Target, reference);
}
