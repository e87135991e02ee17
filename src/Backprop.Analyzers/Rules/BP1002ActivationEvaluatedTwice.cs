using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// <c>Sigmoid(x) * (1 - Sigmoid(x))</c>: one activation of one value, evaluated again where the first result could be kept.
/// Proved: both evaluate the same activation of the same value, the first runs on every path to the second, and one of them
/// belongs to a derivative of that activation, so that this is backprop code. Reported at the later ones. Or see
/// <see cref="RepeatedSlope"/> and <see cref="RepeatedDerivative"/>.
/// </summary>
internal sealed class BP1002ActivationEvaluatedTwice : IRule
{
    public const string Id = "BP1002";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Advice(
        Id,
        "The same activation is evaluated more than once on the same value",
        "'{0}' was evaluated on the same value before: keep its result in a local",
        "An activation costs about twenty multiplications. Evaluate it once and use the local.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        OfKnown(type, report);
        foreach (var slope in RepeatedSlope.In(type)) Report(slope.First, slope.Again, ImmutableDictionary<string, string?>.Empty);
        foreach (var (first, again) in RepeatedDerivative.In(type)) Report(first, again, FixProperties.Local(first));

        void Report(IOperation first, IOperation again, ImmutableDictionary<string, string?> name)
        {
            if (!type.Uses.Any(use => use.Operation.Syntax == again.Syntax))
                report(Diagnostic.Create(
                    Descriptor, again.Syntax.GetLocation(), [first.Syntax.GetLocation(), again.Syntax.GetLocation()], name, again.Syntax.ToString()));
        }
    }

    private void OfKnown(TypeModel type, Action<Diagnostic> report)
    {
        var derivatives = type.Uses.Where(use => use.Meaning.Form == Form.DerivativeFromInput).ToArray();
        foreach (var group in type.Uses
            .Where(use => !use.Body.HasErrors && (use.Meaning is { Form: Form.Function, Activation.IsCostly: true } || IsCostlyCall(use)))
            .GroupBy(use => (use.Body, use.Evaluation.Function, use.Evaluation.Term)).Where(group => group.Skip(1).Any()))
        {
            // Asked last: what is found elsewhere needs the facts of the type.
            var uses = group.Where(EvaluatesCall)
                .Where(use => !type.Recomputations.Any(found => Contains(found.Use, use)) && !type.Repetitions.Any(found => Contains(found.Use, use)))
                .OrderBy(use => use.Operation.Syntax.SpanStart).ToArray();
            if (uses.Length < 2 || !uses.Any(use => derivatives.Any(d => Contains(d, use) && d.Of.Equals(use.Of) && !(IsCostlyCall(use) && d.Meaning.Activation.HasCommonDerivative)))) continue;
            var later = uses.Skip(1).Where(use => Dominance.IsCertain(uses[0].Operation, use.Operation) && !IsInside(use, type)).ToArray();
            foreach (var again in later)
                report(Diagnostic.Create(
                    Descriptor, again.Operation.Syntax.GetLocation(),
                    later.Prepend(uses[0]).Select(use => use.Operation.Syntax.GetLocation()),
                    FixProperties.Local(again),
                    again.Operation.Syntax.ToString()));
        }
    }

    // z * s, where the local s holds a sigmoid of z, is a product and no more.
    private static bool EvaluatesCall(ActivationUse use) => OperationParts.Exists(use.Operation, part => part.Kind is OperationKind.Invocation or OperationKind.MethodReference);

    private static bool Contains(ActivationUse outer, ActivationUse inner) =>
        outer.Body == inner.Body && outer.Operation.Syntax.Span.Contains(inner.Operation.Syntax.Span);

    // exp(-x), of which the catalog knows no function of its own
    private static bool IsCostlyCall(ActivationUse use) => use.Meaning.Form != Form.Function
        && use.Operation is IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: true } called } call && (CostlyNames.Contains(called.Name) || PowerOfE.Is(call));

    // exp(-x) inside a sigmoid that is itself evaluated twice
    private static bool IsInside(ActivationUse use, TypeModel type) => type.Uses.Any(outer =>
        outer != use && outer.Meaning.Form == Form.Function && Contains(outer, use)
        && type.Uses.Any(twin => twin != outer && twin.Body == outer.Body && twin.Evaluation.Term.Equals(outer.Evaluation.Term)));
}
