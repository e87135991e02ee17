using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// What a loop's own code says about the memory that its iterations write; asked only of what is left at their end.
/// <c>z[j] = 0; for (...) z[j] += w[i, j] * x[i]; a[j] = f(z[j]);</c>: what the inner loop left in z[j] has no history, but it
/// lies in z[j], and only the iteration of that j writes there. Proved of the loop's own code: every write to the memory is
/// at the loop's index, in the same place among the indices, or to the member of one and the same object of the iteration, and
/// no call may write there.
/// </summary>
internal sealed class IterationWrites(IOperation loop, ISymbol index, Origin counter, IOperation[] writing, CallEffects effects, Func<IOperation, int, IEnumerable<Region>> regionsOf)
{
    /// <summary>
    /// The array is written at more than one index, a[t] and a[t + 1], or as a whole by a call that is handed it: which write is the
    /// last one depends on the direction.
    /// </summary>
    public bool IsAtTwo(Element written)
    {
        if (Region.Of(written) is not { } region || DepthOf(written) is not { } depth) return false;
        string? first = null;
        foreach (var operation in writing)
        {
            foreach (var target in WriteTargets.Of(operation))
                if (IndexOf(target, depth) is { } at && regionsOf(target, 0).Contains(region) && IsOther(at)) return true;
            if (operation is IInvocationOperation call && (effects.Of(call).Members.Contains(region) || effects.MayFill(call).Any(IsOtherRow))) return true;
        }

        return false;

        bool IsOther(IOperation? index) => index is null || (first ??= index.Syntax.ToString()) != index.Syntax.ToString();

        // Halve(a), Halve(a[t - 1])
        bool IsOtherRow(IOperation handed)
        {
            var (below, indices) = (1, 0);
            for (Term place = written; place is Element element; place = element.Receiver, below++)
            {
                indices += element.Indices.Count();
                if (regionsOf(handed, below).Contains(region)) return IsOther(depth < indices ? null : IndexOf(handed, depth - indices));
            }

            return false;
        }
    }

    /// <summary>No other iteration writes there.</summary>
    public bool IsOfOne(Place read) => read is Element element ? IsOfOneIteration(element) : read is Member && IsOfOneObject(read, IsOutsideOfInnerLoops);

    /// <summary>An inner loop writes there, always through the one object that it is at, and nothing else does.</summary>
    public bool IsByOne(Place written) => IsOfOneObject(written, IsDeclaredByInnerLoop);

    private bool IsOfOneIteration(Element read)
    {
        if (Region.Of(read) is not { } region || DepthOf(read) is not { } depth) return false;
        foreach (var operation in writing)
        {
            if (operation is IInvocationOperation or IObjectCreationOperation)
            {
                if (!effects.Of(operation).WritesNothing) return false;
                continue;
            }

            foreach (var target in WriteTargets.Of(operation))
                if (IsIndex(target) ? !IsStep(operation) : regionsOf(target, 0).Contains(region) && !IsIndex(IndexOf(target, depth))) return false;
        }

        return true;
    }

    /// <summary>neuron.Sum += ...: all writes to the member name the same object, by variables that <paramref name="isFixed"/> in an iteration.</summary>
    private bool IsOfOneObject(Place place, Func<ILocalSymbol, bool> isFixed)
    {
        if (Region.Of(place) is not { } region) return false;
        IOperation? first = null;
        var set = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in writing)
        {
            if (operation is IInvocationOperation or IObjectCreationOperation && effects.Of(operation) is var reach && (reach.Anything || reach.Members.Contains(region))) return false;
            foreach (var target in WriteTargets.Of(operation))
            {
                if (target is ILocalReferenceOperation { Local: var local } && !IsStep(operation)) set.Add(local);
                if (!regionsOf(target, 0).Contains(region)) continue;
                first ??= target;
                if (!IsSameObject(first, target)) return false;
            }
        }

        return first is not null && first.Descendants().OfType<ILocalReferenceOperation>().Select(read => read.Local).ToArray() is { Length: > 0 } locals
            && Array.TrueForAll(locals, local => !set.Contains(local) && isFixed(local));
    }

    // By their spelling, and by the variables in it.
    private static bool IsSameObject(IOperation a, IOperation b) => a.Syntax.ToString() == b.Syntax.ToString()
        && a.Descendants().OfType<ILocalReferenceOperation>().Select(read => read.Local).SequenceEqual(b.Descendants().OfType<ILocalReferenceOperation>().Select(read => read.Local), SymbolEqualityComparer.Default);

    private bool IsOutsideOfInnerLoops(ILocalSymbol local) => InnerLoopOf(local) is null;

    // foreach (var neuron in layer.Neurons) inside of the loop
    private bool IsDeclaredByInnerLoop(ILocalSymbol local) =>
        InnerLoopOf(local) is { } inner && inner.Locals.Contains(local, SymbolEqualityComparer.Default);

    private IForEachLoopOperation? InnerLoopOf(ILocalSymbol local)
    {
        if (local.DeclaringSyntaxReferences is not [var declared] || !loop.Syntax.Span.Contains(declared.Span)) return null;
        foreach (var inner in loop.Descendants())
            if (inner is IForEachLoopOperation each && each.Syntax.Span.Contains(declared.Span)) return each;
        return null;
    }

    /// <summary>Where the counter, or what is a constant away from it, stands among the indices, counted from the last one.</summary>
    private int? DepthOf(Element read)
    {
        var depth = 0;
        for (Term place = read; place is Element element; place = element.Receiver)
            foreach (var index in element.Indices.Reverse())
            {
                if (Shifted.FromOf(index).Equals(counter)) return depth;
                depth++;
            }

        return null;
    }

    private static IOperation? IndexOf(IOperation target, int depth) => WriteTargets.IndicesOf(target) is var indices && depth < indices.Count ? indices[indices.Count - 1 - depth] : null;

    private bool IsIndex(IOperation? operation) => SymbolEqualityComparer.Default.Equals(operation?.Named(), index);

    private bool IsStep(IOperation operation) =>
        loop is IForLoopOperation counted && counted.AtLoopBottom.Any(step => step.Syntax.Span.Contains(operation.Syntax.Span));
}
