using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP2005: a loop sends a gradient from step to step in the order in which the forward loop took the steps, so that it
/// arrives at the later step instead of at the earlier one. Proved: the forward loop multiplies a state by a weight on its
/// way to the next index; this loop multiplies the step's gradient by the same weight and carries it the same way.
/// </summary>
internal sealed class BP2005WrongStep : IRule
{
    public const string Id = "BP2005";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "Gradient and cache of different time steps are combined",
        "This loop carries a gradient through the steps in the order of the forward pass: it reaches the later step instead of the "
        + "earlier one; walk the steps backwards",
        "What a step sends back belongs to the step before it, and is multiplied with what that step has cached.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var loop in type.RisingLoops.Concat(type.BackwardLoops).Where(loop => loop.WalksTheWrongWay))
            report(Diagnostic.Create(Descriptor, loop.Transfer.Loop.Syntax.GetFirstToken().GetLocation()));
    }
}
