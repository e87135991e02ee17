using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>A fact of a type, for every object and every index: what the forward pass leaves in a place, made of what.</summary>
internal abstract record Fact(Place Place, Location Established)
{
    private ImmutableArray<ISymbol>? members;

    /// <summary>What must be the case for the fact to hold: it was left in a branch.</summary>
    public ImmutableArray<Condition> When { get; init; } = ImmutableArray<Condition>.Empty;

    /// <summary>The memory that the fact speaks of: a write to any of it may end the fact.</summary>
    public ImmutableArray<ISymbol> Members => members ??= Place.SelfAndDescendants().Concat(Sources.Concat(When.Select(condition => condition.Subject)).SelectMany(source => source.SelfAndDescendants()))
        .OfType<Member>().Select(member => member.Symbol).Distinct<ISymbol>(SymbolEqualityComparer.Default).ToImmutableArray();

    /// <summary>What the value in the place was made of.</summary>
    protected abstract IEnumerable<Term> Sources { get; }

    public abstract bool SameFact(Fact other);

    /// <summary>True where the value is what this fact's place holds, or an element of it: what is made elementwise holds of each.</summary>
    public bool Holds(Term value, EntryView at) =>
        (Unifier.Match(Place, value, anyVersion: true) is { } match && match.Reads.All(at.Holds) && Applies(match, at))
        || (value is Element { Receiver: var all } && at.Holds(value) && Place is not Element
            && Unifier.Match(Place, all, anyVersion: true) is { } around && around.Reads.All(at.Holds) && Applies(around, at));

    /// <summary>Of an element of what the sources match: the element of the place at the same indices.</summary>
    protected Place? ElementOf(Term value, EntryView at, Func<Term, Unifier?> match) =>
        value is Element element && at.Holds(element) && match(element.Receiver) is { } around && around.Reads.All(at.Holds) && Applies(around, at)
            && around.Apply(Place) is Place all && Shape.IsNumeric(all.Type)
            ? new Element(all, element.Indices.ToImmutableArray(), element.Type)
            : null;

    /// <summary>True where the conditions of the fact are known to be met at a point.</summary>
    protected bool Applies(Unifier match, EntryView at) => When.IsEmpty || When.All(condition => at.IsKnown(condition with { Subject = match.Apply(condition.Subject) }));

    protected bool SameConditions(Fact other) => When.SequenceEqual(other.When);
}
