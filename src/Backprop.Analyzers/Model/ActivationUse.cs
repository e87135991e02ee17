using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// One expression that computes an activation's derivative, or the activation, of a value that it names itself: for
/// <c>1 - Math.Tanh(z) * Math.Tanh(z)</c> the input form of tanh' of z; for <c>1 - t * t</c> the output form of t.
/// </summary>
internal sealed record ActivationUse(MemberBody Body, Evaluation Evaluation, Fingerprint Meaning, Term Of)
{
    public IOperation Operation => Evaluation.Operation;

    public static IEnumerable<ActivationUse> In(MemberBody body, MemberValues values, TermMeaning meaning, ActivationCalls calls)
    {
        var seen = new HashSet<SyntaxNode>();
        foreach (var evaluation in values.Evaluations)
        {
            if (evaluation.Operation is IAssignmentOperation or ILocalReferenceOperation or IParameterReferenceOperation) continue;
            if (!Shape.IsNumeric(evaluation.Term.Type) || !EvaluatesCall(evaluation.Term, calls)) continue;
            var cuts = Cuts.Of(evaluation.Term);
            if (cuts.Count == 0) continue;
            var named = new HashSet<Term>(evaluation.Operation.Descendants().Where(values.Terms.ContainsKey).Select(o => values.Terms[o]));
            // Innermost first: 1 - tanh(z)^2 is the input form of z before it is the output form of tanh(z).
            foreach (var cut in cuts.Reverse())
            {
                if (!named.Contains(cut) || meaning.Recognise(evaluation.Term, cut) is not { } fingerprint) continue;
                // A conversion around an expression is the same use.
                if (seen.Add(evaluation.Operation.Syntax)) yield return new ActivationUse(body, evaluation, fingerprint, cut);
                break;
            }
        }
    }

    // A value that is stored is the same use as the value.
    private static bool EvaluatesCall(Term term, ActivationCalls calls) =>
        term.Size <= TermMeaning.MostNodes * 4 && term.SelfAndDescendants().Any(part => part switch
        {
            Computation { Operation: IInvocationOperation call } => calls.IsOne(call),
            Function function => function.Operation is IAnonymousFunctionOperation || calls.IsOne(function.Operation),
            _ => false,
        });
}
