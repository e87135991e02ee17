using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>Two methods as one type has them, run beside each other.</summary>
internal sealed record TypeRow(INamedTypeSymbol Type, IMethodSymbol Forward, IMethodSymbol Derivative, PairRow Row)
{
    /// <summary>Both run on any object, or, where that is not understood, on the one that the constructor makes.</summary>
    public static TypeRow Of(INamedTypeSymbol type, IMethodSymbol forward, IMethodSymbol derivative, PairRuns runs)
    {
        var open = Run(constructed: false);
        var isEnough = open.Fits.Length > 0 || open.IsUnderstood || type.IsStatic || !runs.Functions.CanConstruct(type);
        return new(type, forward, derivative, isEnough ? open : Run(constructed: true));

        PairRow Run(bool constructed)
        {
            var f = runs.Forward(new(forward, type, constructed));
            return new(f, f is null ? null : runs.Function(new(derivative, type, constructed)));
        }
    }

    public PairImplementation Judge(ImmutableArray<ArgumentRole> layout, bool tellFromOutput, PairRuns runs)
    {
        var (meaning, roles) = Row.Judge(layout, tellFromOutput);
        return new(Type, Forward, Derivative, meaning, runs.ActivationOf(Forward, Row.Forward), runs.EvaluatesForward(Derivative, Type))
        {
            Roles = roles,
            IsStraight = Row.IsStraight,
            IsOfNetworks = Row.IsOfNetworks,
        };
    }
}
