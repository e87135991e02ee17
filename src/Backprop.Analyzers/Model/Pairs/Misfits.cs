using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// A function beside a method that is not its derivative, with what it returns instead: handed z, and handed f(z).
/// <paramref name="MayHoldLoss"/>: it is the derivative of the function's logarithm, as the last layer of a policy may have it.
/// </summary>
internal sealed record Misfit(DerivativePair Pair, PairMeaning FromInput, PairMeaning FromOutput, bool MayHoldLoss);

/// <summary>
/// The functions beside a method of one number of which it is certainly not the derivative, from the input or the output, nor
/// anything else that a training step multiplies by: a constant multiple of the derivative, its square (Gauss-Newton), the
/// second derivative, an activation (<c>h = o * Tanh(c)</c>, and the gradient of o). That it is meant as the derivative of one
/// of them is not said here: how both are used must show it. Kept per compilation.
/// </summary>
internal sealed class Misfits(DerivativePairs pairs, PairRuns runs)
{
    private const int MostCandidates = 24;
    private const int FewestMismatches = 4;
    private const double Middle = 2;
    private const double Far = 0.25;
    private const double Step = 1e-4;
    private const double Negligible = 1e-3;
    private const double Tolerance = 1e-2;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<Misfit>> known = new(SymbolEqualityComparer.Default);

    /// <summary>By its signature alone: one number in, one number out, and no other type has a say in it.</summary>
    public static bool IsCandidate(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsAbstract: false, IsVirtual: false, IsOverride: false, Parameters: [{ RefKind: RefKind.None }] }
        && DerivativePairs.IsCandidate(method) && SymbolEqualityComparer.Default.Equals(Slot.Of(method), method);

    public ImmutableArray<Misfit> Of(IMethodSymbol method, CancellationToken cancellation)
    {
        if (known.TryGetValue(method, out var misfits)) return misfits;
        return known[method] = Find(method, cancellation).ToImmutableArray();
    }

    private IEnumerable<Misfit> Find(IMethodSymbol slope, CancellationToken cancellation)
    {
        // Whoever shares its type with very many functions is a library of mathematics.
        var beside = DerivativePairs.Beside(slope).Take(MostCandidates + 1).ToArray();
        if (beside.Length > MostCandidates || pairs.Of(slope, cancellation) is not null) yield break;
        // That of an activation that is evaluated in place, and not beside it.
        if (runs.MayBeDerivative(slope)) yield break;
        foreach (var function in beside.Where(one => IsCandidate(one) && runs.MayBend(one)))
        {
            cancellation.ThrowIfCancellationRequested();
            // Of two derivatives none is the other's.
            if (!runs.IsDerivative(function) && pairs.Of(function, cancellation) is null && Compare(function, slope) is { } misfit) yield return misfit;
        }
    }

    private Misfit? Compare(IMethodSymbol function, IMethodSymbol slope)
    {
        var row = TypeRow.Of(slope.ContainingType, function, slope, runs);
        if (row.Row.IsStraight || !row.Row.Fits.IsEmpty) return null;
        var (input, output) = (ImmutableArray.Create(ArgumentRole.PreActivation), ImmutableArray.Create(ArgumentRole.Output));
        var (fromInput, fromOutput) = (Wrong(row, input), Wrong(row, output));
        if (fromInput.Verdict != PairVerdict.Neither && fromOutput.Verdict != PairVerdict.Neither) return null;
        if (IsActivation(slope, row)) return null;
        return new(
            new(function, slope, PairReading.FromInput, ImmutableArray.Create(row.Judge(input, tellFromOutput: false, runs))),
            fromInput, fromOutput, IsOfLoss(row, input) || IsOfLoss(row, output));
    }

    private PairMeaning Wrong(TypeRow row, ImmutableArray<ArgumentRole> roles) => IsMeant(row, roles) || !IsOffInTheMiddle(row, roles) ? PairMeaning.Unknown : row.Row.WrongAs(roles);

    // Fast approximations of tanh and their like, with the derivative of the real one, part by far only far out.
    private bool IsOffInTheMiddle(TypeRow row, ImmutableArray<ArgumentRole> roles) => row.Row.Forward is { } forward
        && runs.Function(new(row.Derivative, row.Type, false)) is { } slope
        && DerivativeRuns.Points(forward.Slopes, slope.Function, roles).OfType<DerivativePoint>().Count(IsFarOff) >= FewestMismatches;

    private static bool IsFarOff(DerivativePoint point) => Math.Abs(point.Z) < Middle && point.IsGross
        && Math.Abs(point.Got - point.Wanted) > Far * Math.Max(Math.Abs(point.Got), Math.Abs(point.Wanted));

    // One that networks use, or the function itself.
    private bool IsActivation(IMethodSymbol slope, TypeRow row) => row.Row.Forward is { } forward && runs.Forward(new(slope, row.Type, false)) is { } own && (NetworkActivations.Contains(own.Slopes)
        || own.Slopes.Points.All(point => forward.Slopes.Points.All(other => other.Row != point.Row || Matching.IsClose(other.A, point.A, Tolerance))));

    private bool IsMeant(TypeRow row, ImmutableArray<ArgumentRole> roles) =>
        IsMultiple(row, roles, point => point.Wanted) || IsMultiple(row, roles, point => point.Wanted * point.Wanted)
        || runs.Function(new(row.Forward, row.Type, false)) is { } function && Second(function.Function) is { } second && IsMultiple(row, roles, point => second(point.Z));

    // log(a) and log(1 - a)
    private bool IsOfLoss(TypeRow row, ImmutableArray<ArgumentRole> roles) =>
        IsMultiple(row, roles, point => point.Wanted / point.A) || IsMultiple(row, roles, point => point.Wanted / (1 - point.A));

    // The same up to a factor, which may stand elsewhere.
    private bool IsMultiple(TypeRow row, ImmutableArray<ArgumentRole> roles, Func<DerivativePoint, double> wanted)
    {
        if (row.Row.Forward is not { } forward || runs.Function(new(row.Derivative, row.Type, false)) is not { } slope) return true;
        var points = DerivativeRuns.Points(forward.Slopes, slope.Function, roles).OfType<DerivativePoint>().Select(point => (point.Got, Wanted: wanted(point)))
            .Where(point => !double.IsNaN(point.Wanted) && !double.IsInfinity(point.Wanted)).ToArray();
        if (points.Length == 0) return false;
        var largest = points.OrderByDescending(point => Math.Abs(point.Wanted)).First();
        var factor = largest.Got / largest.Wanted;
        return Array.TrueForAll(points, point => Math.Abs(point.Got - factor * point.Wanted) <= Tolerance * Math.Max(Math.Abs(point.Got), Math.Abs(factor * point.Wanted)) + Negligible * Math.Abs(largest.Got));
    }

    private static Func<double, double>? Second(RowFunction function)
    {
        if (function.Columns != 1) return null;
        var (below, above) = (Tangents(-Step), Tangents(Step));
        var rows = Slopes.Column(0, 0).Select((dual, row) => (dual.Value, row)).ToDictionary(one => one.Value, one => one.row);
        return z => rows.TryGetValue(z, out var row) && row < below.Length && row < above.Length && below[row] is { } b && above[row] is { } a
            ? (a.Dual.Tangent - b.Dual.Tangent) / (2 * Step) : double.NaN;

        Number?[] Tangents(double shift) => [.. function.Run([Slopes.Column(shift, tangent: 1)])];
    }
}
