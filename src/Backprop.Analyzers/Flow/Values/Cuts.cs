namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// The subterms that a term depends on alone: every way from the term down to something unknown passes through them. With
/// one of them given, the whole value is given: for <c>1 - tanh(z) * tanh(z)</c> these are <c>tanh(z)</c> and <c>z</c>.
/// </summary>
internal static class Cuts
{
    public static IReadOnlyList<Term> Of(Term term)
    {
        if (!Opens(term)) return [];
        List<Term>? common = null;
        foreach (var part in term.Parts.Where(Varies).Distinct())
        {
            List<Term> through = [part, .. Of(part)];
            common = common is null ? through : common.Where(through.Contains).ToList();
            if (common.Count == 0) break;
        }

        return common ?? [];
    }

    // Memory is a leaf: an element is not a function of its array and its index.
    private static bool Opens(Term term) => term is Computation or Function;

    private static bool Varies(Term term) => term.IsVarying;
}
