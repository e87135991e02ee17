using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP1005: <c>1 - Math.Pow(a, 2)</c> where <c>a</c> is an output that was kept so that the activation need not be evaluated
/// again. Proved: the difference is the activation's derivative from its output (by running it), and what is squared is
/// such an output. Advice: nothing is wrong, only dear.
/// </summary>
internal sealed class BP1005SquaredThroughPower : IRule
{
    public const string Id = "BP1005";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Advice(
        Id,
        "A cached activation is squared through a power",
        "'{0}' costs as much as the {1} that '{2}' saved: multiply it with itself",
        "A general power is computed through a logarithm and an exponential. A square is one multiplication.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var found in PoweredOutput.In(type))
            report(Diagnostic.Create(
                Descriptor, found.Power.Syntax.GetLocation(), FixProperties.Square(found),
                found.Power.Syntax.ToString(), found.Activation.Name, found.Output.Syntax.ToString()));
    }
}
