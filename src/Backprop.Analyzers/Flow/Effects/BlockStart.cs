using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Where a block begins: a sum of products of whole numbers, each by its name, with the constants multiplied out.</summary>
internal sealed class BlockStart
{
    private const int MostTerms = 8;

    private readonly ImmutableSortedDictionary<string, int> terms;

    private BlockStart(ImmutableSortedDictionary<string, int> terms) => this.terms = terms;

    public static BlockStart Zero { get; } = new(ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    public bool IsZero => terms.IsEmpty;

    public static BlockStart Constant(int value) => Zero.With("", value);

    /// <summary>`2 * units + 3`, as far as its places have names that mean the same in every member.</summary>
    public static BlockStart? Of(LinearIndex index)
    {
        if (index.Unit is not null) return null;
        var sum = Constant(index.Offset);
        foreach (var (place, factor) in index.Parts)
        {
            if (NameOf(place) is not { } name) return null;
            sum = sum.With(name, factor);
        }

        return sum;
    }

    public BlockStart? Plus(BlockStart other, int sign) =>
        Limited(other.terms.Aggregate(this, (sum, term) => sum.With(term.Key, sign * term.Value)));

    public BlockStart? Times(BlockStart other) => Limited((from one in terms from two in other.terms select (one, two))
        .Aggregate(Zero, (sum, pair) => sum.With(Product(pair.one.Key, pair.two.Key), pair.one.Value * pair.two.Value)));

    public override string ToString() => IsZero ? "0" : string.Join("+", terms.Select(term => term.Value + (term.Key.Length == 0 ? "" : "*" + term.Key)));

    private static BlockStart? Limited(BlockStart sum) => sum.terms.Count > MostTerms ? null : sum;

    private static string Product(string one, string other) => one.Length == 0 ? other : other.Length == 0 ? one
        : string.Join("*", one.Split('*').Concat(other.Split('*')).OrderBy(name => name, StringComparer.Ordinal));

    private BlockStart With(string product, int factor)
    {
        var sum = (terms.TryGetValue(product, out var before) ? before : 0) + factor;
        return new(sum == 0 ? terms.Remove(product) : terms.SetItem(product, sum));
    }

    // A local or parameter is one in its own member alone.
    private static string? NameOf(Place place) => place switch
    {
        { Key: { Kind: KeyKind.Member, Data: Microsoft.CodeAnalysis.ISymbol member }, Parent.Parent: null } => member.ToDisplayString(),
        { Key: { Kind: KeyKind.Root, Data: Microsoft.CodeAnalysis.ISymbol symbol } } =>
            symbol.ToDisplayString() + "@" + (symbol.Locations.FirstOrDefault()?.SourceSpan.Start ?? 0),
        _ => null,
    };
}
