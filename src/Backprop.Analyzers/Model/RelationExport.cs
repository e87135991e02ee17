using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Rewrites what a member leaves in memory as facts that other members can use: values that the member knows by its own
/// parameters and locals are named by the places that hold them at its end, and objects other than its own by "any object
/// of the type". A value for which no such place exists yields no fact.
/// </summary>
internal sealed class RelationExport
{
    private readonly ValueState exit;
    private readonly Term? made;
    private readonly Bound? any;
    private readonly Dictionary<Term, Place> homes = [];

    private RelationExport(ValueState exit, Term? made, Bound? any)
    {
        this.exit = exit;
        this.made = made;
        this.any = any;
    }

    /// <summary>The entries of memory at the end, each with the renaming that fits the object it belongs to.</summary>
    public static IEnumerable<(Place Place, Term Value, RelationExport Export)> Of(ValueState exit, HandedIndices? handed = null)
    {
        var entries = exit.Contents.Select(entry => (Place: entry.Key, entry.Value))
            .Concat(exit.Everywhere.Select(fact => (fact.Place, fact.Value))).ToArray();
        if (handed is not null) entries = handed.Generalise(entries);
        var own = new RelationExport(exit, null, null);
        foreach (var (place, value) in entries) own.AddHome(place, value);
        foreach (var (place, value) in entries) own.AddHomeInMade(place, value);
        foreach (var (place, value) in entries) yield return (place, value, own);
        foreach (var group in entries.GroupBy(entry => OwnerOf(entry.Place)))
        {
            if (group.Key is null || !IsObject(group.Key)) continue;
            var ofObject = new RelationExport(exit, group.Key, new Bound(-2, group.Key.Type));
            foreach (var (place, value) in entries) ofObject.AddHome(place, value);
            foreach (var (place, value) in entries) ofObject.AddHomeInMade(place, value);
            foreach (var (place, value) in group) yield return (place, value, ofObject);
            // What fills a matrix says nothing of all matrices.
            if (Shape.IsNumeric(group.Key.Type)) continue;
            foreach (var (place, value) in entries.Where(entry => ofObject.IsInside(entry.Place, entry.Value))) yield return (place, value, ofObject);
        }
    }

    /// <summary>The same for a tuple: a cache without a type of its own.</summary>
    public static IEnumerable<(Place Place, Term Value, RelationExport Export)> Of(ValueState exit, Computation tuple)
    {
        var type = tuple.Operation.Parent is IConversionOperation { Type: INamedTypeSymbol { IsTupleType: true } target }
            ? target
            : tuple.Type as INamedTypeSymbol;
        if (type is not { IsTupleType: true } || type.TupleElements.Length != tuple.Parts.Length) yield break;
        var any = new Bound(-2, type);
        var export = new RelationExport(exit, null, any);
        var items = type.TupleElements.Select((item, i) => (Place: new Member(any, TupleItems.Plain(item), item.Type), Value: tuple.Parts[i])).ToArray();
        foreach (var (place, value) in items) export.homes[value] = place;
        foreach (var (place, value) in items) yield return (place, value, export);
        var inside = exit.Contents.Select(entry => (Place: entry.Key, entry.Value)).Concat(exit.Everywhere.Select(fact => (fact.Place, fact.Value)))
            .Where(entry => export.IsInside(entry.Place, entry.Value)).ToArray();
        foreach (var (place, value) in inside) export.AddHomeInMade(place, value);
        foreach (var (place, value) in inside) yield return (place, value, export);
    }

    // a[i] of new Cache(z, a): an element of what the object was made with, and not of what another of its kind holds there
    private bool IsInside(Place place, Term value) => place is Element { Receiver: Made made } && homes.TryGetValue(made, out var home) && home is Member { Receiver: { } owner } member && owner.Equals(any)
        && !value.SelfAndDescendants().OfType<Member>().Any(other => SymbolEqualityComparer.Default.Equals(other.Symbol, member.Symbol));

    // d of d.A, d.A[i] and d.A[i][j]
    private static Term? OwnerOf(Place place) => Element.RootOf(place) is Member member ? member.Receiver : null;

    // A cache made here, a unit handed in, one of a layer's cells: what holds of it holds of all that were treated so.
    private static bool IsObject(Term owner) =>
        owner is not Origin { Identity: "this" } && owner.Type is INamedTypeSymbol { IsTupleType: false } type
        && type.Locations.Any(location => location.IsInSource);

