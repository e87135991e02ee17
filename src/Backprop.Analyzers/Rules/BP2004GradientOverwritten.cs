using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP2004: <c>dW = dz * x</c> in a loop over time, where the weight is used in every step and its gradient is the sum over
/// all of them. Proved: the loop adds up the gradients of other parameters from the same delta, sets this one anew in each
/// step, and reads it nowhere.
/// </summary>
internal sealed class BP2004GradientOverwritten : IRule
{
    public const string Id = "BP2004";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "The gradient of a parameter is overwritten in each step",
        "Each step overwrites '{0}': the parameter is used in every step, so its gradient is the sum over all steps; use '+='",
        "A parameter that several steps share receives a gradient from each of them.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        var reported = new HashSet<SyntaxNode>();
        foreach (var overwritten in type.BackwardLoops.SelectMany(OverwrittenGradient.In))
        {
            var operation = overwritten.Store.Operation.Syntax;
            if (!reported.Add(operation)) continue;
            var siblings = overwritten.Sibling is { } sibling ? new[] { sibling.Operation.Syntax.GetLocation() } : Array.Empty<Location>();
            report(Diagnostic.Create(Descriptor, operation.GetLocation(), siblings, FixProperties.Of(overwritten), overwritten.Name));
        }
    }
}
