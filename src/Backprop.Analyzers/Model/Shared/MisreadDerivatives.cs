using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>A derivative that takes the one of the pre-activation and the output, and is handed the other.</summary>
internal sealed record MisreadDerivative(SyntaxNode Where, string What, string Value, Location Established);

/// <summary>
/// Such derivatives, seen from where they are written: an implementation, or a case of a method that tells activations apart, which
/// takes the one, while all callers hand over the other. <paramref name="callers"/>: those callers, where they are proof enough.
/// </summary>
internal sealed class MisreadDerivatives(TypeModel type, PairVerdict takes, Func<DerivativePair, AgreedCallers?> callers)
{
    public IEnumerable<MisreadDerivative> Written() => AtImplementations().Concat(AtCases());

    /// <summary>Does an implementation take that one, and no other? What relu does is right of either.</summary>
    public static bool IsMisread(PairImplementation one, PairVerdict takes) =>
        one.Meaning.Verdict == takes && !one.IsStraight && one.Activation is not { SameFromEither: true };

    private bool IsMisread(PairImplementation one) => !one.IsHeld && IsMisread(one, takes);

    private IEnumerable<MisreadDerivative> AtImplementations()
    {
        foreach (var body in type.Bodies)
        {
            if (body.Member is not IMethodSymbol { IsStatic: false } method || !type.Compilation.Gate.IsCostlyName(method.Name)) continue;
            if (!DerivativePairs.IsCandidate(method) || SymbolEqualityComparer.Default.Equals(Slot.Of(method), method) || body.HasErrors) continue;
            if (!type.Compilation.Activations.Evaluates(Slot.Of(method)) || type.Compilation.Pairs.Of(Slot.Of(method), type.Cancellation) is not { } pair) continue;
            if (pair.Implementations.FirstOrDefault(one => SymbolEqualityComparer.Default.Equals(one.Derivative, method) && IsMisread(one)) is { } own
                && callers(pair) is { } agreed && Returned(body) is { } returned)
                yield return new(returned, method.Name, Source(own), agreed.Activated);
        }
    }

    // case Kind.Tanh: return 1 - Math.Tanh(y) * Math.Tanh(y); beside case Kind.Sigmoid: return y * (1 - y);
    private IEnumerable<MisreadDerivative> AtCases()
    {
        foreach (var body in type.Bodies)
        {
            if (body.Member is not IMethodSymbol method || !SelectorTable.MayTellApart(method) || body.HasErrors) continue;
            if (SharedDerivative.PairOf(method, type.Compilation, type.Cancellation) is not { Reading: PairReading.Mixed } pair) continue;
            var misread = pair.Implementations.Where(one => one.Case is not null && IsMisread(one)).ToArray();
            if (misread.Length == 0 || callers(pair) is not { } agreed) continue;
            foreach (var one in misread) yield return new(SelectorCases.Result(one.Case!.At), method.Name, Source(one), agreed.Activated);
        }
    }

    private string Source(PairImplementation one)
    {
        var numbers = one.Derivative.Parameters.Where(parameter => Applied.IsNumbers(parameter.Type)).ToArray();
        var at = one.Roles.IndexOf(takes == PairVerdict.DerivativeFromInput ? ArgumentRole.PreActivation : ArgumentRole.Output);
        return (at >= 0 && at < numbers.Length ? numbers[at] : one.Derivative.Parameters[0]).Name;
    }

    // What a body returns last.
    private static SyntaxNode? Returned(MemberBody body) => body.Blocks.Select(block => block.Syntax)
        .SelectMany(syntax => syntax.DescendantNodesAndSelf())
        .Select(node => node switch
        {
            ReturnStatementSyntax { Expression: { } value } => value,
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            _ => null,
        }).LastOrDefault(value => value is not null);
}
