using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// <c>Math.Tanh(cell.z) * dI</c> in the backward pass where <c>cell.a</c> holds it. Proved: the expression evaluates the
/// activation of a value (by running it), and the named place holds f of that value whenever the expression runs; the member
/// is backward code, for it differentiates as well, or is a function that the forward pass leaves behind. The same for a node
/// of a graph of operations that makes itself again over its own operands.
/// </summary>
internal sealed class BP1003ForwardStepRepeated : IRule
{
    public const string Id = "BP1003";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "The backward pass evaluates a step of the forward pass again although its result is cached",
        "'{0}' evaluates {1} again: '{2}' already holds it",
        "What the forward pass has computed and stored need not be computed once more in the backward pass: read the cache.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var (use, cached) in type.Repetitions)
            report(Diagnostic.Create(
                Descriptor, use.Operation.Syntax.GetLocation(),
                cached.Established is { } established ? [established] : [],
                FixProperties.Held(cached.Text),
                use.Operation.Syntax.ToString(), use.Meaning.Activation.Name, cached.Text));
        foreach (var (call, node) in RebuiltNode.In(type))
            report(Diagnostic.Create(Descriptor, call.Syntax.GetLocation(), call.Syntax.ToString(), node, "this"));
    }
}
