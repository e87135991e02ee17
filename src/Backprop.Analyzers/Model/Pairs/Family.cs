using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>The concrete types below one, and what each of them runs for a slot: looked up once, for each slot is compared with each other.</summary>
internal sealed class Family
{
    /// <summary>In a library of statistics a logistic distribution speaks of networks, and the hundred others beside it do not.</summary>
    private const int OneIn = 4;

    private readonly ConcurrentDictionary<IMethodSymbol, IMethodSymbol?[]> bodies = new(SymbolEqualityComparer.Default);

    public Family(INamedTypeSymbol root, Hierarchy hierarchy, Gate gate)
    {
        Types = hierarchy.ConcreteTypesOf(root);
        IsOfNetworks = gate.IsOfNetworks(root) || Types.Count(gate.IsOfNetworks) * OneIn >= Types.Length;
    }

    public ImmutableArray<INamedTypeSymbol> Types { get; }

    /// <summary>Whether a good part of them may have to do with networks.</summary>
    public bool IsOfNetworks { get; }

    /// <summary>In the order of the types; null where a type has none in source.</summary>
    public IMethodSymbol?[] BodiesOf(IMethodSymbol slot) => bodies.GetOrAdd(slot, one => Types.Select(type => Slot.In(type, one)).ToArray());
}
