using System.Collections.Concurrent;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// Pairs of functions that are invoked where they are held or asked for, <c>layer.slope(z)</c> and <c>SlopeOf(kind)(z)</c>, by the
/// member or method that the derivative comes from. Kept per compilation.
/// </summary>
internal sealed class SourcePairs(HeldFunctions held, SelectorTable factories)
{
    private readonly ConcurrentDictionary<ISymbol, DerivativePair?> known = new(SymbolEqualityComparer.Default);

    public DerivativePair? Of(ISymbol slope) => known.GetOrAdd(slope, one => one is IMethodSymbol asked ? factories.PairOf(asked) : held.Of(one));

    /// <summary>Where a function that is invoked comes from, by what is written; a look at the values decides.</summary>
    public static ISymbol? SourceOf(IInvocationOperation call, MemberBody body) => call switch
    {
        { TargetMethod.MethodKind: not MethodKind.DelegateInvoke } => null,
        { Instance: ILocalReferenceOperation local } => body.Initials.TryGetValue(local.Local, out var initial) ? SourceOf(initial) : null,
        { Instance: { } function } => SourceOf(function),
        _ => null,
    };

    private static ISymbol? SourceOf(IOperation function) => function.Inner() switch
    {
        IInvocationOperation { TargetMethod: { ReturnType.TypeKind: TypeKind.Delegate } asked } => asked.OriginalDefinition,
        IFieldReferenceOperation field => field.Field.OriginalDefinition,
        IPropertyReferenceOperation { Property.IsIndexer: false } property => property.Property.OriginalDefinition,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } => parameter.OriginalDefinition,
        _ => null,
    };
}
