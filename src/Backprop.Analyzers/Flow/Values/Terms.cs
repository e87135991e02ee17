using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>A constant: <c>1.0</c>, <c>null</c>.</summary>
internal sealed class Literal(object? value, ITypeSymbol? type)
    : Term(type, ImmutableArray<Term>.Empty, value?.GetHashCode() ?? 1)
{
    public object? Value { get; } = value;

    public override Term With(ImmutableArray<Term> parts) => this;

    private protected override bool SameNode(Term other) => Equals(Value, ((Literal)other).Value);
}

/// <summary>
/// A value without a known history: a parameter, what a loop carries in, the result of a call that is not understood. Its
/// identity (a symbol, an operation, or a fresh object) says which.
/// </summary>
internal sealed class Origin : Term
{
    public Origin(object identity, ITypeSymbol? type, ISymbol? symbol = null)
        : base(type, ImmutableArray<Term>.Empty, Hash(identity))
    {
        Identity = identity;
        Symbol = symbol ?? identity as ISymbol;
        IsVarying = true;
    }

    public object Identity { get; }

    /// <summary>The local or parameter whose value this is, where it has one.</summary>
    public ISymbol? Symbol { get; }

    public override Term With(ImmutableArray<Term> parts) => this;

    private protected override bool SameNode(Term other) => Same(Identity, ((Origin)other).Identity);

    private static int Hash(object identity) =>
        identity is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : identity.GetHashCode();

    private static bool Same(object left, object right) =>
        left is ISymbol a && right is ISymbol b ? SymbolEqualityComparer.Default.Equals(a, b) : Equals(left, right);
}

/// <summary>An object or array that the code makes here; what it contains is in the state, under this term.</summary>
internal sealed class Made : Term
{
    public Made(IOperation site, int instance, ITypeSymbol? type)
        : base(type, ImmutableArray<Term>.Empty, unchecked((site.Syntax.SpanStart * 397) ^ instance))
    {
        Site = site;
        Instance = instance;
        IsVarying = true;
    }

    public IOperation Site { get; }

    /// <summary>Tells apart what one site makes in several inlined calls.</summary>
    public int Instance { get; }

    public override Term With(ImmutableArray<Term> parts) => this;

    private protected override bool SameNode(Term other) =>
        ReferenceEquals(Site, ((Made)other).Site) && Instance == ((Made)other).Instance;
}

/// <summary>Any object of a type, any index of a loop: what a relation between places is quantified over.</summary>
internal sealed class Bound : Term
{
    public Bound(int ordinal, ITypeSymbol? type) : base(type, ImmutableArray<Term>.Empty, ordinal + 17)
    {
        Ordinal = ordinal;
        IsVarying = true;
    }

    public int Ordinal { get; }

    public override Term With(ImmutableArray<Term> parts) => this;

    private protected override bool SameNode(Term other) =>
        Ordinal == ((Bound)other).Ordinal && SymbolEqualityComparer.Default.Equals(Type, other.Type);
}

/// <summary>
/// What a loop's iterations make or carry, told apart by the iteration: the <paramref name="each"/> of iteration
/// <c>t</c>. Its parts are the indices of the loops around, innermost first.
/// </summary>
internal sealed class PerIteration(Term each, ImmutableArray<Term> indices) : Term(each.Type, indices, each.GetHashCode() + 3)
{
    public Term Each { get; } = each;

    public override Term With(ImmutableArray<Term> parts) => new PerIteration(Each, parts);

    private protected override bool SameNode(Term other) => Each.Equals(((PerIteration)other).Each);
}
