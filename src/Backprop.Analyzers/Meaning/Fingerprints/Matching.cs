using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>Compares observations with the rows of the catalog.</summary>
internal static class Matching
{
    private const int FewestPoints = 4;
    private const double FloatTolerance = 2e-5;
    private const double LooseTolerance = 2e-6;
    private const double FirstTolerance = 1e-3;

    private static readonly Expectation[] Catalog = [.. Expectations().Where(row => row.IsTelling)];

    /// <summary>Every reading of what was observed, functions before derivatives, in catalog order.</summary>
    public static IReadOnlyList<Fingerprint> Readings(List<Observation> observations)
    {
        if (observations.Count < FewestPoints || IsTrivial(observations))
        {
            return [];
        }

        var readings = Readings(observations, 0);
        return readings.Count > 0 ? readings
            : Families.Fit(observations) is { } member && Agrees(observations, Expectation.Of(member, Form.Function), 0)
            ? [new Fingerprint(member, Form.Function)]
            : Readings(observations, LooseTolerance);
    }

    /// <summary>Is this a form of the given activation?</summary>
    public static bool IsForm(List<Observation> observations, Activation activation, Form form)
        => observations.Count >= FewestPoints
            && (form != Form.DerivativeFromOutput || activation.DerivativeFromOutput is not null)
            && Agrees(observations, Expectation.Of(activation, form), LooseTolerance);

    /// <summary>
    /// Could these first observations still become a reading? Lets misses end early: nearly everything is one. Of the rows, those
    /// that agreed until the last observation are left.
    /// </summary>
    public static bool MayMatch(List<Observation> first, ref List<Expectation>? left)
    {
        var last = first[first.Count - 1];
        left ??= [.. Catalog];
        left.RemoveAll(row => row.AgreesAt(last, FirstTolerance) is false);
        return left.Count > 0 || Families.MayFit(first);
    }

    public static bool IsClose(double got, double wanted, double tolerance)
        => Math.Abs(got - wanted) <= tolerance * (1 + Math.Abs(wanted));

    private static List<Fingerprint> Readings(List<Observation> observations, double tolerance)
    {
        var readings = new List<Fingerprint>();
        foreach (var row in Catalog)
        {
            if (Agrees(observations, row, tolerance))
            {
                readings.Add(row.Fingerprint);
            }
        }

        return readings;
    }

    private static bool Agrees(List<Observation> observations, Expectation row, double tolerance)
    {
        var compared = 0;
        foreach (var observation in observations)
        {
            var allowed = observation.IsCoarse ? Math.Max(tolerance, FloatTolerance) : tolerance;
            var agrees = row.AgreesAt(observation, allowed);
            if (agrees is false)
            {
                return false;
            }

            compared += agrees is null ? 0 : 1;
        }

        return compared >= FewestPoints;
    }

    /// <summary>The identity and constants are forms of many rows and say nothing.</summary>
    private static bool IsTrivial(List<Observation> observations)
        => observations.All(seen => IsClose(seen.Result.Value, seen.Point, 1e-6))
            || observations.All(seen => IsClose(seen.Result.Value, observations[0].Result.Value, 1e-12));

    private static IEnumerable<Expectation> Expectations()
    {
        foreach (var form in new[] { Form.Function, Form.DerivativeFromInput, Form.DerivativeFromOutput })
        {
            foreach (var row in Activations.All)
            {
                if (form != Form.DerivativeFromOutput || row.DerivativeFromOutput is not null)
                {
                    yield return Expectation.Of(row, form);
                }
            }
        }
    }
}
