namespace Backprop.Analyzers.Tests.Planting;

/// <summary>
/// A fault of backpropagation through time: the marker that shows where it can be planted, and the rules that may report it.
/// </summary>
internal sealed record Fault(string Marker, string Title, params string[] Expected)
{
    public static readonly IReadOnlyList<Fault> All =
    [
        new("carry-assign", "carry never reassigned", "BP2001", "BP2003"),
        new("carry", "carry reassigned but not added", "BP2001"),
        new("upstream", "upstream ignored", "BP2002"),
        new("inner", "carry overwritten in the inner loop", "BP2001", "BP2006"),
        new("cell", "cell-state gradient dropped", "BP2001", "BP2006"),
        new("grad", "= for += on a parameter gradient", "BP2004"),
        new("cache", "cache of t-1 or t+1 in place of t", "BP2005"),
        new("reverse", "loop direction reversed", "BP2005"),
        new("shared", "cache buffer shared by all steps", "BP3004", "BP2005"),
        new("overwrite", "cached activation overwritten", "BP3004"),
    ];

    public override string ToString() => Title;
}
