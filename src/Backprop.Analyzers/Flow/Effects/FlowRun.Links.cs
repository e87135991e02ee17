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

    private void StartLinks(IOperation loop)
    {
        if (loop is not ILoopOperation walking || StepLink.Of(walking) is not { } found || Position is null) return;
        link = found;
        chain = places.Root(new Key(KeyKind.Root, ("chain", loop.Syntax)), null);
        Taken[Position] = found.Stride;
    }

    // Whatever the variable holds when an iteration begins is the step at hand.
    private void TakeLinkedStep()
    {
        if (link is null || chain is null || Position is null) return;
        var step = chain.Child(Key.Index(LinearIndex.Of(Position)), link.Step.Type, places);
        Log.Read.Add(step);
        state.Set(Root(link.Step, link.Step.Type), FlowValue.Object(step));
    }

    private Place? Neighbour(Place owner, Key key)
    {
        if (link is null || !ReferenceEquals(owner.Parent, chain) || owner.Key.Data is not LinearIndex index || key.Data is not ISymbol member) return null;
        return link.Distance(member) is { } distance && chain is not null
            ? chain.Child(Key.Index(index.Plus(LinearIndex.Constant(distance), 1)), owner.Type, places) : null;
    }
}
