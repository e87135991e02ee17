using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The place holds f of the pre-activation, as <c>this.a[i]</c> holds tanh of <c>this.z[i]</c>, or any <c>cache.A</c> holds
/// tanh of <c>Wax * cache.X + Waa * cache.APrev + b</c>.
/// </summary>
internal sealed record Relation(Place Place, Activation Activation, Term PreActivation, Location Established) : Fact(Place, Established)
{
    /// <summary>The pre-activation of a fact that only says that the place is an output, not of what.</summary>
    public static Term Unnamed { get; } = new Origin("unnamed", null);

    protected override IEnumerable<Term> Sources => [PreActivation];

    public override bool SameFact(Fact other) => other is Relation relation
        && Place.Equals(relation.Place) && Activation.Equals(relation.Activation) && PreActivation.Equals(relation.PreActivation) && SameConditions(relation);

    /// <summary>Where f of this value lies at a point of a member, or null where this fact does not say.</summary>
    public Place? HolderOf(Term preActivation, EntryView at) =>
        Unifier.Match(PreActivation, preActivation, anyVersion: true) is { } match && match.Reads.All(at.Holds) && Applies(match, at)
            ? match.Apply(Place) as Place
            : ElementOf(preActivation, at, array => Unifier.Match(PreActivation, array, anyVersion: true));
}
