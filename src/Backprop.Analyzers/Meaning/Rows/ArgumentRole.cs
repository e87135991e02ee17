using System.Collections.Immutable;

namespace Backprop.Analyzers.Meaning;

/// <summary>What a derivative is handed in one of its arguments.</summary>
internal enum ArgumentRole
{
    /// <summary>z.</summary>
    PreActivation,

    /// <summary>a = f(z).</summary>
    Output,

    /// <summary>The gradient from above, which it multiplies with f'.</summary>
    Upstream,

    /// <summary>Where the result is written.</summary>
    Destination,

    /// <summary>Something that it does not look at.</summary>
    Unused,
}

/// <summary>The ways in which the arguments of a derivative may be meant.</summary>
internal static class ArgumentRoles
{
    private static readonly ImmutableArray<ArgumentRole>[] One = [ImmutableArray.Create(ArgumentRole.PreActivation), ImmutableArray.Create(ArgumentRole.Output)];

    private static readonly ImmutableArray<ArgumentRole>[] Two =
    [
        .. Orders(ArgumentRole.PreActivation, ArgumentRole.Output),
        .. Orders(ArgumentRole.PreActivation, ArgumentRole.Upstream), .. Orders(ArgumentRole.Output, ArgumentRole.Upstream),
    ];

    private static readonly ImmutableArray<ArgumentRole>[] TwoWithDestination =
    [
        .. Two, .. Orders(ArgumentRole.PreActivation, ArgumentRole.Destination), .. Orders(ArgumentRole.Output, ArgumentRole.Destination),
    ];

    private static readonly ImmutableArray<ArgumentRole>[] Three =
        [.. Orders(ArgumentRole.PreActivation, ArgumentRole.Output, ArgumentRole.Upstream)];

    private static readonly ImmutableArray<ArgumentRole>[] ThreeWithDestination =
    [
        .. Three,
        .. Orders(ArgumentRole.PreActivation, ArgumentRole.Upstream, ArgumentRole.Destination),
        .. Orders(ArgumentRole.Output, ArgumentRole.Upstream, ArgumentRole.Destination),
    ];

    public static IReadOnlyList<ImmutableArray<ArgumentRole>> Of(RowFunction derivative) => derivative.Columns switch
    {
        1 => One,
        2 => derivative.ReturnsVoid ? TwoWithDestination : Two,
        _ => derivative.ReturnsVoid ? ThreeWithDestination : Three,
    };

    /// <summary>The roles with the other source of f' in the place of the one that there is; null where there are both.</summary>
    public static ImmutableArray<ArgumentRole>? OtherForm(ImmutableArray<ArgumentRole> roles)
        => roles.Contains(ArgumentRole.PreActivation) && roles.Contains(ArgumentRole.Output) ? null
            : roles.Replace(Source(roles), Source(roles) == ArgumentRole.Output ? ArgumentRole.PreActivation : ArgumentRole.Output);

    private static ArgumentRole Source(ImmutableArray<ArgumentRole> roles)
        => roles.Contains(ArgumentRole.Output) ? ArgumentRole.Output : ArgumentRole.PreActivation;

    private static IEnumerable<ImmutableArray<ArgumentRole>> Orders(ArgumentRole first, ArgumentRole second) => [ImmutableArray.Create(first, second), ImmutableArray.Create(second, first)];

    private static IEnumerable<ImmutableArray<ArgumentRole>> Orders(ArgumentRole first, ArgumentRole second, ArgumentRole third)
        => Orders(second, third).Select(rest => rest.Insert(0, first))
            .Concat(Orders(first, third).Select(rest => rest.Insert(0, second)))
            .Concat(Orders(first, second).Select(rest => rest.Insert(0, third)));
}
