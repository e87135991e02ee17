using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// What BP3003 says of derivatives that are right by themselves and stand at the wrong place of the chain rule: twice, in
/// another layer's or gate's gradient, at a gradient, beside a factor that is zero, or not at all. What is proved is said
/// where each of them is found.
/// </summary>
internal static class ChainRuleFaults
{
    private static readonly DiagnosticDescriptor Twice = Fault(
        "The gradient is multiplied by '{0}' twice: '{1}' does so already",
        "By the chain rule the derivative of an activation is one factor of the gradient that goes through it. A wrong gradient "
        + "trains in a wrong direction without any error.");

    private static readonly DiagnosticDescriptor Other = Fault(
        "'{0}' is the derivative of another object's function than the one that was applied to '{1}'",
        "Each layer's pre-activation and output belong to that layer's own activation.");

    private static readonly DiagnosticDescriptor Input = Fault(
        "'{0}' returns '{1}', which is what '{2}' was handed: that is no gradient, and the upstream gradient '{3}' is lost",
        "The backward pass of a layer returns the upstream gradient times the derivative of its forward pass.");

    private static readonly DiagnosticDescriptor OfGradient = Fault(
        "'{0}' takes the derivative at a gradient: '{1}' is what this pass itself has left, no value of the forward pass",
        "A backward pass is linear in its upstream gradient. A derivative belongs at the pre-activation or the output that the "
        + "forward pass has computed.");

    private static readonly DiagnosticDescriptor Borrowed = Fault(
        "'{0}' stands in the gradients of two values, and the derivative at '{1}' in none",
        "Each gate's gradient has the derivative at its own output as a factor.");

    private static readonly DiagnosticDescriptor Zero = Fault(
        "'{0}' is always zero, for '{1}' is handed what '{2}' has returned; the target '{3}' is never read",
        "The gradient of a loss depends on the target.");

    private static readonly DiagnosticDescriptor LeftOut = Fault(
        "'{0}' leaves out the first layer: '{1}' is used as it was handed down, though '{2}' applies the first layer's function too",
        "What is handed down to a layer is the gradient of its output; that of its pre-activation has the derivative as a factor.");

    // The rule's own id and title.
    private static DiagnosticDescriptor Fault(string message, string description) =>
        RuleDescriptor.Proved(BP3003NotTheDerivative.Id, BP3003NotTheDerivative.Title, message, description);

    public static IEnumerable<Diagnostic> In(TypeModel type)
    {
        foreach (var returned in ReturnedInput.In(type))
            yield return Diagnostic.Create(
                Input, returned.Exit.ReturnedValue?.Syntax.GetLocation(), returned.Forward.Locations.Where(place => place.IsInSource),
                returned.Backward.Name, returned.Exit.ReturnedValue?.Syntax.ToString(), returned.Forward.Name, returned.Upstream.Name);

        foreach (var other in OthersFunction.In(type))
            yield return Diagnostic.Create(
                Other, other.Use.Call.Syntax.GetLocation(), [other.Established], other.Use.Call.Syntax.ToString(), other.Use.Applied.Text);

        foreach (var repeated in RepeatedFactor.In(type))
            yield return Diagnostic.Create(
                Twice, repeated.Use.Call.Syntax.GetLocation(), repeated.Within.Locations.Where(place => place.IsInSource),
                repeated.Use.Call.Syntax.ToString(), $"{repeated.Within.ContainingType.Name}.{repeated.Within.Name}");

        foreach (var ignored in IgnoredTarget.In(type))
            yield return Diagnostic.Create(
                Zero, ignored.Difference.Syntax.GetLocation(), [ignored.Caller],
                ignored.Difference.Syntax.ToString(), ignored.Output.Name, ignored.Function.Syntax.ToString(), ignored.Target.Name);

        foreach (var taken in type.TakenAtGradients)
            yield return Diagnostic.Create(OfGradient, taken.Call.Syntax.GetLocation(), taken.Call.Syntax.ToString(), taken.Value);

        foreach (var borrowed in BorrowedDerivative.In(type))
            yield return Diagnostic.Create(Borrowed, borrowed.Slope.Syntax.GetLocation(), borrowed.Slope.Syntax.ToString(), borrowed.Missing);

        foreach (var left in UndifferentiatedLayer.In(type.LayerCalls, type))
            yield return Diagnostic.Create(
                LeftOut, left.Condition.Syntax.GetLocation(), [left.Call.Forward.Syntax.GetLocation()],
                left.Condition.Syntax.ToString(), left.Gradient, left.Call.Forward.Syntax.ToString());
    }
}
