using System.Collections.Immutable;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// <c>neuron.Activation.Derivative(neuron.Sum)</c> where <c>neuron.Output</c> holds <c>neuron.Activation.Activate(neuron.Sum)</c>.
/// Proved: the method is the derivative of the function that made the output, in every implementation that is understood;
/// at least one of them evaluates a costly activation inside, and its derivative could be had from the output. Advice, for
/// what has to change is the helper and all its callers, not this line.
/// </summary>
internal sealed class BP1004SharedDerivativeRecomputes : IRule
{
    public const string Id = "BP1004";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Advice(
        Id,
        "A derivative that several activations share is handed the pre-activation although the output is at hand",
        "'{0}' evaluates the activation again ({1}): '{2}' is its output already, and from that the derivative is cheap",
        "A derivative helper behind an interface, a base class or a delegate that expects the pre-activation has to evaluate "
        + "the activation once more. Let it expect the output, and hand it the one that the forward pass has computed.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var (use, output) in SharedRecomputation.In(type))
        {
            var repair = output.IsCertain ? type.Compilation.RepairOf(use.Pair, type.Cancellation) : null;
            report(Diagnostic.Create(
                Descriptor, use.Call.Syntax.GetLocation(),
                repair is null ? [output.Established] : repair.Implementations.Select(one => one.Method).Concat(repair.Calls.Select(call => call.Argument)),
                repair is null ? ImmutableDictionary<string, string?>.Empty : FixProperties.Of(repair),
                use.Call.Syntax.ToString(), SharedRecomputation.Names(use.Pair), output.Text));
        }

        foreach (var call in LayerRecomputation.In(type.LayerCalls, type))
            report(Diagnostic.Create(
                Descriptor, call.Derivative.Syntax.GetLocation(), [call.Forward.Syntax.GetLocation()],
                call.Derivative.Syntax.ToString(), SharedRecomputation.Names(call.Pair), call.Output.Syntax.ToString()));
    }
}
