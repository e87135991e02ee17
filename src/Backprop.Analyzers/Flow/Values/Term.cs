using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// A value as the code computes it: a tree whose leaves are literals and things whose history is not known, and whose inner
/// nodes are computations. Two equal terms are the same value, as long as neither side's memory was written in between
/// (reads of memory carry a version for that). Unequal terms may still be equal values; nothing follows from inequality.
/// </summary>
internal abstract class Term : IEquatable<Term>
{
    /// <summary>Larger terms are cut off and become origins: identity of huge expressions is not worth its cost.</summary>
    public const int LargestSize = 160;

    private readonly int hash;

    private protected Term(ITypeSymbol? type, ImmutableArray<Term> parts, int hash)
    {
        Type = type;
        Parts = parts;
        Size = 1;
        foreach (var part in parts)
        {
            hash = unchecked((hash * 31) + part.hash);
            Size += part.Size;
            IsVarying |= part.IsVarying;
        }

        this.hash = hash;
    }

    public ITypeSymbol? Type { get; }

    public ImmutableArray<Term> Parts { get; }

    public int Size { get; }

    /// <summary>True where something other than literals goes into the value.</summary>
    public bool IsVarying { get; private protected set; }

    public bool Equals(Term? other) =>
        ReferenceEquals(this, other)
        || (other is not null && hash == other.hash && Size == other.Size && GetType() == other.GetType()
            && SameNode(other) && Parts.SequenceEqual(other.Parts));

    public override bool Equals(object? obj) => Equals(obj as Term);

    public override int GetHashCode() => hash;

    /// <summary>The same node over other parts.</summary>
    public abstract Term With(ImmutableArray<Term> parts);

    private protected abstract bool SameNode(Term other);

    public IEnumerable<Term> SelfAndDescendants()
    {
        var open = new Stack<Term>();
        open.Push(this);
        while (open.Count > 0)
        {
            var term = open.Pop();
            yield return term;
            foreach (var part in term.Parts) open.Push(part);
        }
    }

    /// <summary>Replaces whole subterms, outermost first.</summary>
    public Term Rewrite(Func<Term, Term?> replace)
    {
        if (replace(this) is { } replacement) return replacement;
        if (Parts.IsEmpty) return this;
        ImmutableArray<Term>.Builder? parts = null;
        for (var i = 0; i < Parts.Length; i++)
        {
            var part = Parts[i].Rewrite(replace);
            if (parts is null && !ReferenceEquals(part, Parts[i])) parts = Parts.ToBuilder();
            if (parts is not null) parts[i] = part;
        }

        return parts is null ? this : With(parts.ToImmutable());
    }
}
