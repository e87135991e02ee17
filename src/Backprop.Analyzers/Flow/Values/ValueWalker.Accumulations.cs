using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// <c>z[j] = 0; for (...) z[j] += w[i, j] * x[i]; a[j] = f(z[j]);</c>: what the inner loop left in z[j] has no history, but it
/// lies in z[j], and only the iteration of that j writes there. Proved of the loop's own code: every write to the memory is
/// at the loop's index, in the same place among the indices, and no call may write anything.
/// </summary>
internal sealed partial class ValueWalker
{
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
