namespace Backprop.Analyzers.Flow.Values;

/// <summary>Proves that two places of one region are different memory.</summary>
internal static class Disjoint
{
    public static bool Prove(Term a, Term b) => (a, b) switch
    {
        (Element x, Element y) when x.Receiver.Equals(y.Receiver) => x.Indices.Zip(y.Indices, Differ).Any(differ => differ),
        (Element x, Element y) => Fresh(x.Receiver, y.Receiver),
        (Member { Receiver: { } x }, Member { Receiver: { } y }) => Fresh(x, y) || OtherFields(x, y),
        _ => false,
    };

    // cache[0] and cache[1], cache[t] and cache[t + 1]
    private static bool Differ(Term a, Term b) => a is Literal && b is Literal ? !a.Equals(b)
        : (a is Shifted || b is Shifted) && !a.Equals(b) && Shifted.FromOf(a).Equals(Shifted.FromOf(b));

    // layer.forget.output and layer.input.output: as with regions, what two fields hold is taken as two objects.
    private static bool OtherFields(Term a, Term b) => a is Member { Receiver: not null } x && b is Member { Receiver: not null } y
        && !Microsoft.CodeAnalysis.SymbolEqualityComparer.Default.Equals(x.Symbol, y.Symbol);

    // What is made here is no other object.
    private static bool Fresh(Term a, Term b) =>
        !a.Equals(b) && (a is Made ? b is Made or Origin or Member : b is Made && a is Origin or Member);
}
