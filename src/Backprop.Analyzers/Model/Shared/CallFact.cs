using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// The place holds what a function returned, whichever it is: <c>o.Output</c> holds <c>o.activation.Activate(o.Sum)</c> for any
/// object o. What chose the function (an object, an enum) or what it was handed is <see cref="Relation.Unnamed"/> where it
/// has no name outside of the member.
/// </summary>
internal sealed record CallFact(Place Place, Term Selector, Term Argument, IMethodSymbol By, Location Established) : Fact(Place, Established)
{
    /// <summary>Proved that, after the forward pass, the place holds nothing but what the function returned.</summary>
    public bool IsAlwaysOutput { get; init; }

    /// <summary>Proved as well that it is the function of what lies in the argument's place now.</summary>
    public bool IsCertain { get; init; }

    // Another activation in the field is another function for the backward pass as well: only the numbers count.
    protected override IEnumerable<Term> Sources => [Argument];

    public override bool SameFact(Fact other) => other is CallFact fact
        && Place.Equals(fact.Place) && Selector.Equals(fact.Selector) && Argument.Equals(fact.Argument);

    /// <summary>Where the result of the function lies, or null where this fact does not say.</summary>
    public Place? HolderOf(Applied applied, EntryView at, bool sameSelector)
    {
        if (Argument.Equals(Relation.Unnamed)) return null;
        return Match(applied.Argument) is { } match && match.Reads.All(at.Holds) ? match.Apply(Place) as Place : ElementOf(applied.Argument, at, Match);

        Unifier? Match(Term argument) => sameSelector
            ? Unifier.Match([Argument, Selector], [argument, applied.Selector], anyVersion: true)
            : Unifier.Match(Argument, argument, anyVersion: true);
    }
}
