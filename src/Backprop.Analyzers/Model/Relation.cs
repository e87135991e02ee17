using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A fact of a type, for every object and every index: the place holds f of the pre-activation, as <c>this.a[i]</c> holds
/// tanh of <c>this.z[i]</c>, or any <c>cache.A</c> holds tanh of <c>Wax * cache.X + Waa * cache.APrev + b</c>.
/// </summary>
internal sealed record Relation(Place Place, Activation Activation, Term PreActivation, Location Established)
{
    /// <summary>The pre-activation of a fact that only says that the place is an output, not of what.</summary>
    public static Term Unnamed { get; } = new Origin("unnamed", null);

    /// <summary>The memory that the fact speaks of: a write to any of it may end the fact.</summary>
    public ImmutableArray<ISymbol> Members { get; } = Place.SelfAndDescendants().Concat(PreActivation.SelfAndDescendants())
        .OfType<Member>().Select(member => member.Symbol).Distinct<ISymbol>(SymbolEqualityComparer.Default).ToImmutableArray();

    public bool SameFact(Relation other) =>
        Place.Equals(other.Place) && Activation.Equals(other.Activation) && PreActivation.Equals(other.PreActivation);

    /// <summary>Where f of this value lies at a point of a member, or null where this fact does not say.</summary>
    public Place? HolderOf(Term preActivation, EntryView at) =>
        Unifier.Match(PreActivation, preActivation, anyVersion: true) is { } match && match.Reads.All(at.Holds)
            ? match.Apply(Place) as Place
            : null;

    /// <summary>True where the value is what this fact's place holds.</summary>
    public bool Holds(Term value, EntryView at) =>
        Unifier.Match(Place, value, anyVersion: true) is { } match && match.Reads.All(at.Holds);
}
