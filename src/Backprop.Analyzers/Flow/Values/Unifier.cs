using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>Matches a term with <see cref="Bound"/> variables against a term without, and applies what it found.</summary>
internal sealed class Unifier
{
    private readonly bool anyVersion;
    private readonly List<Term> reads = [];

    private ImmutableDictionary<Term, Term> bindings = ImmutableDictionary<Term, Term>.Empty;

    private Unifier(bool anyVersion) => this.anyVersion = anyVersion;

    /// <summary>The reads of memory that were matched by something other than a variable, with their versions.</summary>
    public IReadOnlyList<Term> Reads => reads;

    /// <summary>With <paramref name="anyVersion"/>, the caller looks at the versions in <see cref="Reads"/> itself.</summary>
    public static Unifier? Match(Term pattern, Term term, bool anyVersion = false)
    {
        var unifier = new Unifier(anyVersion);
        return unifier.Unify(pattern, term) ? unifier : null;
    }

    /// <summary>Several patterns at once, with one binding for all.</summary>
    public static Unifier? Match(IReadOnlyList<Term> patterns, IReadOnlyList<Term> terms, bool anyVersion = false)
    {
        if (patterns.Count != terms.Count) return null;
        var unifier = new Unifier(anyVersion);
        for (var i = 0; i < patterns.Count; i++)
            if (!unifier.Unify(patterns[i], terms[i])) return null;
        return unifier;
    }

    public Term Apply(Term pattern) => pattern.Rewrite(term => bindings.TryGetValue(term, out var bound) ? bound : null);

    private bool Unify(Term pattern, Term term)
    {
        if (pattern is Bound)
        {
            if (bindings.TryGetValue(pattern, out var bound)) return bound.Equals(term);
            if (!Fits(pattern.Type, term.Type)) return false;
            bindings = bindings.Add(pattern, term);
            return true;
        }

        // acts[i + 1] and acts[l]: i is l - 1
        if (pattern is Shifted { From: Bound } shifted && Shifted.IsIndex(term)) return Unify(shifted.From, Shifted.Add(term, -shifted.By));
        if (anyVersion && term is Snapshot or Place) reads.Add(term);
        if (anyVersion && term is Snapshot snapshot && pattern is not Snapshot) return Unify(pattern, snapshot.Container);
        if (anyVersion && term is Place place) term = place.At(0);
        if (pattern.Parts.IsEmpty) return pattern.Equals(term);
        if (pattern.Parts.Length != term.Parts.Length) return false;
        // The nodes are compared over equal parts, the parts by themselves.
        if (pattern.GetType() != term.GetType() || !pattern.With(term.Parts).Equals(term)) return false;
        for (var i = 0; i < pattern.Parts.Length; i++)
            if (!Unify(pattern.Parts[i], term.Parts[i])) return false;
        return true;
    }

    // An object variable stands for objects of its type, seen through a base class or not; an index fits any index.
    private static bool Fits(ITypeSymbol? pattern, ITypeSymbol? term) =>
        pattern is null || pattern.SpecialType == SpecialType.System_Int32 || SymbolEqualityComparer.Default.Equals(pattern, term)
        || IsOrDerivesFrom(pattern, term) || IsOrDerivesFrom(term, pattern);

    private static bool IsOrDerivesFrom(ITypeSymbol? type, ITypeSymbol? above)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            if (SymbolEqualityComparer.Default.Equals(current, above)) return true;
        return false;
    }
}
