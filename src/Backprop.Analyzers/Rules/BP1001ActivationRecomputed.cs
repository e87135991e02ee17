using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// <c>da * (1 - Math.Tanh(z) * Math.Tanh(z))</c> where <c>a</c> holds tanh of the same <c>z</c>. Proved: the expression is
/// the activation's derivative of z (by running it), it evaluates the activation inside, and the named place holds f(z)
/// whenever the expression runs. Forms that keep accuracy where the output form loses it (1 / cosh^2) are left alone, and
/// so are activations whose derivative cannot or should not be taken from the output.
/// </summary>
internal sealed class BP1001ActivationRecomputed : IRule
{
    public const string Id = "BP1001";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "Activation evaluated again although its output is cached",
        "'{0}' evaluates {1} again: '{2}' already holds {1} of it, and the derivative from the output is {3}",
        "The derivative of tanh, sigmoid and their like is a cheap function of the output that the forward pass has already "
        + "computed. Evaluating the activation once more costs about twenty times as much.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var (use, cached) in type.Recomputations)
            report(Diagnostic.Create(
                Descriptor, use.Operation.Syntax.GetLocation(),
                cached.Established is { } established ? [established] : [],
                FixProperties.OutputForm(use, cached.Text, type.Meaning),
                use.Text, use.Meaning.Activation.Name, cached.Text,
                OutputFormText.Of(use.Meaning.Activation, cached.Text, use.Of.Type)));
    }
}
