using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Reading and writing places.</summary>
internal sealed partial class FlowRun
{
    /// <summary>Objects that exist already when the region under analysis starts, although this run saw their creation.</summary>
    private readonly HashSet<Place> old = new();
    private readonly HashSet<Place> created = new();
    private readonly HashSet<Place> zeroOwners = new();
    private FlowState? regionStart;

    private Place Root(ISymbol symbol, ITypeSymbol? type) => places.Root(new Key(KeyKind.Root, symbol), type);

    private Place Fresh(IOperation creation, bool zero, string part = "")
    {
        var place = places.Root(new Key(KeyKind.Fresh, (creation.Syntax, part), frame.Context), creation.Type);
        if (loopDepth == 0)
        {
            foreach (var child in place.Children) state.Forget(child);
        }

        place.ZeroByDefault = zero;
        old.Remove(place);
        created.Add(place);
        return place;
    }

    private FlowValue NewNumbers(IOperation creation, Terms terms)
    {
        if (Shapes.IsScalar(creation.Type)) return FlowValue.Number(terms);
        if (Shapes.IsInteger(creation.Type) || Shapes.IsInert(creation.Type)) return FlowValue.One;
        var place = Fresh(creation, zero: true);
        place.IsOpaque = true;
        var elements = place.Child(Key.Elements, Shapes.ElementType(creation.Type), places);
        state.Set(elements, loopDepth > 0 && state.Find(elements) is { } before
            ? FlowValue.Number(Atoms.Sum(before.Terms, terms)) : FlowValue.Number(terms));
        return FlowValue.Object(place);
    }

    // What was created before the loop keeps its zeros as long as nothing writes it: what the loop writes has a value of its own.
    private static bool IsBlank(Place place) => place.ZeroByDefault;

    private bool IsOldStep(Place owner, Key key) => old.Contains(owner) && key is { Kind: KeyKind.Index, Data: LinearIndex { IsConstant: false } };

    private FlowValue Start(Place place)
    {
        if (place.Parent is null) return place.Key.Kind == KeyKind.Fresh ? FlowValue.Object(place) : FlowValue.Entry(place, place.Type, Atoms);
        if (place.Parent.IsOpaque && place.Key.Kind is (KeyKind.Member or KeyKind.Constant)) return Part(place.Parent, place.Type);
        if (IsBlank(place.Parent) && !IsOldStep(place.Parent, place.Key)) return FlowValue.Zero;
        if (place.Key.Kind != KeyKind.Elements) return FlowValue.Entry(place, place.Type, Atoms);
        // An element at an unknown index of what was there before is of the same stuff as the whole.
        return Shapes.IsScalar(place.Type) ? FlowValue.Number(Atoms.Of(place.Parent)) : Part(place.Parent, place.Type);
    }

    private FlowValue Part(Place whole, ITypeSymbol? type) =>
        Shapes.IsScalar(type) ? FlowValue.Number(Content(whole, 0))
        : Shapes.IsInteger(type) || Shapes.IsInert(type) && type is not null ? FlowValue.One
        : FlowValue.Object(whole);

    private FlowValue ReadPlace(Place place)
    {
        Log.Read.Add(place);
        return state.Find(place) ?? Start(place);
    }

    private FlowValue Read(FlowValue from, Key key, ITypeSymbol? type)
    {
        if (from.Targets.IsEmpty) return Shapes.IsInteger(type) ? FlowValue.One : from;
        var value = default(FlowValue);
        foreach (var target in from.Targets)
        {
            var read = ReadChild(target, key, type);
            value = value is null ? read : value.Join(read, Atoms);
        }

        return value ?? FlowValue.Zero;
    }

