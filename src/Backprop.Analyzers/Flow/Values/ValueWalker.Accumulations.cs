using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// <c>z[j] = 0; for (...) z[j] += w[i, j] * x[i]; a[j] = f(z[j]);</c>: what the inner loop left in z[j] has no history, but it
/// lies in z[j], and only the iteration of that j writes there. Proved of the loop's own code: every write to the memory is
/// at the loop's index, in the same place among the indices, or to the member of one and the same object of the iteration, and
/// no call may write there.
/// </summary>
internal sealed partial class ValueWalker
{
    private IterationWrites WritesOf(IOperation loop, ISymbol index, Origin counter) => new(
        written => IsWrittenAtTwo(loop, counter, written),
        read => read is Element element ? IsOfOneIteration(loop, index, counter, element) : read is Member && IsOfOneObject(loop, read, IsOutsideOfInnerLoops),
        written => IsOfOneObject(loop, written, IsDeclaredByInnerLoop));

    private bool IsOfOneIteration(IOperation loop, ISymbol index, Origin counter, Element read)
    {
        if (Region.Of(read) is not { } region || DepthOf(read, counter) is not { } depth || !writes.TryGetValue(loop, out var writing)) return false;
        foreach (var operation in writing)
        {
            if (operation is IInvocationOperation or IObjectCreationOperation)
            {
                if (!effects.Of(operation).WritesNothing) return false;
                continue;
            }

            foreach (var target in WriteTargets.Of(operation))
                if (IsOf(target, index) ? !IsStepOf(loop, operation) : RegionsOf(target).Contains(region) && !IsOf(IndexOf(target, depth), index)) return false;
        }

        return true;
    }

    /// <summary>neuron.Sum += ...: all writes to the member name the same object, by variables that <paramref name="isFixed"/> in an iteration.</summary>
    private bool IsOfOneObject(IOperation loop, Place place, Func<IOperation, ILocalSymbol, bool> isFixed)
    {
        if (Region.Of(place) is not { } region || !writes.TryGetValue(loop, out var writing)) return false;
        IOperation? first = null;
        var set = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in writing)
        {
            if (operation is IInvocationOperation or IObjectCreationOperation && effects.Of(operation) is var reach && (reach.Anything || reach.Members.Contains(region))) return false;
            foreach (var target in WriteTargets.Of(operation))
            {
                if (target is ILocalReferenceOperation { Local: var local } && !IsStepOf(loop, operation)) set.Add(local);
                if (!RegionsOf(target).Contains(region)) continue;
                first ??= target;
                if (!IsSameObject(first, target)) return false;
            }
        }

        return first is not null && first.Descendants().OfType<ILocalReferenceOperation>().Select(read => read.Local).ToArray() is { Length: > 0 } locals
            && Array.TrueForAll(locals, local => !set.Contains(local) && isFixed(loop, local));
    }

    // By their spelling, and by the variables in it.
    private static bool IsSameObject(IOperation a, IOperation b) => a.Syntax.ToString() == b.Syntax.ToString()
        && a.Descendants().OfType<ILocalReferenceOperation>().Select(read => read.Local).SequenceEqual(b.Descendants().OfType<ILocalReferenceOperation>().Select(read => read.Local), SymbolEqualityComparer.Default);

    private static bool IsOutsideOfInnerLoops(IOperation loop, ILocalSymbol local) => InnerLoopOf(loop, local) is null;

    // foreach (var neuron in layer.Neurons) inside of the loop
    private static bool IsDeclaredByInnerLoop(IOperation loop, ILocalSymbol local) =>
        InnerLoopOf(loop, local) is { } inner && inner.Locals.Contains(local, SymbolEqualityComparer.Default);

    private static IForEachLoopOperation? InnerLoopOf(IOperation loop, ILocalSymbol local)
    {
        if (local.DeclaringSyntaxReferences is not [var declared] || !loop.Syntax.Span.Contains(declared.Span)) return null;
        foreach (var inner in loop.Descendants())
            if (inner is IForEachLoopOperation each && each.Syntax.Span.Contains(declared.Span)) return each;
        return null;
    }

    /// <summary>a[t] and a[t + 1] written in one iteration: which write is the last one depends on the direction.</summary>
    private bool IsWrittenAtTwo(IOperation loop, Origin counter, Element written)
    {
        if (Region.Of(written) is not { } region || DepthOf(written, counter) is not { } depth || !writes.TryGetValue(loop, out var writing)) return false;
        string? first = null;
        foreach (var operation in writing)
            foreach (var target in WriteTargets.Of(operation))
                if (IndexOf(target, depth) is { } index && RegionsOf(target).Contains(region) && (first ??= index.Syntax.ToString()) != index.Syntax.ToString()) return true;
        return false;
    }

    /// <summary>Where the counter, or what is a constant away from it, stands among the indices, counted from the last one.</summary>
    private static int? DepthOf(Element read, Term counter)
    {
        var depth = 0;
        for (Term place = read; place is Element element; place = element.Receiver)
            foreach (var index in element.Indices.Reverse())
            {
                if ((index is Shifted shifted ? shifted.From : index).Equals(counter)) return depth;
                depth++;
            }

        return null;
    }

    private static IOperation? IndexOf(IOperation target, int depth)
    {
        for (var current = target; current is not null;)
        {
            var (indices, below) = current switch
            {
                IArrayElementReferenceOperation element => (element.Indices, element.ArrayReference),
                IPropertyReferenceOperation { Property.IsIndexer: true } indexer => (indexer.Arguments.Select(argument => argument.Value).ToImmutableArray(), indexer.Instance),
                _ => (ImmutableArray<IOperation>.Empty, null),
            };
            if (depth < indices.Length) return indices[indices.Length - 1 - depth];
            depth -= indices.Length;
            current = below;
        }

        return null;
    }

    private static bool IsOf(IOperation? operation, ISymbol symbol) => operation switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, symbol),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, symbol),
        _ => false,
    };

    private static bool IsStepOf(IOperation loop, IOperation operation) =>
        loop is IForLoopOperation counted && counted.AtLoopBottom.Any(step => step.Syntax.Span.Contains(operation.Syntax.Span));
}
