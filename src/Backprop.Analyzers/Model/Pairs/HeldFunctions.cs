using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// Two methods of a class that hand on to functions which its objects are made with: <c>double Slope(double v) => slope(v)</c>.
/// They belong together where the functions do, in at least one of the objects that the compilation makes. Proved of the
/// objects that are understood; others have no say.
/// </summary>
internal sealed class HeldFunctions(HeldCreations creations, SourceBodies bodies, PairRuns runs, CostlyCalls costly)
{
    public DerivativePair? Of(IMethodSymbol derivative, IReadOnlyCollection<IMethodSymbol> beside)
    {
        if (HeldBy(derivative) is not { } slope) return null;
        var made = creations.Of(derivative.ContainingType);
        if (made.IsEmpty) return null;
        return beside.Select(forward => HeldBy(forward) is { } function && !SymbolEqualityComparer.Default.Equals(function, slope)
                ? Of(forward, derivative, made.Select(one => RowOf(one, function, slope)).OfType<Row>().ToArray())
                : null)
            .OfType<DerivativePair>().OrderByDescending(pair => pair.Implementations.Length).FirstOrDefault();
    }

    private DerivativePair? Of(IMethodSymbol forward, IMethodSymbol derivative, Row[] rows)
    {
        if (PairLayout.Of(rows.Select(row => row.Pair).ToArray()) is not { } layout) return null;
        var implementations = rows.Select(row => Judge(forward, derivative, row, layout)).Where(one => PairSearch.IsFit(one.Meaning)).ToImmutableArray();
        return implementations.IsEmpty ? null : new(forward, derivative, PairSearch.Reading(implementations), implementations);
    }

    private PairImplementation Judge(IMethodSymbol forward, IMethodSymbol derivative, Row row, PairLayout layout)
    {
        var (meaning, roles) = row.Pair.Judge(layout.Roles, layout.IsFromOutput);
        return new(derivative.ContainingType, forward, derivative, meaning, row.Pair.Forward is { } run ? PairRuns.ActivationOf(run) : null, costly.In(row.Slope, derivative.ContainingType))
        {
            Roles = roles,
            IsStraight = row.Pair.IsStraight,
            IsOfNetworks = row.Pair.IsOfNetworks,
            IsHeld = true,
        };
    }

    private Row? RowOf(IReadOnlyDictionary<ISymbol, IOperation> made, ISymbol function, ISymbol slope) =>
        made.TryGetValue(function, out var f) && made.TryGetValue(slope, out var d)
            ? new Row(new PairRow(runs.FunctionOf(f) is { } open ? PairRuns.Run(open) : null, runs.FunctionOf(d)), d)
            : null;

    /// <summary>The member that holds the function which the method hands all of its arguments on to.</summary>
    private ISymbol? HeldBy(IMethodSymbol method)
    {
        if (method.Parameters.IsEmpty || bodies.BodyOf(method) is not { } body) return null;
        IInvocationOperation? only = null;
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation call)
            {
                if (only is not null) return null;
                only = call;
            }

        return only is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } held, Parent: IReturnOperation }
            && only.Arguments.Length == method.Parameters.Length && only.Arguments.All(argument => argument.Value is IParameterReferenceOperation)
            ? HeldCreations.MemberOf(held)
            : null;
    }

    private sealed record Row(PairRow Pair, IOperation Slope);
}
