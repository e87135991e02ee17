namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// A number, vector or matrix as a sum of products of atoms; signs, constants and powers are left out. The empty sum is a
/// proved zero. What is here may flow into the value; what is not here certainly does not.
/// </summary>
internal sealed class Terms : IEquatable<Terms>
{
    public static readonly Terms Zero = new(Array.Empty<Term>());
    public static readonly Terms One = new(new[] { Term.One });

    private const int FewEnoughToScan = 12;

    // Distinct, in no order.
    private readonly Term[] terms;
    private readonly int hash;

    private Terms(Term[] terms)
    {
        this.terms = terms;
        foreach (var term in terms)
        {
            Atoms = Atoms.Times(term);
            hash ^= term.GetHashCode();
        }
    }

    public int Count => terms.Length;

    public bool IsZero => terms.Length == 0;

    public IReadOnlyList<Term> All => terms;

    /// <summary>The atom, where there is one and nothing else.</summary>
    public int? Single => terms.Length == 1 && terms[0].Only is var atom and >= 0 ? atom : null;

    /// <summary>All atoms that occur in any of the products.</summary>
    public Term Atoms { get; }

    public static Terms Of(int atom) => new(new[] { Term.Of(atom) });

    public Terms Plus(Terms other)
    {
        if (other.IsZero || ReferenceEquals(this, other)) return this;
        if (IsZero) return other;
        var (large, small) = Count >= other.Count ? (this, other) : (other, this);
        var sum = Gathering.Of(large.terms);
        foreach (var term in small.terms) sum.Add(term);
        return sum.Count == large.Count ? large : new Terms(sum.ToArray());
    }

    public Terms Times(Terms other)
    {
        if (IsZero || other.IsZero) return Zero;
        if (ReferenceEquals(other, One)) return this;
        if (ReferenceEquals(this, One)) return other;
        var product = Gathering.Of(Array.Empty<Term>());
        foreach (var left in terms)
        {
            foreach (var right in other.terms) product.Add(left.Times(right));
        }

        return new Terms(product.ToArray());
    }

    public bool Contains(Term term) => Array.IndexOf(terms, term) >= 0;

    public bool Equals(Terms? other) => other is not null && (ReferenceEquals(this, other)
        || hash == other.hash && Count == other.Count && Atoms == other.Atoms && terms.All(other.Contains));

    public override bool Equals(object? obj) => Equals(obj as Terms);

    public override int GetHashCode() => hash;

    /// <summary>
    /// Distinct terms: a short list is looked through, a long one is hashed. Each thread has one and fills it anew, so that a
    /// sum costs no more memory than its terms.
    /// </summary>
    private sealed class Gathering
    {
        private const int MostKept = 4096;

        [ThreadStatic]
        private static Gathering? own;

        private readonly List<Term> list = [];
        private readonly HashSet<Term> set = [];
        private bool isHashed;

        public static Gathering Of(Term[] start)
        {
            if (own is null || own.list.Capacity > MostKept) own = new Gathering();
            own.list.Clear();
            own.list.AddRange(start);
            own.isHashed = false;
            return own;
        }

        public int Count => list.Count;

        public void Add(Term term)
        {
            if (!isHashed && list.Count > FewEnoughToScan) Hash();
            if (isHashed ? set.Add(term) : !list.Contains(term)) list.Add(term);
        }

        public Term[] ToArray() => list.ToArray();

        private void Hash()
        {
            set.Clear();
            set.UnionWith(list);
            isHashed = true;
        }
    }
}
