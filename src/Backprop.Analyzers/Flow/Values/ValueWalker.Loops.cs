using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    private void ExecuteLoop(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForLoopOperation counted:
                ExecuteAll(counted.Before);
                var index = counted.Before.OfType<IVariableDeclarationGroupOperation>().SelectMany(g => g.GetDeclaredVariables());
                Iterate(loop, index.FirstOrDefault(), () =>
                {
                    Evaluate(counted.Condition);
                    Execute(counted.Body);
                });
                break;
            case IForEachLoopOperation each:
                Evaluate(each.Collection);
                Iterate(loop, each.Locals.FirstOrDefault(), () => Execute(each.Body));
                break;
            case IWhileLoopOperation conditional:
                Iterate(loop, null, () =>
                {
                    if (conditional.ConditionIsTop) Evaluate(conditional.Condition);
                    Execute(conditional.Body);
                    if (!conditional.ConditionIsTop && frame.Reachable) Evaluate(conditional.Condition);
                });
                break;
            default:
                ForgetWrites(loop);
                break;
        }
    }

    /// <summary>
    /// One walk over a body that runs any number of times, from a state that has forgotten all it writes. What it leaves in
    /// elements that its index picks holds for every iteration afterwards.
    /// </summary>
    private void Iterate(IOperation loop, ISymbol? index, Action body)
    {
        var first = serial;
        ForgetWrites(loop);
        var counter = index is ILocalSymbol or IParameterSymbol
            ? new Origin(new Identity(loop, Fresh()), TypeOf(index), index)
            : null;
        if (counter is not null) state = state.With(new Variable(index!, counter.Type), counter);
        var head = state;
        body();
        var facts = frame.Reachable && counter is not null && !SkipsIterations(loop)
            ? EachIteration.Generalise(head, state, counter, first, new IterationWrites(loop, index!, counter, writes[loop], effects, RegionsOf))
            : ImmutableArray<Everywhere>.Empty;
        frame.Reachable = true;
        state = head;
        // What the loop carries has another value after it than at the head of any one iteration.
        ForgetWrites(loop);
        if (index is not null && loop is ILoopOperation counted) facts = EarlierElements.Settle(facts, counted, index, head, state);
        state = state.WithEverywhere(facts);
    }

    // `if (...) continue;`: the writes below it did not happen in every iteration.
    private static bool SkipsIterations(IOperation loop) =>
        loop.Descendants().Any(o => o is IBranchOperation { BranchKind: BranchKind.Continue });

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    /// <summary>Forgets all that an operation below may write: variables, members, elements, and what its calls reach.</summary>
    private void ForgetWrites(IOperation operation)
    {
        if (!writes.TryGetValue(operation, out var writing))
            writes[operation] = writing = operation.DescendantsAndSelf().Where(MayWrite).ToArray();
        foreach (var inner in writing)
        {
            if (Exhausted) return;
            foreach (var target in WriteTargets.Of(inner))
                if (!ForgetInMade(target, writing)) ForgetTarget(target, operation);
            if (inner is IInvocationOperation or IObjectCreationOperation) ForgetCall(inner);
        }
    }

    private static bool MayWrite(IOperation operation) =>
        operation is IInvocationOperation or IObjectCreationOperation || WriteTargets.Of(operation).Any();

    private void ForgetTarget(IOperation target, IOperation? within = null)
    {
        switch (target)
        {
            case ILocalReferenceOperation local: Carry(local.Local, local); break;
            case IParameterReferenceOperation parameter: Carry(parameter.Parameter, parameter); break;
            case IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation:
                foreach (var region in RegionsOf(target, 0)) state = state.Forget(region, Fresh());
                if (WriteTargets.Root(target) is { Depth: > 0 and var depth, Root: var root }) MutateMade(Peek(NamedInside(root, within) ?? root), depth);
                break;
        }
    }

    // var row = rows[l]; row[i] = ...; in the loop: before it, row is nothing yet.
    private static IOperation? NamedInside(IOperation root, IOperation? within)
    {
        if (within is null || root is not ILocalReferenceOperation { Local: var local } || !local.DeclaringSyntaxReferences.Any(declared => within.Syntax.Span.Contains(declared.Span))) return null;
        foreach (var inner in within.Descendants())
            if (inner is IVariableDeclaratorOperation { Initializer.Value: { } initial } declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) return WriteTargets.Root(initial).Root;
        return null;
    }

    /// <summary>
    /// The region by the target's root, or so many indexings below; of zs[l][j], where zs[l] was made a moment ago, that of the new
    /// row as well.
    /// </summary>
    private IEnumerable<Region> RegionsOf(IOperation target, int below)
    {
        if (RegionOf(target, below) is not { } region) yield break;
        yield return region;
        if (target is IArrayElementReferenceOperation { ArrayReference: var row } && row is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true }
            && Peek(row) is Made made && Region.Below(made, below + 1) is { } own)
            yield return own;
    }

    /// <summary>result.W[i] = ... in a loop, where result was made before it: nothing that others hold is written.</summary>
    private bool ForgetInMade(IOperation target, IOperation[] writing)
    {
        var container = target switch
        {
            IFieldReferenceOperation field => field.Instance,
            IPropertyReferenceOperation property => property.Instance,
            IArrayElementReferenceOperation element => element.ArrayReference,
            _ => null,
        };
        if (container is null or IInstanceReferenceOperation || Path(container) is not { } path) return false;
        if (writing.SelectMany(WriteTargets.Of).Select(SymbolOf).Any(written => written is not null && path.Contains(written))) return false;
        if (Peek(container) is not Made made) return false;
        var region = target is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true }
            ? Region.Below(made, 1)
            : RegionOf(target);
        if (region is { } touched) state = state.ForgetMade(touched, Fresh());
        return region is not null;
    }

    // Locals and members only, so that one look at the head of the loop tells where it leads in all iterations.
    private static HashSet<ISymbol>? Path(IOperation container)
    {
        var path = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var current = container; current is not (null or IInstanceReferenceOperation);)
        {
            if (SymbolOf(current) is not { } symbol) return null;
            path.Add(symbol);
            current = current switch
            {
                IFieldReferenceOperation field => field.Instance,
                IPropertyReferenceOperation property => property.Instance,
                _ => null,
            };
        }

        return path;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Property.IsIndexer: false } property => property.Property,
        _ => null,
    };

    /// <summary>The region of a target, from its root alone: indices do not matter.</summary>
    private Region? RegionOf(IOperation target, int depth = 0)
    {
        for (var current = target; ;)
        {
            switch (current)
            {
                case IArrayElementReferenceOperation element: depth++; current = element.ArrayReference; continue;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list }: depth++; current = list; continue;
                case IImplicitIndexerReferenceOperation fromEnd: depth++; current = fromEnd.Instance; continue;
                case IParenthesizedOperation inner: current = inner.Operand; continue;
                case IFieldReferenceOperation field: return new Region(TupleItems.Plain(field.Field), depth);
                case IPropertyReferenceOperation property: return new Region(property.Property, depth);
                default: return Region.Below(Peek(current), depth);
            }
        }
    }

    private void Carry(ISymbol variable, IOperation where) => state = state.With(
        new Variable(variable, where.Type), new Origin(new Identity(where, Fresh()), where.Type, variable));
}
