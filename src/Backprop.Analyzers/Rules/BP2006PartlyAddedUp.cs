using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP2006: the gradient of a value that the forward pass uses in several places is the sum over all of them. Proved for a
/// state that several recurrent weights or a gate take over into the next step: what one of them sends back is nowhere.
/// </summary>
internal sealed class BP2006PartlyAddedUp : IRule
{
    public const string Id = "BP2006";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "Only some of the contributions to a gradient are added up",
        "The state of a step also enters the next one through '{0}': what comes back through {1} is missing in this loop; add it",
        "The gradient of a value that is used in several places is the sum of what each of them sends back.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var loop in type.BackwardLoops)
        {
            if (MissingContribution.In(loop) is not { } missing || LostRecurrence.In(loop) is not null) continue;
            report(Diagnostic.Create(Descriptor, loop.Transfer.Loop.Syntax.GetFirstToken().GetLocation(), missing.Name,
                missing.IsGate ? $"the product with '{missing.Name}'" : "it"));
        }
    }
}
