using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// Do two slots belong together as a function and its derivative? They do where, for at least one type that has both, the
/// one is the derivative of the other, in a way that is the same for all: which argument is the upstream gradient, which one
/// the pre-activation, which one the output. Straight lines are no evidence, for any constant is the derivative of one.
/// </summary>
internal static class PairSearch
{
    private const int FirstTried = 5;

    public static DerivativePair? Of(
        IMethodSymbol forward, IMethodSymbol derivative, ImmutableArray<INamedTypeSymbol> types, PairRuns runs, CancellationToken cancellation)
    {
        var rows = new List<TypeRow>();
        foreach (var type in types)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Slot.In(type, forward) is { } f && Slot.In(type, derivative) is { } d) rows.Add(TypeRow.Of(type, f, d, runs));
            // What fits in none of the first types is no pair: most of the many combinations end here.
            if (rows.Count >= FirstTried && rows.All(row => row.Row.Fits.IsEmpty) && rows.Count(row => row.Row.IsUnderstood) >= FirstTried) return null;
        }

        if (PairLayout.Of(rows.Select(row => row.Row).ToArray()) is not { } layout) return null;
        var implementations = rows.Select(row => row.Judge(layout.Roles, layout.IsFromOutput, runs)).ToImmutableArray();
        return new(forward, derivative, Reading(implementations), implementations);
    }

    public static PairReading Reading(IReadOnlyCollection<PairImplementation> implementations)
    {
        var fits = implementations.Where(one => IsFit(one.Meaning)).Select(one => one.Meaning.Verdict).ToArray();
        var fromInput = fits.Contains(PairVerdict.DerivativeFromInput);
        var fromOutput = fits.Contains(PairVerdict.DerivativeFromOutput);
        return fits.Length == 0 ? PairReading.Unknown
            : fromInput && fromOutput ? PairReading.Mixed
            : fromInput ? PairReading.FromInput
            : fromOutput ? PairReading.FromOutput
            : PairReading.Either;
    }

    public static bool IsFit(PairMeaning meaning) =>
        meaning.Verdict is PairVerdict.DerivativeFromInput or PairVerdict.DerivativeFromOutput or PairVerdict.Both;
}
