using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// One expression that computes an activation's derivative, or the activation, of a value that it names itself: for
/// <c>1 - Math.Tanh(z) * Math.Tanh(z)</c> the input form of tanh' of z; for <c>1 - t * t</c> the output form of t.
/// </summary>
internal sealed record ActivationUse(MemberBody Body, Evaluation Evaluation, Fingerprint Meaning, Term Of)
{
    public IOperation Operation => Evaluation.Operation;

    /// <summary>What computes it: the value of the expression, or of those of its factors that are the slope.</summary>
    public Term Slope { get; init; } = Evaluation.Term;

    /// <summary>The factors of the expression beside the slope: <c>da</c> of <c>da * s * (1 - s)</c>.</summary>
    public ImmutableArray<IOperation> Upstream { get; init; } = ImmutableArray<IOperation>.Empty;

    /// <summary>The method that multiplies them, null where it is the operator.</summary>
    public string? Product { get; init; }

    /// <summary>As the code has it, without the factors beside it.</summary>
    public string Text { get; init; } = Evaluation.Operation.Syntax.ToString();

    public static IEnumerable<ActivationUse> In(MemberBody body, MemberValues values, TermMeaning meaning, ActivationCalls calls)
    {
        var seen = new HashSet<SyntaxNode>();
        var uses = new List<ActivationUse>();
        foreach (var evaluation in values.Evaluations)
        {
            // A conversion around an expression is the same use.
            if (evaluation.Operation is IAssignmentOperation or IConversionOperation or ILocalReferenceOperation or IParameterReferenceOperation) continue;
            if (!Shape.IsNumeric(evaluation.Term.Type) || !EvaluatesCall(evaluation.Term, calls)) continue;
            var cuts = Cuts.Of(evaluation.Term);
            if (cuts.Count == 0) continue;
            var named = new HashSet<Term>(evaluation.Operation.Descendants().Where(values.Terms.ContainsKey).Select(o => values.Terms[o]));
            // Innermost first: 1 - tanh(z)^2 is the input form of z before it is the output form of tanh(z).
            foreach (var cut in cuts.Reverse())
            {
                if (!named.Contains(cut) || meaning.Recognise(evaluation.Term, cut) is not { } fingerprint) continue;
                if (seen.Add(evaluation.Operation.Syntax)) uses.Add(new ActivationUse(body, evaluation, fingerprint, cut));
                break;
            }
        }

        foreach (var use in InProducts(body, values, meaning, calls))
            if (!uses.Exists(use.Contains) && seen.Add(use.Operation.Syntax)) uses.Add(use);
        return uses;
    }

    // da * (s * (1 - s)): what stands in the brackets is the slope already; s alone, which is softplus', is not.
    private bool Contains(ActivationUse other) => other.Meaning.Equals(Meaning) && other.Of.Equals(Of) && Operation.Syntax.Span.Contains(other.Operation.Syntax.Span);

    private static IEnumerable<ActivationUse> InProducts(MemberBody body, MemberValues values, TermMeaning meaning, ActivationCalls calls)
    {
        foreach (var evaluation in values.Evaluations)
        {
            if (!ElementwiseProducts.Is(evaluation.Operation) || SlopeFactors.Of(evaluation, values.Terms) is not { } product || !EvaluatesCall(evaluation.Term, calls)) continue;
            var named = new HashSet<Term>(evaluation.Operation.Descendants().Where(values.Terms.ContainsKey).Select(o => values.Terms[o]));
            if (product.Candidates().Where(named.Contains).Select(of => InProduct(body, evaluation, product, of, meaning)).FirstOrDefault(use => use is not null) is { } found) yield return found;
        }
    }

    /// <summary>The derivative that some factors of a product are, or null.</summary>
    public static ActivationUse? InProduct(MemberBody body, Evaluation evaluation, SlopeFactors product, Term of, TermMeaning meaning) =>
        product.Around(of) is var (slope, own, upstream) && meaning.Recognise(slope, of) is { Form: not Form.Function } fingerprint
            ? new ActivationUse(body, evaluation, fingerprint, of) { Slope = slope, Upstream = upstream, Product = product.Method, Text = ElementwiseProducts.Text(own, product.Method) } : null;

    // A value that is stored is the same use as the value.
    private static bool EvaluatesCall(Term term, ActivationCalls calls) =>
        term.Size <= TermMeaning.MostNodes * 4 && term.SelfAndDescendants().Any(part => part switch
        {
            Computation { Operation: IInvocationOperation call } => calls.IsOne(call),
            Function function => function.Operation is IAnonymousFunctionOperation || calls.IsOne(function.Operation),
            _ => false,
        });
}