    // The nearest home wins: the object's own members before the type's.
    private void AddHome(Place place, Term value)
    {
        if (!value.IsVarying || value is Place { Version: 0 } entry and not Variable && IsLasting(value) && !IsOverwritten(entry)) return;
        if (Element.RootOf(place) is Computation || place.Parts.Any(HoldsOverwritten)) return;
        var isOwn = made is not null && OwnerOf(place) is { } owner && owner.Equals(made);
        // d.Sum[i] of the object is that of any; at an index of the member's own it is not.
        var home = isOwn ? (Place)place.Rewrite(part => part.Equals(made) ? any : null) : place;
        if (IsLasting(home) && (isOwn || made is null || !homes.ContainsKey(value))) homes[value] = home;
    }

    // zs[l] = new double[n]; zs[l][j] = z: an element of what was made is one of the place that holds it. The same of what a call returned.
    private void AddHomeInMade(Place place, Term value)
    {
        if (!value.IsVarying || homes.ContainsKey(value) || place is not Element { Receiver: Made or PerIteration or Computation } element) return;
        if (homes.ContainsKey(element.Receiver) && NamePlace(place) is { } named && IsLasting(named)) homes[value] = named;
    }

    /// <summary>The term over lasting places, or null where some of it is only known inside the member.</summary>
    public Term? Name(Term term)
    {
        var named = term.Rewrite(part =>
            made is not null && part.Equals(made) ? any
            : Home(part) is { } home ? home
            : part is Snapshot contents ? Held(contents)
            : part is Place place and not Variable ? IsOverwritten(place) ? Gone : Settled(place)
            : null);
        return IsLasting(named) ? named : null;
    }

    // What an array held when it was handed over is what lies in its home, as long as nothing was written there since.
    private Term Held(Snapshot contents) =>
        contents.Version == exit.VersionOf(Element.AnyOf(contents.Container)) ? Name(contents.Container) ?? Gone : Gone;

    // w * x, and then w = ..: what lies there at the end is not what was read.
    private bool IsOverwritten(Place read) => read.Version != exit.VersionOf(read);

    // Not of the object itself: how the member came to it does not matter.
    private bool HoldsOverwritten(Term term) => (made is null || !term.Equals(made))
        && (term is Place read and not Variable && IsOverwritten(read) || term.Parts.Any(HoldsOverwritten));

    private static readonly Term Gone = new Origin("gone", null);

    // net[i] = sum(i), then output[j] = tanh(sum(j)): the home of sum(j) is net[j].
    private Term? Home(Term value)
    {
        if (homes.TryGetValue(value, out var home)) return home;
        if (!value.SelfAndDescendants().Any(part => part is Bound)) return null;
        foreach (var entry in homes)
            if (entry.Key is Computation or PerIteration or Element && Unifier.Match(entry.Key, value) is { } binding)
                return binding.Apply(entry.Value);
        return null;
    }

    /// <summary>The place itself: its owner and indices renamed, not what it holds.</summary>
    public Place? NamePlace(Place place)
    {
        // An element of what a call returned, and nothing that outlasts the member holds.
        if (Element.RootOf(place) is Computation made && !homes.ContainsKey(made)) return null;
        var parts = place.Parts.Select(Name).ToArray();
        return parts.Any(part => part is null) ? null : (place.With(parts.Select(part => part!).ToImmutableArray()) as Place)?.At(0);
    }

    private Term? Settled(Place place)
    {
        if (place.Version == 0 && place.Parts.IsEmpty) return null;
        var parts = place.Parts.Select(Name).ToArray();
        return parts.Any(part => part is null) ? null : ((Place)place.With(parts.Select(part => part!).ToImmutableArray())).At(0);
    }

    /// <summary>True where the term means the same outside of the member.</summary>
    private static bool IsLasting(Term term) => term.SelfAndDescendants().All(part => part switch
    {
        Place place => place.Version == 0 && part is not Variable,
        Origin { Identity: "this" } => true,
        // A primary constructor's parameter, captured for the object's life.
        Origin { Identity: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } } => true,
        Literal or Bound or Computation or Shifted => true,
        Function function => function.Parts.IsEmpty,
        _ => false,
    });
}
