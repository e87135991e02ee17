using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Learning;

/// <summary>
/// <c>a[i] = F(z[i])</c> and <c>delta[i] = error[i] * D(z[i])</c>, of two plain functions that stand side by side: by its use D is
/// the derivative of F, and it is not. Proved: D is handed what F was handed, or what it returned, and no other function
/// beside it was; what it is multiplied into is the gradient of the weights that were summed up for F; and by running both, D is
/// nothing that <see cref="Misfits"/> lets pass. Of the places that D's value goes through only the symbols are looked at.
/// </summary>
internal sealed record UsedPair(IInvocationOperation Call, Misfit Misfit, bool IsFromOutput, Location Established)
{
    public PairMeaning Meaning => IsFromOutput ? Misfit.FromOutput : Misfit.FromInput;

    public static IEnumerable<UsedPair> In(TypeModel type)
    {
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var body in type.Bodies)
            foreach (var operation in body.Calls)
                if (operation is IInvocationOperation call && MayBeSlope(call) && !body.HasErrors && !reported.Contains(call.TargetMethod)
                    && Of(call, body, type) is { } found && reported.Add(call.TargetMethod)) yield return found;
    }

    // The cheapest first: most calls are of a library, or of functions of several numbers.
    private static bool MayBeSlope(IInvocationOperation call) =>
        call.Arguments.Length == 1 && Misfits.IsCandidate(call.TargetMethod) && GradientUse.IsFactor(call, out _);

    private static UsedPair? Of(IInvocationOperation call, MemberBody body, TypeModel type)
    {
        var misfits = type.Compilation.Misfits.Of(call.TargetMethod.OriginalDefinition, type.Cancellation);
        if (misfits.IsEmpty || EvaluationOf(call, body, type) is not var (evaluation, applied)) return null;
        UsedPair? only = null;
        foreach (var misfit in misfits)
        {
            if (Together(new(body, evaluation, misfit.Pair, applied), misfit, type) is not { } found) continue;
            if (only is not null) return null;
            only = found;
        }

        return only is { Meaning.Verdict: PairVerdict.Neither } && IsGradient(only, type) ? only : null;
    }

    private static bool IsGradient(UsedPair pair, TypeModel type)
    {
        var forward = Around(pair.Established, type).ToList();
        var function = forward.OfType<IInvocationOperation>().FirstOrDefault(call => call.Syntax.GetLocation() == pair.Established
            || SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, pair.Misfit.Pair.Forward) && pair.Established.SourceSpan.Contains(call.Syntax.Span));
        if (function is null) return false;
        var (changes, sums) = (new WeightChange(type.Bodies, part => IsDerivative(part, pair, type)), WeightedSums.Of(forward, function));
        var calls = type.Bodies.SelectMany(body => body.Calls).OfType<IInvocationOperation>()
            .Where(call => SymbolEqualityComparer.Default.Equals(call.TargetMethod, pair.Call.TargetMethod)).ToList();
        var made = calls.FindAll(call => changes.IsMadeBy(call, sums));
        // At the last layer alone, a function of the output may be a weight of the loss, or hold its derivative.
        return !pair.Misfit.MayHoldLoss && made.Exists(call => !changes.IsOfLoss(call)) || made.Count > 0 && calls.Exists(call => changes.IsHandedDown(call, sums));
    }

    // Slope(z) of a function that fits; a * (1 - a), and 1 - t * t, of anything
    private static bool IsDerivative(IOperation part, UsedPair pair, TypeModel type) => part switch
    {
        IInvocationOperation { TargetMethod: var other } => !SymbolEqualityComparer.Default.Equals(other, pair.Call.TargetMethod) && Misfits.IsCandidate(other)
            && type.Compilation.Pairs.Of(other, type.Cancellation) is not null,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, LeftOperand: var one, RightOperand: var output } => one.Inner() is ILiteralOperation && NamedNumbersIn(output) == 1,
        _ => false,
    };

    private static int NamedNumbersIn(IOperation value) => new Change(null, value).Numbers.Select(one => one.Symbol).Distinct<ISymbol>(SymbolEqualityComparer.Default).Count();

    private static (Flow.Values.Evaluation, Applied)? EvaluationOf(IInvocationOperation call, MemberBody body, TypeModel type)
    {
        if (type.ValuesOf(body) is not { } values) return null;
        foreach (var evaluation in values.Evaluations)
            if (evaluation.Operation.Syntax == call.Syntax && evaluation.Term is Flow.Values.Computation computation && computation.Operation.Syntax == call.Syntax
                && Applied.Of(computation) is { } applied) return (evaluation, applied);
        return null;
    }

    private static UsedPair? Together(SharedDerivative use, Misfit misfit, TypeModel type) =>
        HandedOutput.Of(use, type.Compilation, type.WritesOf(use.Body), type.Cancellation) is { } activated ? new(use.Call, misfit, true, activated)
        : new SharedReach(type).OutputOf(use) is { } held ? new(use.Call, misfit, false, held.Established)
        : null;

    /// <summary>All that the member does in which the function is applied.</summary>
    private static IEnumerable<IOperation> Around(Location established, TypeModel type)
    {
        foreach (var body in type.Bodies)
            if (body.Blocks.Any(block => block.Syntax.SyntaxTree == established.SourceTree && block.Syntax.Span.Contains(established.SourceSpan))) return body.Operations;
        return established.SourceTree?.GetRoot(type.Cancellation).FindNode(established.SourceSpan).FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } method
            && type.Compilation.Bodies.OperationAt(method) is { } operation ? operation.Descendants() : [];
    }
}
