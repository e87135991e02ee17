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
internal sealed class HeldFunctions(HeldCreations creations, SourceBodies bodies, PairRuns runs)
{
    private const int MostMembers = 8;

    /// <summary>Of a method that hands on.</summary>
    public DerivativePair? Of(IMethodSymbol derivative, IReadOnlyCollection<IMethodSymbol> beside)
    {
        if (HeldBy(derivative) is not { } slope) return null;
        var made = creations.Of(derivative.ContainingType);
        return made.IsEmpty ? null : Best(beside.Select(forward => HeldBy(forward) is { } function ? Of(forward, derivative, function, slope, made) : null));
    }

    /// <summary>Of a member that holds a function: <c>layer.slope(z)</c>.</summary>
    public DerivativePair? Of(ISymbol slope)
    {
        if (TypeOf(slope) is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke } || slope.ContainingType is not { } type) return null;
        var made = creations.Of(type);
        var beside = made.SelectMany(one => one.Keys).Distinct(SymbolEqualityComparer.Default).Where(member => SymbolEqualityComparer.Default.Equals(TypeOf(member), TypeOf(slope)))
            .OrderBy(member => member.IsStatic != slope.IsStatic) // slope = Rise, where a static Rise lies beside Squash
            .ThenBy(member => member.Kind != slope.Kind); // Map = map of a primary constructor's parameter: both hold the function
        return Best(beside.Take(MostMembers).Select(function => Of(invoke, invoke, function, slope, made) is { } pair ? pair with { Source = function } : null));
    }

    /// <summary>Of several, the one that most objects show.</summary>
    public static DerivativePair? Best(IEnumerable<DerivativePair?> found) =>
        found.OfType<DerivativePair>().OrderByDescending(pair => pair.Implementations.Length).FirstOrDefault();

    private DerivativePair? Of(IMethodSymbol forward, IMethodSymbol derivative, ISymbol? function, ISymbol slope, ImmutableArray<IReadOnlyDictionary<ISymbol, IOperation>> made) =>
        function is null || SymbolEqualityComparer.Default.Equals(function, slope) ? null
            : Of(forward, derivative, slope.ContainingType, made.Select(one => RowOf(one, function, slope)).OfType<Row>().ToArray());

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private DerivativePair? Of(IMethodSymbol forward, IMethodSymbol derivative, INamedTypeSymbol type, Row[] rows)
    {
        if (PairLayout.Of(rows.Select(row => row.Pair).ToArray()) is not { } layout) return null;
        var implementations = rows.Select(row => Judge(forward, derivative, type, row.Pair, runs.EvaluatesForward(row.Slope, type), layout)).Where(one => PairSearch.IsFit(one.Meaning)).ToImmutableArray();
        return implementations.IsEmpty ? null : new(forward, derivative, PairSearch.Reading(implementations), implementations);
    }

    /// <summary>What one of the objects, or one of the cases, is.</summary>
    public static PairImplementation Judge(
        IMethodSymbol forward, IMethodSymbol derivative, INamedTypeSymbol type, PairRow row, bool evaluatesForward, PairLayout layout)
    {
        var (meaning, roles) = row.Judge(layout.Roles, layout.IsFromOutput);
        return new(type, forward, derivative, meaning, row.Forward is { } run ? PairRuns.ActivationOf(run) : null, evaluatesForward)
        {
            Roles = roles,
            IsStraight = row.IsStraight,
            IsOfNetworks = row.IsOfNetworks,
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
