using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis.Operations;

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
            if (IsPartOfAnother(type, use) || !MayBeBackward(type, use) || reach.FindLeft(use, activation, use.Of) is not { } cached) continue;
            if (IsBackward(type, use)) yield return new Repetition(use, cached);
        }
    }

    // Asked before the facts of the type, which cost a walk over all of its members.
    private static bool MayBeBackward(TypeModel type, ActivationUse use) => use.Evaluation.Function is not null
        ? use.Of is not Origin // v => Math.Tanh(v): of what it is handed nothing is cached
        : Differentiates(type, use) || IsDifferentiated(type, use)
        || (type.ValuesOf(use.Body)?.Evaluations.Any(evaluation => IsSmall(evaluation)
            && evaluation.Term.SelfAndDescendants().Any(part => part is Literal { Value: 1.0 or 1f or 1 })) ?? false);

    private static bool Differentiates(TypeModel type, ActivationUse use) => type.Uses.Any(other => other.Body == use.Body
        && other.Meaning is { Form: Form.DerivativeFromInput, Activation: { IsCostly: true, MayOfferOutputForm: true } });

    // var t = Math.Tanh(z); dz = da * (1 - t * t);
    private static bool IsDifferentiated(TypeModel type, ActivationUse use) => type.Uses.Any(other => other.Body == use.Body
        && other.Meaning.Form == Form.DerivativeFromOutput && other.Of.Equals(use.Evaluation.Term) && other.Meaning.Activation.Equals(use.Meaning.Activation));

    private static bool IsSmall(Evaluation evaluation) =>
        evaluation.Term is Computation { Operation: IBinaryOperation } && evaluation.Term.Size <= LargestSlope;

    private static bool IsBackward(TypeModel type, ActivationUse use) => use.Evaluation.Function is not null
        || Differentiates(type, use) || IsDifferentiated(type, use)
        || (type.ValuesOf(use.Body)?.Evaluations.Any(evaluation => IsSlopeOfOutput(type, use.Body, evaluation)) ?? false);

    // gate * (1 - gate), where gate holds a sigmoid
    private static bool IsSlopeOfOutput(TypeModel type, MemberBody body, Evaluation evaluation) =>
        IsSmall(evaluation)
        && Cuts.Of(evaluation.Term).OfType<Place>().Any(output =>
            type.Facts.Relations.FirstOrDefault(fact => fact.Holds(output, new EntryView(evaluation.Before, type.WritesOf(body)))) is { } fact
            && type.Meaning.Recognise(evaluation.Term, output) is { Form: Form.DerivativeFromOutput } slope && slope.Activation.Equals(fact.Activation));

    private const int LargestSlope = 12;

    // Math.Exp(-z) of a sigmoid that is reported as a whole, tanh(z) of a derivative that BP1001 reports
    private static bool IsPartOfAnother(TypeModel type, ActivationUse use) => type.Uses.Any(other =>
        other != use && other.Body == use.Body && other.Meaning.Form != Form.DerivativeFromOutput
        && other.Operation.Syntax.Span.Contains(use.Operation.Syntax.Span) && other.Operation.Syntax.Span != use.Operation.Syntax.Span
        && (other.Of.Equals(use.Of) || type.Recomputations.Any(found => found.Use == other)));
}
