using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// A part of memory that a write may touch: all <c>.A</c> of all objects, all elements of what the field <c>a</c> refers
/// to, and so on. Two places of different regions are taken as different memory: arrays that came to a member by
/// different ways do not overlap, which holds unless somebody assigns one array to two fields out of this member's sight.
/// </summary>
internal readonly struct Region(object root, int depth) : IEquatable<Region>
{
    private readonly object root = root;

    /// <summary>How many indexings below the root: <c>a[t][i]</c> lies at 2.</summary>
    private readonly int depth = depth;

    public static Region? Of(Term place) => Below(place, 0);

    private const int DeepestArray = 4;

    /// <summary>A member, and all that lies in it.</summary>
    public static IEnumerable<Region> AllOf(ISymbol member) => Enumerable.Range(0, DeepestArray).Select(depth => new Region(member, depth));

    /// <summary>What lies so many indexings below a value.</summary>
    public static Region? Below(Term value, int depth)
    {
        for (var term = value; ;)
        {
            switch (term)
            {
                case Variable: return null;
                case Member member: return new Region(member.Symbol, depth);
                case Element element: depth++; term = element.Receiver; continue;
                case PerIteration iteration: term = iteration.Each; continue;
                case Origin { Symbol: { } symbol }: return new Region(symbol, depth);
                default: return new Region(term, depth);
            }
        }
    }

    /// <summary>Is it what lies in a member, and not the member itself?</summary>
    public bool LiesBelow(ISymbol member) => depth > 0 && root is ISymbol symbol && SymbolEqualityComparer.Default.Equals(symbol, member);

    public bool Equals(Region other) => depth == other.depth && (root, other.root) switch
    {
        (ISymbol a, ISymbol b) => SymbolEqualityComparer.Default.Equals(a, b),
        _ => Equals(root, other.root),
    };

    public override bool Equals(object? obj) => obj is Region other && Equals(other);

    public override int GetHashCode() =>
        depth + (root is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : root.GetHashCode());
}
