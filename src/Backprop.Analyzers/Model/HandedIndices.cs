using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A member that does one step or layer, <c>void Step(int t) { z[t] = ..; a[t] = f(z[t]); }</c>: what it leaves at the index that it
/// was handed, it leaves at every index that it is called with. Proved: all that it writes of the array itself is at that index, by
/// that name and no other, and the value is made of no other index that it was handed. Not where the index is computed: h[t % 2] is
/// soon another step's.
/// </summary>
internal sealed class HandedIndices(MemberBody body, CallEffects effects)
{
    private const int FirstOrdinal = -10;

    private HashSet<Region>? unnamed;

    /// <summary>What is left in memory, with such indices as any.</summary>
    public (Place Place, Term Value)[] Generalise((Place Place, Term Value)[] entries)
    {
        for (var i = 0; i < entries.Length; i++)
            if (IndicesOf(entries[i].Place) is { Count: > 0 } handed && IsOfThese(entries[i], handed) && IsWrittenByName(entries[i].Place) && handed.All(index => IsWrittenAtOne(entries[i].Place, index)))
                entries[i] = ((Place)Any(entries[i].Place), Any(entries[i].Value));
        return entries;

        static Term Any(Term term) => term.Rewrite(part => ParameterOf(part) is { } index ? new Bound(FirstOrdinal - index.Ordinal, index.Type) : null);
    }

    /// <summary>False where one of these indices picks the source and not the place: last = f(z[t]).</summary>
    public static bool ArePicked(Term source, Place by) => source.SelfAndDescendants().All(part => part is not Bound { Ordinal: <= FirstOrdinal } || by.SelfAndDescendants().Contains(part));

    private static IParameterSymbol? ParameterOf(Term term) =>
        term is Origin { Identity: IParameterSymbol { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 } parameter } ? parameter : null;

    // a[t], a[t + 1], units[t].Out[i]
    private static HashSet<Term> IndicesOf(Place place) => new(place.SelfAndDescendants().OfType<Element>().SelectMany(element => element.Indices)
        .Select(Shifted.FromOf).Where(index => ParameterOf(index) is not null));

    private static bool IsOfThese((Place Place, Term Value) entry, HashSet<Term> handed) =>
        !entry.Place.SelfAndDescendants().OfType<Computation>().Any(computed => computed.SelfAndDescendants().Any(handed.Contains))
        && entry.Value.SelfAndDescendants().All(part => ParameterOf(part) is null || handed.Contains(part));

    // var before = a[t - 1]; before[i] = 0; Halve(a);
    private bool IsWrittenByName(Place place) => Region.Of(place) is { } region && !(unnamed ??= DirectWrites.Unnamed(body, effects)).Contains(region);

    private bool IsWrittenAtOne(Place place, Term index)
    {
        var (root, indices) = ((Term)place, new List<Term>());
        for (; root is Element element; root = element.Receiver) indices.InsertRange(0, element.Indices);
        if (root is not Member { Symbol: var symbol }) return false;
        var at = indices.FindIndex(one => Shifted.FromOf(one).Equals(index));
        return body.Operations.SelectMany(WriteTargets.Of).Select(target => (Owner: WriteTargets.Root(target).Root, Indices: WriteTargets.IndicesOf(target)))
            .Where(target => target.Owner is IMemberReferenceOperation { Member: var member } && SymbolEqualityComparer.Default.Equals(member is IFieldSymbol field ? TupleItems.Plain(field) : member, symbol))
            // units[t].Out is one owner by its name; of a[t][i] the index at t's place
            .Select(target => (target.Owner.Syntax.ToString(), at < 0 ? "" : at < target.Indices.Count ? target.Indices[at].Syntax.ToString() : null)).Distinct().ToArray() is [(_, not null)];
    }
}
