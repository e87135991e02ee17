using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP2003: a loop walks time back and adds up the gradient of the recurrent weight, but no step tells the one before it
/// anything. Advice: truncation to one step is a known way to train, only it learns nothing over longer spans.
/// </summary>
internal sealed class BP2003TruncatedToOneStep : IRule
{
    public const string Id = "BP2003";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Advice(
        Id,
        "Backpropagation through time is truncated to one step",
        "The loop adds up the gradient of the recurrent weight, but carries no gradient from step t+1 to step t: backpropagation "
        + "is truncated to one step",
        "The state of a step feeds the next step. Without the gradient that the next step sends back, nothing is learned over "
        + "more than one step.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var loop in type.BackwardLoops)
        {
            if (LostRecurrence.In(loop) is null && Truncation.IsIn(loop))
                report(Diagnostic.Create(Descriptor, loop.Transfer.Loop.Syntax.GetFirstToken().GetLocation()));
        }
    }
}
