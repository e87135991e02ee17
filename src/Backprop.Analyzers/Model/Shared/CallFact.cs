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

    /// <summary>Is the value of a call what this fact's function was handed, or what it returned?</summary>
    public bool IsAbout(Applied applied, EntryView at) => MatchOf(applied, at) is not null;

    /// <summary>What chose the function of that value, where it has a name.</summary>
    public Term? SelectorOf(Applied applied, EntryView at) =>
        Selector.Equals(Relation.Unnamed) || MatchOf(applied, at)?.Apply(Selector) is not { } own || own.SelfAndDescendants().Any(part => part is Bound) ? null : own;

    private Unifier? MatchOf(Applied applied, EntryView at) =>
        Match(Argument, applied.Argument, at) ?? Match(Place, applied.Argument, at)
        ?? (applied.Argument is Element element && at.Holds(element) ? Match(Argument, element.Receiver, at) ?? Match(Place, element.Receiver, at) : null);

    private static Unifier? Match(Term pattern, Term value, EntryView at) =>
        !pattern.Equals(Relation.Unnamed) && Unifier.Match(pattern, value, anyVersion: true) is { } match && match.Reads.All(at.Holds) ? match : null;

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
