using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// A read of memory: a field, an auto-property or an indexed element. Without a version it names the place itself.
/// </summary>
internal abstract class Place : Term
{
    private protected Place(ITypeSymbol? type, ImmutableArray<Term> parts, int version, int hash)
        : base(type, parts, unchecked((hash * 31) + version))
    {
        Version = version;
        IsVarying = true;
    }

    /// <summary>0 is what the memory holds when the member under analysis is entered.</summary>
    public int Version { get; }

    public abstract Place At(int version);

    /// <summary>A place itself, whenever it was read; other terms as they are.</summary>
    public static Term Named(Term term) => term is Place place ? place.At(0) : term;
}

/// <summary><c>this.a</c>, <c>cache.A</c>, <c>tuple.Item1</c>; static members have no parts.</summary>
internal sealed class Member : Place
{
    public Member(Term? receiver, ISymbol symbol, ITypeSymbol? type, int version = 0)
        : base(type, receiver is null ? ImmutableArray<Term>.Empty : ImmutableArray.Create(receiver), version,
            SymbolEqualityComparer.Default.GetHashCode(symbol)) => Symbol = symbol;

    public ISymbol Symbol { get; }

    public Term? Receiver => Parts.IsEmpty ? null : Parts[0];

    public override Term With(ImmutableArray<Term> parts) =>
        new Member(parts.IsEmpty ? null : parts[0], Symbol, Type, Version);

    public override Place At(int version) => new Member(Receiver, Symbol, Type, version);

    private protected override bool SameNode(Term other) =>
        Version == ((Member)other).Version && SymbolEqualityComparer.Default.Equals(Symbol, ((Member)other).Symbol);
}

/// <summary><c>a[t]</c>, <c>m[i, j]</c>, <c>list[t]</c>, <c>parameters["Waa"]</c>: the receiver, then the indices.</summary>
internal sealed class Element : Place
{
    public Element(Term receiver, ImmutableArray<Term> indices, ITypeSymbol? type, int version = 0)
        : this(indices.Insert(0, receiver), type, version)
    {
    }

    private Element(ImmutableArray<Term> parts, ITypeSymbol? type, int version) : base(type, parts, version, parts.Length)
    {
    }

    /// <summary>Any element of a container: what it stands for is the container's contents.</summary>
    public static Element AnyOf(Term container, ITypeSymbol? type = null) => new(container, ImmutableArray.Create<Term>(new Literal(0, null)), type);

    public Term Receiver => Parts[0];

    /// <summary>What lies under all indices of a place: <c>a</c> of <c>a[t][i]</c>.</summary>
    public static Term RootOf(Term place)
    {
        while (place is Element element) place = element.Receiver;
        return place;
    }

    public IEnumerable<Term> Indices => Parts.Skip(1);

    public override Term With(ImmutableArray<Term> parts) => new Element(parts, Type, Version);

    public override Place At(int version) => new Element(Parts, Type, version);

    private protected override bool SameNode(Term other) => Version == ((Element)other).Version;
}

/// <summary>A local or parameter as a key of the state.</summary>
internal sealed class Variable : Place
{
    public Variable(ISymbol symbol, ITypeSymbol? type)
        : base(type, ImmutableArray<Term>.Empty, 0, SymbolEqualityComparer.Default.GetHashCode(symbol)) => Symbol = symbol;

    public ISymbol Symbol { get; }

    public override Term With(ImmutableArray<Term> parts) => this;

    public override Place At(int version) => this;

    private protected override bool SameNode(Term other) =>
        SymbolEqualityComparer.Default.Equals(Symbol, ((Variable)other).Symbol);
}

/// <summary>The contents of an array or matrix as they are after a write to it, told apart from what they were before.</summary>
internal sealed class Snapshot(Term of, int version) : Term(of.Type, ImmutableArray.Create(of), version + 5)
{
    public Term Container => Parts[0];

    public int Version { get; } = version;

    /// <summary>What the contents are of, whenever they were looked at; other terms as they are.</summary>
    public static Term ContainerOf(Term term) => term is Snapshot snapshot ? snapshot.Container : term;

    public override Term With(ImmutableArray<Term> parts) => new Snapshot(parts[0], Version);

    private protected override bool SameNode(Term other) => Version == ((Snapshot)other).Version;
}
