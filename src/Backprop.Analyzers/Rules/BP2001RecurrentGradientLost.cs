using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP2001: a step's state feeds the step after it, but the gradient that the later step sends back never arrives. Proved: a
/// forward loop of the type multiplies the state by a weight on its way into the next step; the backward loop multiplies the
/// step's gradient by the same weight; and nothing that one iteration leaves to the next can hold the product.
/// </summary>
internal sealed class BP2001RecurrentGradientLost : IRule
{
    public const string Id = "BP2001";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "The recurrent gradient never reaches the previous step",
        "The gradient that step t+1 sends back through the state never reaches step t: {0}",
        "The state of a step feeds two places, what stands above it and the next step, so its gradient is the sum of both.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        var reported = new HashSet<SyntaxNode>();
        foreach (var loop in type.BackwardLoops)
        {
            if (LostRecurrence.In(loop) is { } lost && reported.Add(lost.Missing))
                report(Diagnostic.Create(Descriptor, lost.Missing.GetLocation(), Places(lost, loop), FixProperties.Of(lost), Why(lost)));
            if (GradientProduct.In(loop) is { } product && reported.Add(product.Site.Syntax))
                report(Diagnostic.Create(Descriptor, product.Site.Syntax.GetLocation(), OnlyFactor(product.Name)));
            foreach (var store in InnerOverwrite.In(loop).Where(store => reported.Add(store.Operation.Syntax)))
                report(Diagnostic.Create(Descriptor, store.Operation.Syntax.GetLocation(), Overwritten));
        }

        foreach (var taken in type.TakenAtGradients)
            if (taken.Product is { Syntax: var product } && reported.Add(product))
                report(Diagnostic.Create(Descriptor, product.GetLocation(), [taken.Call.Syntax.GetLocation()], OnlyFactor(taken.Value)));
        foreach (var store in DiscardedGradient.In(type).Where(store => reported.Add(store.Syntax)))
            report(Diagnostic.Create(Descriptor, store.Syntax.GetLocation(), $"'{store.Target.Syntax}' holds it, and nothing reads that any more; add it to the gradient of the step before"));
    }

    // Where it was computed, the loop, and what the fix replaces or adds to.
    private static IEnumerable<Location> Places(LostRecurrence lost, BackwardLoop loop)
    {
        yield return lost.Computed.GetLocation();
        yield return loop.Transfer.Loop.Syntax.GetLocation();
        if ((lost.Hole ?? lost.Block) is { } edited) yield return edited.GetLocation();
    }

    private static string OnlyFactor(string name) => $"'{name}' holds it, and is only a factor of another gradient here; add it to that";

    private const string Overwritten = "the inner loop overwrites it, so that only the last unit's part is left; add to it";

    private static string Why(LostRecurrence lost) => lost.Kind switch
    {
        LossKind.StaysZero => $"'{lost.Name}' is zero before the loop and nothing in the loop assigns it",
        _ => $"'{lost.Name}' holds it, and nothing carries it on; add it to the gradient of the step before",
    };
}
