using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// <c>1 - Math.Tanh(a) * Math.Tanh(a)</c> where <c>a</c> is tanh(z) already. Proved: the expression is the activation's
/// derivative from the pre-activation (by running it), and the value it is applied to is an output of the same activation;
/// nothing in the type uses that output as the pre-activation of a further layer.
/// </summary>
internal sealed class BP3001ActivationAppliedTwice : IRule
{
    public const string Id = "BP3001";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "Derivative of the pre-activation applied to the activated output",
        "'{0}' expects the pre-activation, but '{1}' is {2} of it already: the activation is applied twice; from the output "
        + "the derivative is {3}",
        "A derivative that evaluates the activation inside expects z. Handed a = f(z), it computes f'(f(z)): a wrong "
        + "gradient without any error.");

    // The same id where the activation is chosen elsewhere: the message cannot name it.
    private static readonly DiagnosticDescriptor Shared = RuleDescriptor.Proved(
        Id,
        "Derivative of the pre-activation applied to the activated output",
        "'{0}' expects the pre-activation, but '{1}' is what the activation returned: it is applied twice",
        "A derivative that evaluates the activation inside expects z. Handed a = f(z), it computes f'(f(z)): a wrong "
        + "gradient without any error.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        var known = new HashSet<SyntaxNode>();
        foreach (var use in type.Uses)
        {
            if (use.Body.HasErrors || use.Meaning is not { Activation: { IsCostly: true, SameFromEither: false } activation }) continue;
            var isInLocal = IsOnlyDifferentiated(type, use);
            if (use.Meaning.Form != Form.DerivativeFromInput && !isInLocal && !StandsForDerivative(type, use)) continue;
            if (Establishes(type, use) is not { } established) continue;
            known.Add(use.Operation.Syntax);
            if (IsActivatedAgain(type, use)) continue;
            var output = KnownValues.Text(type, use);
            report(Diagnostic.Create(
                Descriptor, use.Operation.Syntax.GetLocation(), [established],
                isInLocal ? null : FixProperties.OutputForm(use, output, type.Meaning),
                use.Text, output, activation.Name, OutputFormText.Of(activation, output, use.Of.Type)));
        }

        // Of a known activation, what its own type does not show other types may.
        foreach (var found in DoubleActivation.In(type).Where(found => !known.Contains(found.Where)))
            report(Diagnostic.Create(Shared, found.Where.GetLocation(), [found.Established], found.What, found.Value));
    }

    // dot[i] = dh[i] * Math.Tanh(c[i]) * Sigmoid(o[i]) in a member that differentiates others, where o holds a sigmoid: the
    // activation stands where its derivative belongs.
    private static bool StandsForDerivative(TypeModel type, ActivationUse use) => use is { Meaning.Form: Form.Function, Of: Place }
        && use.Operation.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply }
        && type.Uses.Any(other => other.Body == use.Body && other.Meaning is { Form: Form.DerivativeFromInput, Activation: { IsCostly: true, MayOfferOutputForm: true } })
        && !type.Uses.Any(other => other != use && other.Body == use.Body && other.Meaning.Form != Form.Function
            && other.Operation.Syntax.Span.Contains(use.Operation.Syntax.Span));

    // var t = Math.Tanh(h[i]); dz = dh * (1 - t * t);
    private static bool IsOnlyDifferentiated(TypeModel type, ActivationUse use) => use.Meaning.Form == Form.Function
        && use.Operation.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
        && use.Body.Operations.Of(OperationKind.LocalReference).OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)).ToList() is { Count: > 0 } references
        && references.TrueForAll(reference => type.Uses.Any(slope => slope.Body == use.Body && slope.Meaning.Form == Form.DerivativeFromOutput
            && slope.Meaning.Activation.Equals(use.Meaning.Activation) && slope.Of.Equals(use.Evaluation.Term) && slope.Operation.Syntax.Span.Contains(reference.Syntax.Span)));

    /// <summary>Where the value under the derivative was activated, or null where that is not proved.</summary>
    private static Location? Establishes(TypeModel type, ActivationUse use) =>
        KnownValues.OutputsOf(type, use).FirstOrDefault(output => output.Activation.Equals(use.Meaning.Activation)).Established;

    // tanh(tanh(z)): the output is the pre-activation of a second layer, whose derivative this may be; and is, where that layer's output is stored.
    private static bool IsActivatedAgain(TypeModel type, ActivationUse use)
    {
        if (type.Recomputations.Any(again => again.Use.Operation.Syntax == use.Operation.Syntax)) return true;
        var home = type.Facts.Relations.FirstOrDefault(relation => relation.Holds(use.Of, EntryView.At(use, type)));
        return type.Uses.Any(other => other.Meaning.Form == Form.Function
            && other.Meaning.Activation.Equals(use.Meaning.Activation)
            && (other.Of.Equals(use.Of) || home?.Holds(other.Of, EntryView.At(other, type)) == true || KnownValues.IsNamedAlike(type, use, other))
            && !use.Operation.Syntax.Span.Contains(other.Operation.Syntax.Span)
            && !type.Uses.Any(around => around.Meaning.Form == Form.DerivativeFromInput
                && around.Operation.Syntax.Span.Contains(other.Operation.Syntax.Span)));
    }
}
