using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// What all code of the compilation leaves in memory by calling the function of a pair: found from the calls, whichever type
/// they are in, and asked from whichever type calls the derivative. Proved: the place holds the result at the end of the
/// member that called. Whether other code leaves it so is <see cref="OtherWrites"/>'s question. Kept per compilation.
/// </summary>
internal sealed class SharedFacts(CompilationModel compilation)
{
    private const int MostMembers = 80;

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<CallFact>> known = new(SymbolEqualityComparer.Default);
    public MemberIndex Index { get; } = new(compilation.Compilation);

    public PairFunctions Functions { get; } = new(compilation);

    public ImmutableArray<CallFact> Of(DerivativePair pair, CancellationToken cancellation)
    {
        if (known.TryGetValue(pair.Function, out var facts)) return facts;
        return known[pair.Function] = Find(pair, cancellation);
    }

    private ImmutableArray<CallFact> Find(DerivativePair pair, CancellationToken cancellation)
    {
        var members = Functions.Of(pair).Select(function => function.Name).Distinct().SelectMany(name => Index.Mentioning(name))
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).ToArray();
        if (members.Length > MostMembers) return ImmutableArray<CallFact>.Empty;
        var facts = new List<CallFact>();
        var establishing = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var member in members)
            foreach (var fact in Leaves(member, pair, cancellation))
            {
                establishing.Add(member);
                if (!facts.Any(fact.SameFact)) facts.Add(fact);
            }

        var others = new OtherWrites(compilation, pair, Index, establishing, cancellation);
        return facts.Select(fact => others.Leave(fact)).OfType<CallFact>().ToImmutableArray();
    }

    private IEnumerable<CallFact> Leaves(IMethodSymbol member, DerivativePair pair, CancellationToken cancellation)
    {
        if (compilation.Bodies.BodyOf(member) is not { } body || !body.Descendants().Any(o => Functions.MayBeCall(o, pair))) return [];
        if (compilation.WalkOf(member, body, cancellation) is not { Exits.IsEmpty: false } values) return [];
        var handed = new HandedIndices(new MemberBody(member, ImmutableArray.Create(body)), compilation.Effects);
        return values.Exits.SelectMany(exit => In(exit, values, member, pair, handed))
            .Where(fact => values.Exits.All(exit => IsLeft(fact, exit, values, member, pair, handed)))
            .Concat(FilledLists.In(body, values, operation => Functions.IsCall(operation, pair)).Select(list => Read(member, list, pair)).OfType<CallFact>());
    }

    private IEnumerable<CallFact> In(ValueState exit, MemberValues values, IMethodSymbol member, DerivativePair pair, HandedIndices handed) =>
        RelationExport.Of(exit, handed).Concat(values.Tuples.SelectMany(tuple => RelationExport.Of(exit, tuple)))
            .Select(entry => Read(member, entry.Place, entry.Value, entry.Export, pair)).OfType<CallFact>();

    // if (inputs.Length == 0) return; leaves what was there.
    private bool IsLeft(CallFact fact, ValueState exit, MemberValues values, IMethodSymbol member, DerivativePair pair, HandedIndices handed) =>
        Region.Of(fact.Place) is { } region && !exit.HasWritten(region) || In(exit, values, member, pair, handed).Any(fact.SameFact);

    private CallFact? Read(IMethodSymbol member, Place place, Term value, RelationExport export, DerivativePair pair)
    {
        if (value is not Computation computation || !Functions.IsCall(computation, pair) || Applied.Of(computation) is not { } applied) return null;
        if (export.NamePlace(place) is not { } named || General(named, member) is not Place general) return null;
        var argument = export.Name(applied.Argument) is { } name && !name.Equals(named) && HandedIndices.ArePicked(name, named) ? General(name, member) : Relation.Unnamed;
        var selector = export.Name(applied.Selector) is { } chosen && HandedIndices.ArePicked(chosen, named) ? General(chosen, member) : Relation.Unnamed;
        return new CallFact(general, selector, argument, member, applied.Call.Syntax.GetLocation());
    }

    // outputs.Add(f(z)): any element is some output of the function.
    private CallFact? Read(IMethodSymbol member, FilledList list, DerivativePair pair) =>
        Applied.Of(list.Output) is { } applied && General(list.Element, member) is Place place
            ? new CallFact(place, Relation.Unnamed, Relation.Unnamed, member, applied.Call.Syntax.GetLocation())
            : null;

    // What holds of the object that ran the member holds of any that did.
    private static Term General(Term term, IMethodSymbol member) => term.Rewrite(part =>
        part is Origin { Identity: "this" } ? new Bound(-3, member.ContainingType) : null);
}
