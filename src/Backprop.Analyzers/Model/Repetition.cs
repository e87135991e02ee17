using Backprop.Analyzers.Meaning;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The activation itself, evaluated again in the backward pass although the forward pass left f(z) in reach:
/// <c>Math.Tanh(c.z) * grad</c> where c.a holds tanh of c.z. Only in members that also differentiate, or in a function that
/// the forward pass leaves behind for the backward pass to call.
/// </summary>
internal sealed record Repetition(ActivationUse Use, CachedOutput Cached)
{
    public static IEnumerable<Repetition> In(TypeModel type)
    {
        var reach = new Reach(type);
        foreach (var use in type.Uses)
        {
            if (use.Body.HasErrors || use.Meaning is not { Form: Form.Function, Activation: { IsCostly: true } activation }) continue;
            if (!IsBackward(type, use) || IsPartOfAnother(type, use)) continue;
            if (reach.FindLeft(use, activation, use.Of) is { } cached) yield return new Repetition(use, cached);
        }
    }

    private static bool IsBackward(TypeModel type, ActivationUse use) => use.Evaluation.Function is not null
        || type.Uses.Any(other => other.Body == use.Body && other.Meaning.Form != Form.Function);

    // Math.Exp(-z) of a sigmoid that is reported as a whole, tanh(z) of a derivative that BP1001 reports
    private static bool IsPartOfAnother(TypeModel type, ActivationUse use) => type.Uses.Any(other =>
        other != use && other.Body == use.Body && other.Meaning.Form != Form.DerivativeFromOutput
        && other.Operation.Syntax.Span.Contains(use.Operation.Syntax.Span) && other.Operation.Syntax.Span != use.Operation.Syntax.Span
        && (other.Of.Equals(use.Of) || type.Recomputations.Any(found => found.Use == other)));
}
