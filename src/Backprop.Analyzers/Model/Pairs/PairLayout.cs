using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// What the arguments of a derivative slot are, the same for all types: the way in which most of them are derivatives. Where
/// there is one source of f', it may be the input of one type and the output of another.
/// </summary>
internal sealed record PairLayout(ImmutableArray<ArgumentRole> Roles, bool IsFromOutput)
{
    /// <summary>Null where no type's curved function has its derivative here, or two ways are equally good.</summary>
    public static PairLayout? Of(IReadOnlyCollection<PairRow> rows)
    {
        var counts = new List<(ImmutableArray<ArgumentRole> Roles, int Count)>();
        foreach (var row in rows.Where(row => !row.IsStraight && row.Fits.Length > 0))
            foreach (var roles in row.Fits.Select(FromInput).Distinct(Comparer.Instance))
            {
                var index = counts.FindIndex(entry => entry.Roles.SequenceEqual(roles));
                if (index < 0) counts.Add((roles, 1));
                else counts[index] = (roles, counts[index].Count + 1);
            }

        var best = counts.OrderByDescending(entry => entry.Count).Take(2).ToArray();
        return best.Length == 0 || best.Length == 2 && best[0].Count == best[1].Count ? null : new(best[0].Roles, IsMostlyFromOutput(rows, best[0].Roles));
    }

    private static bool IsMostlyFromOutput(IReadOnlyCollection<PairRow> rows, ImmutableArray<ArgumentRole> roles) =>
        rows.Count(row => row.IsOnly(roles, PairVerdict.DerivativeFromOutput)) > rows.Count(row => row.IsOnly(roles, PairVerdict.DerivativeFromInput));

    /// <summary>The same with the output as the source; null where the roles hold both.</summary>
    public static ImmutableArray<ArgumentRole>? OtherForm(ImmutableArray<ArgumentRole> roles) => ArgumentRoles.OtherForm(roles);

    private static ImmutableArray<ArgumentRole> FromInput(ImmutableArray<ArgumentRole> roles) =>
        !roles.Contains(ArgumentRole.PreActivation) && ArgumentRoles.OtherForm(roles) is { } other ? other : roles;

    private sealed class Comparer : IEqualityComparer<ImmutableArray<ArgumentRole>>
    {
        public static readonly Comparer Instance = new();

        public bool Equals(ImmutableArray<ArgumentRole> x, ImmutableArray<ArgumentRole> y) => x.SequenceEqual(y);

        public int GetHashCode(ImmutableArray<ArgumentRole> roles) => roles.Aggregate(0, (hash, role) => (hash * 7) + (int)role);
    }
}
