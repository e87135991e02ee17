using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP2005: a loop sends a gradient from step to step in the order in which the forward loop took the steps, so that it
/// arrives at the later step instead of at the earlier one; or it multiplies the delta of one step with what another step
/// has cached. Proved from what the forward loop stores at which index and multiplies each weight with.
/// </summary>
internal sealed class BP2005WrongStep : IRule
{
    public const string Id = "BP2005";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "Gradient and cache of different time steps are combined",
        "{0}",
        "What a step sends back belongs to the step before it, and is multiplied with what that step has cached.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var loop in type.RisingLoops.Concat(type.BackwardLoops).Where(WrongDirection.IsIn))
            report(Diagnostic.Create(Descriptor, loop.Transfer.Loop.Syntax.GetFirstToken().GetLocation(), FixProperties.WrongDirection,
                "This loop carries a gradient through the steps in the order of the forward pass: it reaches the later step instead of the "
                + "earlier one; walk the steps backwards"));
        foreach (var clamped in type.BackwardLoops.SelectMany(ClampedStep.In))
            report(Diagnostic.Create(Descriptor, clamped.Syntax.GetLocation(),
                $"'{clamped.Syntax}' is the cache of the step before: that of the first step is used twice, that of the last step never"));
        foreach (var shifted in type.BackwardLoops.SelectMany(ShiftedFactor.In))
            report(Diagnostic.Create(Descriptor, shifted.Store.Site.Syntax.GetLocation(), FixProperties.Of(shifted),
                $"'{shifted.Name}' adds up a step's gradient times '{shifted.Cached}' of {Step(shifted.Ahead)}: the forward pass multiplies "
                + "the weight with another one"));
        foreach (var gate in type.BackwardLoops.SelectMany(ShiftedGate.In))
            report(Diagnostic.Create(Descriptor, gate.Site.GetLocation(),
                $"The gradient of '{gate.Gate}' is multiplied with '{gate.State}' of its own step: the forward pass lets that of the step before through it"));
        foreach (var carry in type.BackwardLoops.SelectMany(ShiftedCarry.In).GroupBy(carry => carry.Site).Select(same => same.First()))
            report(Diagnostic.Create(Descriptor, carry.Site.GetLocation(),
                $"What the later step has left in '{carry.Gradient}' is multiplied with '{carry.Gate}' of another step: it went through the gate of its own"));
        foreach (var wrapped in WrappedIndex.In(type))
            report(Diagnostic.Create(Descriptor, wrapped.Read.GetLocation(),
                $"At the first step '{wrapped.Read}' is the value of the last one: the indexer of '{wrapped.Collection}' takes -1 for the last element, which the forward pass has filled"));
        foreach (var growing in GrowingList.In(type))
            report(Diagnostic.Create(Descriptor, growing.Read.GetLocation(),
                $"From the second pass on '{growing.Read}' is a step of the first one: every pass adds its steps to '{growing.Name}', and nothing empties it"));
    }

    private static string Step(int ahead) => ahead switch
    {
        1 => "one step later",
        -1 => "one step earlier",
        > 0 => $"{ahead} steps later",
        _ => $"{-ahead} steps earlier",
    };
}