    private FlowValue ReadChild(Place owner, Key key, ITypeSymbol? type)
    {
        if (Neighbour(owner, key) is { } neighbour) return FlowValue.Object(neighbour);
        if (IsShared(owner, key)) owner = chain ?? owner;
        var place = owner.Child(key, type, places);
        // To reach for a row is not to read it.
        if (key.Kind != KeyKind.Elements || Shapes.IsScalar(type)) Log.Read.Add(place);
        if (key.Kind is KeyKind.Member) return state.Find(place) ?? Start(place);
        var value = state.Find(place) ?? FirstRead(place, owner, key, type);
        for (var i = 0; i < owner.Children.Count; i++)
        {
            var sibling = owner.Children[i];
            if (!ReferenceEquals(sibling, place) && sibling.Key.Kind is (KeyKind.Index or KeyKind.Constant)
                && sibling.Key != key && sibling.Key.MayEqual(key) && !AreApart(sibling.Key, key) && state.Find(sibling) is { } other) value = value.Join(other, Atoms);
        }

        // A row of a matrix of which only the numbers as a whole are known is the matrix.
        return owner.IsOpaque && value.Targets.IsEmpty && !Shapes.IsScalar(type) && !Shapes.IsInteger(type) && !Shapes.IsInert(type)
            ? FlowValue.Object(owner) : value;
    }

    private FlowValue FirstRead(Place place, Place owner, Key key, ITypeSymbol? type)
    {
        if (key.Kind == KeyKind.Elements) return Start(place);
        var elements = state.Find(owner.Child(Key.Elements, type, places));
        if (IsBlank(owner) && !IsOldStep(owner, key)) return elements ?? FlowValue.Zero;
        if (elements is null || IsFromBefore(owner, elements) && key.Data is LinearIndex { IsConstant: false }) return StartOfStep(place, owner);
        return elements.Join(Start(place), Atoms);
    }

    // A step's slot of something that nobody has filled with anything but zeros is zero.
    private FlowValue StartOfStep(Place place, Place owner) =>
        zeroOwners.Contains(owner) ? new FlowValue(Terms.Zero, FlowValue.Nothing) : Start(place);

    private bool IsFromBefore(Place owner, FlowValue elements) =>
        regionStart?.Find(owner.Child(Key.Elements, null, places)) is { } before && ReferenceEquals(before, elements);

    private void Write(Place place, FlowValue value, bool strong)
    {
        Log.Written.Add(place);
        state.Set(place, strong ? value : (state.Find(place) ?? Start(place)).Join(value, Atoms));
    }

    private void Write(FlowValue owner, Key key, ITypeSymbol? type, FlowValue value, bool strong)
    {
        foreach (var target in owner.Targets)
            Write(target.Child(key, type, places), value, strong && owner.IsWhole);
    }

    /// <summary>
    /// Lets numbers flow into the elements of an object: `Array.Copy(from, to, n)`, `m.SetColumn(j, v)`. Of several that it may be,
    /// as `slots[t &amp; 1]` is, each keeps what it had.
    /// </summary>
    private void Fill(FlowValue owner, Terms terms, bool strong)
    {
        var certain = strong && owner.IsWhole;
        foreach (var target in owner.Targets)
        {
            if (certain)
            {
                foreach (var child in target.Children) state.Forget(child);
            }

            var elements = target.Child(Key.Elements, null, places);
            var before = state.Find(elements) ?? (IsBlank(target) ? FlowValue.Zero : FlowValue.Number(Atoms.Of(target)));
            Log.Written.Add(elements);
            state.Set(elements, certain ? FlowValue.Number(terms) : before with { Terms = Atoms.Sum(before.Terms, terms) });
        }
    }

    private bool IsContainer(ITypeSymbol? type) => Is(type, containers, Shapes.IsContainer);

    private bool IsBundle(ITypeSymbol? type) => Is(type, bundles, Shapes.IsBundle);

    private static bool Is(ITypeSymbol? type, Dictionary<ITypeSymbol, bool> known, Func<ITypeSymbol?, bool> decide)
    {
        if (type is null) return false;
        if (!known.TryGetValue(type, out var answer)) known[type] = answer = decide(type);
        return answer;
    }
}
