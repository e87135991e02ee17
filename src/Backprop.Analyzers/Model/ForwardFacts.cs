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
    private ForwardFacts(ImmutableArray<Relation> relations) => Relations = relations;

    public ImmutableArray<Relation> Relations { get; }

    public static ForwardFacts Of(TypeModel type, ForeignWrites foreign)
    {
        var left = new Dictionary<MemberBody, Relation[]>();
        foreach (var body in type.Bodies)
            if (type.Compilation.Activations.MayBeLeftBy(body) && type.ValuesOf(body) is { } values && Leaves(body, values, type).ToArray() is { Length: > 0 } own)
                left.Add(body, own);
        var kept = type.Bodies.SelectMany(body => left.TryGetValue(body, out var own) ? own : [])
            .Where(relation => type.Bodies.All(body => left.TryGetValue(body, out var own) && own.Any(relation.SameFact) || Respects(body, type, relation, left)))
            .Where(relation => !relation.Members.Any(member => IsKeptHere(relation, member, type) && foreign.Mentions(member)));
        var distinct = new List<Relation>();
        foreach (var relation in kept.Concat(FilledFields.In(type)))
            if (!distinct.Any(relation.SameFact)) distinct.Add(relation);
        return new ForwardFacts(distinct.ToImmutableArray());
    }

    // Weights that the type only reads are the caller's business: whoever changes them between the passes breaks both.
    private static bool IsKeptHere(Relation relation, ISymbol member, TypeModel type) =>
        relation.Place.SelfAndDescendants().OfType<Member>().Any(part => SymbolEqualityComparer.Default.Equals(part.Symbol, member))
        || type.Bodies.Any(body => Region.AllOf(member).Any(type.WritesOf(body).Contains));

    /// <summary>The facts that hold wherever the member returns.</summary>
    private static IEnumerable<Relation> Leaves(MemberBody body, MemberValues values, TypeModel type)
    {
        if (values.Exits.IsEmpty) return [];
        var exit = ExitOf(values);
        var entries = RelationExport.Of(exit, new HandedIndices(body, type.Compilation.Effects)).Concat(values.Tuples.SelectMany(tuple => RelationExport.Of(exit, tuple)));
        return entries.SelectMany(entry => Read(body, entry.Place, entry.Value, entry.Export, type.Meaning))
            .Concat(values.Branches.SelectMany(branch => InBranch(body, values, branch, exit, type.Meaning, type.Compilation.Gate)));
    }

    /// <summary><c>if (kind == Kind.Tanh) a = Math.Tanh(z);</c> and nothing written there any more.</summary>
    private static IEnumerable<Relation> InBranch(MemberBody body, MemberValues values, BranchEnd branch, ValueState exit, TermMeaning meaning, Gate gate)
    {
        if (!gate.MayActivate(branch.Branch.Syntax) || Condition.Around(branch.Branch, values.Terms, all: true) is not { Count: > 0 } conditions) yield break;
        foreach (var (place, value, export) in RelationExport.Of(branch.State))
        {
            if (value is not Computation) continue;
            var when = conditions.Select(condition => export.Name(condition.Subject) is { } subject ? condition with { Subject = subject } : null).ToArray();
            if (when.Any(condition => condition is null)) continue;
            foreach (var relation in Read(body, place, value, export, meaning))
                if (relation.Place.SelfAndDescendants().Concat(relation.PreActivation.SelfAndDescendants()).OfType<Place>()
                    .All(part => branch.After.VersionOf(part) == exit.VersionOf(part)))
                    yield return relation with { When = when.OfType<Condition>().ToImmutableArray() };
        }
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
            if (export.Name(cut) is { } preActivation && !preActivation.Equals(named) && HandedIndices.ArePicked(preActivation, named))
                yield return new Relation(named, fingerprint.Activation, preActivation, where);
        }
    }

    /// <summary>
    /// True where the member leaves the fact as it was: it writes none of its memory, or only makes room. Only a member that
    /// writes there is walked.
    /// </summary>
    private static bool Respects(MemberBody body, TypeModel type, Relation relation, Dictionary<MemberBody, Relation[]> left)
    {
        if (LearnedParameters.IsOfTheStart(body.Member) && IsOfThis(relation)) return true;
        var writes = type.WritesOf(body);
        var touched = relation.Members.Where(member => Region.AllOf(member).Any(writes.Contains) && !(IsOnlyRead(member, type, relation, left) && LearnedParameters.AreOnlyLearnedBy(body, member, type.Compilation.Effects)))
            .SelectMany(Region.AllOf).Where(writes.Contains).ToList();
        return touched.Count == 0 || type.ValuesOf(body) is not { } values
            || touched.TrueForAll(region => values.Exits.All(exit => exit.HasWritten(region) && OnlyMakesRoom(exit, region)));
    }

    // Of the object itself, not of any that a member was handed: its constructor has run by then.
    private static bool IsOfThis(Relation relation)
    {
        Term root = relation.Place;
        while (root is Element or Member { Receiver: not null }) root = root.Parts[0];
        return root is Origin { Identity: "this" };
    }

    // Weights: no part of the output, and no member that leaves the fact writes them.
    private static bool IsOnlyRead(ISymbol member, TypeModel type, Relation relation, Dictionary<MemberBody, Relation[]> left) =>
        !relation.Place.SelfAndDescendants().OfType<Member>().Any(part => SymbolEqualityComparer.Default.Equals(part.Symbol, member))
        && left.All(entry => !entry.Value.Any(relation.SameFact) || !Region.AllOf(member).Any(type.WritesOf(entry.Key).Contains));

    /// <summary>Room that is made for it, or a reset to nothing, holds no value yet; a constructor stores what it is handed.</summary>
    public static bool OnlyMakesRoom(ValueState exit, Region region)
    {
        if (!exit.HasWritten(region)) return true;
        var written = exit.ContentsIn(region).Select(entry => (Place: entry.Key, entry.Value)).Concat(exit.EverywhereIn(region).Select(fact => (fact.Place, fact.Value))).ToArray();
        return written.Length > 0 && written.All(entry => entry.Value switch
        {
            Made made => IsEmpty(made, exit),
            Member { Receiver: not null } other => IsCopied(other, entry.Place),
            Literal or Member or Origin { Symbol: IParameterSymbol } => true,
            var value => IsOfInput(value),
        });
    }

    // z = other.z; a = other.a: what holds of the one object holds of the other.
    private static bool IsCopied(Member from, Place to) => to is Member member && SymbolEqualityComparer.Default.Equals(from.Symbol, member.Symbol);

    // new Cache(z, a), of an a that the member has filled, is no room.
    private static bool IsEmpty(Made made, ValueState exit) =>
        made.Type is not IArrayTypeSymbol { ElementType: var item } || Region.Of(Element.AnyOf(made, item)) is not { } inside || OnlyMakesRoom(exit, inside);

    // neurons[i].Value = input[i]
    private static bool IsOfInput(Term value) => value is Element && Element.RootOf(value) is Origin { Identity: IParameterSymbol };
}
