using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// <c>for (l = 0; l &lt; n; l++) a[l + 1] = f(w[l] * a[l] + b[l]);</c>: what an iteration read of the array that the loop fills
/// lies there still when the loop is over. Proved: all that the loop writes of the array is at one distance from its index, and
/// the element that was read is one that every later iteration has left behind: a lower one where the index rises, a higher one
/// where it falls.
/// </summary>
internal static class EarlierElements
{
    /// <summary>The facts of a loop with such reads named as they are after it, whatever was made of them.</summary>
    public static ImmutableArray<Everywhere> Settle(ImmutableArray<Everywhere> facts, ILoopOperation loop, ISymbol index, ValueState head, ValueState after)
    {
        var filled = facts.Select(fact => fact.Place).OfType<Element>().ToArray();
        if (filled.Length == 0 || DirectionOf(loop, index) is not { } direction) return facts;
        return facts.Select(fact => new Everywhere(fact.Place, fact.Value.Rewrite(part =>
            part is Element read && read.Version == head.VersionOf(read) && read.Version != after.VersionOf(read) && Array.Exists(filled, one => IsLeftBehind(read, one, direction))
                ? read.At(after.VersionOf(read)) : null))).ToImmutableArray();
    }

    // a[i] of a[i + 1], in the same row and column
    private static bool IsLeftBehind(Element read, Element filled, int direction)
    {
        var (reads, fills) = (read.Indices.ToArray(), filled.Indices.ToArray());
        if (reads.Length != fills.Length || !Place.Named(read.Receiver).Equals(Place.Named(filled.Receiver))) return false;
        var apart = Enumerable.Range(0, reads.Length).Where(i => !reads[i].Equals(fills[i])).ToArray();
        return apart is [var one] && Distance(reads[one], fills[one]) is { } distance && distance * direction > 0;
    }

    /// <summary>How far the second index lies above the first; null where it is not a constant distance of the loop's index.</summary>
    private static int? Distance(Term from, Term to) => Shifted.FromOf(from) is Bound root && root.Equals(Shifted.FromOf(to)) ? Shifted.ByOf(to) - Shifted.ByOf(from) : null;

    // l++, l--, l += 1
    private static int? DirectionOf(ILoopOperation loop, ISymbol index) => loop is IForLoopOperation { AtLoopBottom: [IExpressionStatementOperation { Operation: var step }] } ? step switch
    {
        IIncrementOrDecrementOperation one when Is(one.Target, index) => one.Kind == OperationKind.Increment ? 1 : -1,
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Value.ConstantValue: { HasValue: true, Value: int by } } more when Is(more.Target, index) && by != 0 => Math.Sign(by),
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract, Value.ConstantValue: { HasValue: true, Value: int by } } less when Is(less.Target, index) && by != 0 => -Math.Sign(by),
        _ => null,
    } : null;

    private static bool Is(IOperation target, ISymbol index) => SymbolEqualityComparer.Default.Equals(target.Named(), index);
}
