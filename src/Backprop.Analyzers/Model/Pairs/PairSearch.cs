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
    private const int FirstTried = 6;

    public static DerivativePair? Of(
        IMethodSymbol forward, IMethodSymbol derivative, Family family, PairRuns runs, CancellationToken cancellation)
    {
        var types = family.Types;
        var rows = new TypeRow?[types.Length];
        var both = new (IMethodSymbol Forward, IMethodSymbol Derivative)?[types.Length];
        var (forwards, derivatives) = (family.BodiesOf(forward), family.BodiesOf(derivative));
        for (var i = 0; i < types.Length; i++)
            if (forwards[i] is { } f && derivatives[i] is { } d) both[i] = (f, d);
        // What fits in none of a few types is no pair: most of the many combinations end here. The few lie apart, for those
        // that lie together are often copies of each other.
        var tried = FirstOf(both, runs);
        if (!Array.Exists(tried, MayFit)) return null;
        foreach (var i in tried) Try(i);
        if (rows.OfType<TypeRow>().All(row => row.Row.Fits.IsEmpty)) return null;
        foreach (var i in Enumerable.Range(0, types.Length).Except(tried)) Try(i);
        return Judged(forward, derivative, rows.OfType<TypeRow>().ToArray(), runs);

        bool MayFit(int i) => both[i] is var (f, d)
            && runs.MayFit(new(f, types[i], Constructed: false), new(d, types[i], Constructed: false));

        void Try(int i)
        {
            cancellation.ThrowIfCancellationRequested();
            if (both[i] is var (f, d)) rows[i] = TypeRow.Of(types[i], f, d, runs);
        }
    }

    // Straight lines are no evidence, so what may be none comes before them.
    private static int[] FirstOf((IMethodSymbol Forward, IMethodSymbol Derivative)?[] both, PairRuns runs)
    {
        var present = Enumerable.Range(0, both.Length).Where(i => both[i] is not null).ToArray();
        var bent = Array.FindAll(present, i => both[i] is var (forward, _) && runs.MayBend(forward));
        var chosen = bent.Length > 0 ? bent : present;
        var step = Math.Max(1, chosen.Length / FirstTried);
        return chosen.Where((_, at) => at % step == 0).ToArray();
    }

    private static DerivativePair? Judged(IMethodSymbol forward, IMethodSymbol derivative, TypeRow[] rows, PairRuns runs)
    {
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
