using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP3002: <c>1 - z * z</c> where <c>a</c> holds tanh(z). Proved: the expression is the activation's derivative from the
/// output (by running it), the value it is applied to is the very one whose activation another place in reach holds, and
/// that value is not an output itself.
/// </summary>
internal sealed class BP3002OutputFormOfInput : IRule
{
    public const string Id = "BP3002";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "Derivative from the output applied to the pre-activation",
        "'{0}' expects the output of {1}, but '{2}' is the pre-activation: pass '{3}', which holds {1} of it",
        "A derivative that is written from the output, such as 1 - a * a for tanh, expects a = f(z). Handed z, it is a wrong "
        + "gradient without any error, and one that grows without bounds.");

    // The same where the activation is chosen elsewhere: the message cannot name it.
    private static readonly DiagnosticDescriptor Shared = RuleDescriptor.Proved(
        Id,
        "Derivative from the output applied to the pre-activation",
        "'{0}' expects the output, but '{1}' is the pre-activation, which the activation is applied to",
        "A derivative that is written from the output, such as 1 - a * a for tanh, expects a = f(z). Handed z, it is a wrong "
        + "gradient without any error, and one that grows without bounds.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var found in type.Misapplied.Where(found => found.Kind == Misapplication.OutputFormOfInput))
            report(Diagnostic.Create(
                Descriptor, found.Use.Operation.Syntax.GetLocation(), [found.Established],
                found.Use.Text, found.Applied.Name, found.Value, found.Holder));

        foreach (var found in OutputFormOfInput.In(type).Where(call => !type.Misapplied.Any(known => known.Use.Operation.Syntax == call.Where)))
            report(Diagnostic.Create(Shared, found.Where.GetLocation(), [found.Established], found.What, found.Value));
    }
}
