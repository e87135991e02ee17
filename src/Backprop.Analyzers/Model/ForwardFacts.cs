using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Which places of a type hold which activation of what. A fact is kept only if every member that writes any of its memory
/// leaves it true, and no code outside of the type writes there (so that a call that is not understood cannot, but through
/// the type's own members): then it holds whenever a member is entered, after the
/// first forward pass. Not proved: that the forward pass ran at all, and that weights inside a rebuilt pre-activation are
/// those of the forward pass; the code that reads the cache relies on both itself.
/// </summary>
internal sealed class ForwardFacts
{
    private const int DeepestArray = 4;

    private ForwardFacts(ImmutableArray<Relation> relations) => Relations = relations;

    public ImmutableArray<Relation> Relations { get; }

    public static ForwardFacts Of(IReadOnlyList<(MemberBody Body, MemberValues Values)> members, TermMeaning meaning,
        Func<MemberBody, HashSet<Region>> writesOf, ForeignWrites foreign)
    {
        var byMember = members.Select(member => (
            member.Values,
            Relations: Leaves(member.Body, member.Values, meaning).ToArray(),
            Writes: writesOf(member.Body))).ToArray();
        var kept = byMember.SelectMany(member => member.Relations)
            .Where(relation => byMember.All(member => Respects(member.Values, member.Relations, member.Writes, relation)))
            .Where(relation => !relation.Members.Any(member => IsKeptHere(relation, member, byMember.Select(m => m.Writes)) && foreign.Mentions(member)))
            .ToArray();
        var distinct = new List<Relation>();
        foreach (var relation in kept)
            if (!distinct.Any(relation.SameFact)) distinct.Add(relation);
        return new ForwardFacts(distinct.ToImmutableArray());
    }

    // Weights that the type only reads are the caller's business: whoever changes them between the passes breaks both.
    private static bool IsKeptHere(Relation relation, ISymbol member, IEnumerable<HashSet<Region>> writes) =>
        relation.Place.SelfAndDescendants().OfType<Member>().Any(part => SymbolEqualityComparer.Default.Equals(part.Symbol, member))
        || writes.Any(written => Regions(member).Any(written.Contains));

    /// <summary>The facts that hold wherever the member returns.</summary>
    private static IEnumerable<Relation> Leaves(MemberBody body, MemberValues values, TermMeaning meaning)
    {
        if (values.Exits.IsEmpty) return [];
        var exit = ExitOf(values);
        var entries = RelationExport.Of(exit).Concat(values.Tuples.SelectMany(tuple => RelationExport.Of(exit, tuple)));
        return entries.SelectMany(entry => Read(body, entry.Place, entry.Value, entry.Export, meaning));
    }

    /// <summary>What holds wherever a member returns.</summary>
    public static ValueState ExitOf(MemberValues values) =>
        values.Exits.AsEnumerable().Aggregate((a, b) => ValueState.Merge(a, b, key => new Origin(new object(), key.Type), () => -1));

    private static IEnumerable<Relation> Read(
        MemberBody body, Place place, Term value, RelationExport export, TermMeaning meaning)
    {
        if (value is not Computation computed) yield break;
        foreach (var cut in Cuts.Of(value))
        {
            if (meaning.Recognise(value, cut) is not { Form: Form.Function, Activation.IsCostly: true } fingerprint) continue;
            if (export.NamePlace(place) is not { } named) continue;
            var where = computed.Operation.Syntax.GetLocation();
            yield return new Relation(named, fingerprint.Activation, Relation.Unnamed, where);
            if (export.Name(cut) is { } preActivation && !preActivation.Equals(named))
                yield return new Relation(named, fingerprint.Activation, preActivation, where);
        }
    }

    /// <summary>True where the member leaves the fact as it was: it writes none of its memory, or makes it true again.</summary>
    private static bool Respects(MemberValues values, Relation[] own, HashSet<Region> writes, Relation relation) =>
        own.Any(relation.SameFact)
        || relation.Members.SelectMany(Regions).Where(writes.Contains).All(region => values.Exits.All(exit => OnlyMakesRoom(exit, region)));

    /// <summary>Room that is made for it, or a reset to nothing, holds no value yet; a constructor stores what it is handed.</summary>
    public static bool OnlyMakesRoom(ValueState exit, Region region)
    {
        if (!exit.HasWritten(region)) return true;
        var written = exit.ContentsIn(region).Select(entry => entry.Value).Concat(exit.EverywhereIn(region).Select(fact => fact.Value)).ToArray();
        return written.Length > 0 && written.All(value => value is Made or Literal or Member or Origin { Symbol: IParameterSymbol });
    }

    private static IEnumerable<Region> Regions(ISymbol member) => Enumerable.Range(0, DeepestArray).Select(depth => new Region(member, depth));
}
