using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Learning;

/// <summary>Numbers that code names: by the symbol that their path ends in, and the variables of the indices on it. <c>cells[t].W[i, j]</c>: W at t, i, j.</summary>
internal sealed record NamedNumbers(ISymbol Symbol, ImmutableArray<ISymbol?> Indices)
{
    /// <summary>Null of what is computed.</summary>
    public static NamedNumbers? Of(IOperation place)
    {
        var (symbol, indices) = ((ISymbol?)null, ImmutableArray.CreateBuilder<ISymbol?>());
        for (IOperation? current = place; current is not null;)
        {
            var (next, named, at) = Step(current.Inner());
            symbol ??= named;
            if (next is null && named is null) break;
            foreach (var index in at.Reverse()) indices.Add(VariableOf(index));
            current = next;
        }

        indices.Reverse();
        return symbol is null ? null : new(symbol, indices.ToImmutable());
    }

    public ITypeSymbol Type => Symbol switch
    {
        IPropertySymbol property => property.Type,
        IFieldSymbol held => held.Type,
        ILocalSymbol local => local.Type,
        _ => ((IParameterSymbol)Symbol).Type,
    };

    public bool Is(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(Symbol, symbol);

    /// <summary>How far from the end of these indices the last index of the other one stands; null where it is none of them.</summary>
    public int? PlaceOf(NamedNumbers other)
    {
        if (other.Indices.LastOrDefault() is not { } wanted) return null;
        for (var i = Indices.Length - 1; i >= 0; i--)
            if (SymbolEqualityComparer.Default.Equals(Indices[i], wanted)) return Indices.Length - 1 - i;
        return null;
    }

    private static (IOperation? Next, ISymbol? Named, ImmutableArray<IOperation> At) Step(IOperation place) => place switch
    {
        IArrayElementReferenceOperation element => (element.ArrayReference, null, element.Indices),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list } indexer => (list, null, indexer.Arguments.Select(argument => argument.Value).ToImmutableArray()),
        IFieldReferenceOperation or IPropertyReferenceOperation => (((IMemberReferenceOperation)place).Instance, place.Named()?.OriginalDefinition, ImmutableArray<IOperation>.Empty),
        ILocalReferenceOperation or IParameterReferenceOperation => (null, place.Named(), ImmutableArray<IOperation>.Empty),
        _ => (null, null, ImmutableArray<IOperation>.Empty),
    };

    // i, i + 1
    private static ISymbol? VariableOf(IOperation index)
    {
        var variables = index.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Take(2).ToArray();
        return variables is [{ Local: var only }] ? only : null;
    }
}
