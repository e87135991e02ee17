using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// A loop from one step object to its neighbour, `for (s = last; s != null; s = s.Before)`: the objects are taken for the
/// elements of a sequence, at an index that moves with the loop, and the members that lead on for the neighbouring ones.
/// </summary>
internal sealed partial class FlowRun
{
    private Place? chain;
    private StepLink? link;

    public bool IsLinked => link is not null;

    private void StartLinks(IOperation loop)
    {
        var found = recursion is not null ? recursion.Link : loop is ILoopOperation walking ? StepLink.Of(walking) : null;
        if (found is null || Position is null) return;
        link = found;
        chain = places.Root(new Key(KeyKind.Root, ("chain", loop.Syntax)), null);
        Taken[Position] = recursion?.Stride ?? found.Stride;
    }

    // Whatever the variable holds when an iteration begins is the step at hand.
    private void TakeLinkedStep()
    {
        if (link is null || chain is null || Position is null) return;
        var step = chain.Child(Key.Index(LinearIndex.Of(Position)), link.Member.ContainingType, places);
        Log.Read.Add(step);
        if (recursion is not null) TakeStep(recursion, step);
        if (link.Step is { } variable) state.Set(Root(variable, link.Member.ContainingType), FlowValue.Object(step));
    }

    private Place? Neighbour(Place owner, Key key)
    {
        if (link is null || !ReferenceEquals(owner.Parent, chain) || owner.Key.Data is not LinearIndex index || key.Data is not ISymbol member) return null;
        return link.Distance(member) is { } distance && chain is not null
            ? chain.Child(Key.Index(index.Plus(LinearIndex.Constant(distance), 1)), owner.Type, places) : null;
    }
}
