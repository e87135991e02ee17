using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// A number, vector or matrix as a sum of products of atoms; signs, constants and powers are left out. The empty sum is a
/// proved zero. What is here may flow into the value; what is not here certainly does not.
/// </summary>
internal sealed class Terms
{
    public static readonly Terms Zero = new(ImmutableHashSet<Term>.Empty);
    public static readonly Terms One = new(ImmutableHashSet.Create(Term.One));

    private readonly ImmutableHashSet<Term> terms;

    private Terms(ImmutableHashSet<Term> terms) => this.terms = terms;

    public int Count => terms.Count;

    public bool IsZero => terms.IsEmpty;

    public IEnumerable<Term> All => terms;

    /// <summary>All atoms that occur in any of the products.</summary>
    public Term Atoms => terms.Aggregate(Term.One, (all, term) => all.Times(term));

    public static Terms Of(int atom) => new(ImmutableHashSet.Create(Term.Of(atom)));

    public static Terms From(IEnumerable<Term> terms) => new(terms.ToImmutableHashSet());

    public Terms Plus(Terms other)
    {
        if (other.IsZero || ReferenceEquals(this, other)) return this;
        if (IsZero) return other;
        var sum = terms.Count >= other.terms.Count ? terms.Union(other.terms) : other.terms.Union(terms);
        return sum.Count == terms.Count ? this : new Terms(sum);
    }

    public Terms Times(Terms other)
    {
        if (IsZero || other.IsZero) return Zero;
        if (ReferenceEquals(other, One)) return this;
        if (ReferenceEquals(this, One)) return other;
        var product = ImmutableHashSet.CreateBuilder<Term>();
        foreach (var left in terms)
        {
            foreach (var right in other.terms) product.Add(left.Times(right));
        }

        return new Terms(product.ToImmutable());
    }

    public bool Contains(Term term) => terms.Contains(term);

    public bool Same(Terms other) => ReferenceEquals(this, other) || terms.SetEquals(other.terms);
}
