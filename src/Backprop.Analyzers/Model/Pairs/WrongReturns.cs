using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>One return of a derivative, with what it yields and what the derivative is where it is reached.</summary>
internal sealed record WrongReturn(SyntaxNode At, PairMeaning Meaning, bool IsFromOutput);

/// <summary>
/// Which returns of a derivative that is none are at fault: <c>if (z > 0) return 1; return Math.Exp(a);</c>. Each is held to the
/// samples that end there: none of them is right, and several are far off. Where all callers hand over the output, that is what it is run on, so that
/// a branch that is right of the pre-activation alone is at fault as well. Asked for before a report only.
/// </summary>
internal sealed class WrongReturns(PairRuns runs, HandedOver callers)
{
    private const int FewestSamples = 2;

    public IReadOnlyList<WrongReturn> Of(DerivativePair pair, PairImplementation wrong, CancellationToken cancellation)
    {
        var roles = callers.AlwaysOutput(pair, cancellation) is null ? null : FromOutput(wrong.Roles);
        return Of(wrong, roles ?? wrong.Roles, constructed: false) is { Count: > 0 } open ? open : Of(wrong, roles ?? wrong.Roles, constructed: true);
    }

    private static ImmutableArray<ArgumentRole>? FromOutput(ImmutableArray<ArgumentRole> roles) =>
        roles.Contains(ArgumentRole.Output) ? null : ArgumentRoles.OtherForm(roles);

    private List<WrongReturn> Of(PairImplementation wrong, ImmutableArray<ArgumentRole> roles, bool constructed)
    {
        if (runs.Forward(new(wrong.Forward, wrong.Type, constructed)) is not { } forward) return [];
        // A function of its own, for others may be running the one that is kept.
        if (runs.Functions.Of(wrong.Derivative, wrong.Type, constructed) is not { Function.IsScalar: true } derivative) return [];
        var samples = new List<(SyntaxNode At, DerivativePoint Point)>();
        foreach (var point in DerivativeRuns.Points(forward.Slopes, derivative.Function, roles))
        {
            if (point is not { } known || derivative.Used.LastReturned is not { } at || !IsIn(at, wrong.Derivative)) return [];
            samples.Add((at, known));
        }

        return Judged(samples, roles.Contains(ArgumentRole.Output) && !roles.Contains(ArgumentRole.PreActivation));
    }

    private static List<WrongReturn> Judged(List<(SyntaxNode At, DerivativePoint Point)> samples, bool isFromOutput)
    {
        var wrong = new List<WrongReturn>();
        foreach (var ending in samples.GroupBy(sample => sample.At, sample => sample.Point))
        {
            if (ending.Any(point => point is { Agrees: true, IsSaturated: false }) || ending.Count(point => point.IsGross) < FewestSamples) continue;
            var shown = ending.First(point => point.IsGross);
            wrong.Add(new(ending.Key, new(PairVerdict.Neither, shown.Z, shown.Got, shown.Wanted), isFromOutput));
        }

        return wrong;
    }

    // The last return of a run is the method's own, unless it has none.
    private static bool IsIn(SyntaxNode at, IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(reference =>
        reference.SyntaxTree == at.SyntaxTree && reference.Span.Contains(at.Span))
        && at.FirstAncestorOrSelf<SyntaxNode>(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) is MemberDeclarationSyntax;
}
