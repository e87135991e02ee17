using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>A fact of a type, for every object and every index: what the forward pass leaves in a place, made of what.</summary>
internal abstract record Fact(Place Place, Location Established)
{
    private ImmutableArray<ISymbol>? members;

    /// <summary>The memory that the fact speaks of: a write to any of it may end the fact.</summary>
    public ImmutableArray<ISymbol> Members => members ??= Place.SelfAndDescendants().Concat(Sources.SelectMany(source => source.SelfAndDescendants()))
        .OfType<Member>().Select(member => member.Symbol).Distinct<ISymbol>(SymbolEqualityComparer.Default).ToImmutableArray();

    /// <summary>What the value in the place was made of.</summary>
    protected abstract IEnumerable<Term> Sources { get; }

    public abstract bool SameFact(Fact other);

    /// <summary>True where the value is what this fact's place holds.</summary>
    public bool Holds(Term value, EntryView at) =>
        Unifier.Match(Place, value, anyVersion: true) is { } match && match.Reads.All(at.Holds);
}
