using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP3004: the backward pass changes a cached value and then reads it as what the forward pass has stored, or all steps of
/// the forward pass cache one buffer, so that the backward pass finds the last step's values in every one of them.
/// </summary>
internal sealed class BP3004CacheOverwritten : IRule
{
    public const string Id = "BP3004";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "The cached activation is overwritten before the backward pass reads it",
        "{0}",
        "The backward pass needs the values of the forward pass as they were, one for each step.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        var reported = new HashSet<SyntaxNode>();
        foreach (var shared in type.BackwardLoops.SelectMany(SharedBuffer.In).Where(shared => reported.Add(shared.Store.Operation.Syntax)))
            report(Diagnostic.Create(Descriptor, shared.Store.Operation.Syntax.GetLocation(), shared.IsSlot
                ? $"Every step stores its value in the same place of '{shared.Name}', of which the backward pass reads one for each step; store it in the step's own"
                : $"Every step stores the same buffer as '{shared.Name}' and fills it anew: the backward pass finds the last step's values in all of them; "
                + "allocate one for each step"));
        foreach (var overwritten in type.BackwardLoops.SelectMany(OverwrittenCache.In))
            report(Diagnostic.Create(Descriptor, overwritten.Store.Operation.Syntax.GetLocation(),
                $"This overwrites '{overwritten.Name}', which the rest of the step still reads as what the forward pass stored; write to a place of its own"));
        foreach (var state in OverwrittenState.In(type).Where(state => reported.Add(state.Store.Site.Syntax)))
            report(Diagnostic.Create(Descriptor, state.Store.Site.Syntax.GetLocation(),
                $"The gradient of '{state.Gate}' is multiplied with '{state.State}', in whose place the forward pass has stored the state after the step already; "
                + "keep the one from before the step"));
    }
}
