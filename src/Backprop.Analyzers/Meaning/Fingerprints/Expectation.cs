using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

/// <summary>What one form of one activation returns at the sample points; NaN where it is not compared.</summary>
internal sealed class Expectation
{
    private const double SlopeTolerance = 1e-5;
    private const double CoarseSlopeTolerance = 1e-2;

    private readonly double[] values;
    private readonly double[]? slopes;

    private Expectation(Fingerprint fingerprint, double[] values, double[]? slopes)
    {
        Fingerprint = fingerprint;
        this.values = values;
        this.slopes = slopes;
    }

    public Fingerprint Fingerprint { get; }

    /// <summary>Straight lines (exp from its output, the derivative of a square) are what any code may compute: they identify nothing.</summary>
    public bool IsTelling
    {
        get
        {
            var compared = Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).ToArray();
            return compared.Length > 2 && compared.Any(i => !IsOnLine(i, compared[0], compared[1]));
        }
    }

    public static Expectation Of(Activation activation, Form form) => form switch
    {
        Form.Function => new(new(activation, form), Table(activation.F, activation.IsSmoothAt), Table(activation.DerivativeFromInput, activation.IsSmoothAt)),
        Form.DerivativeFromInput => new(new(activation, form), Table(activation.DerivativeFromInput, activation.IsSmoothAt), null),
        _ => new(new(activation, form), Table(activation.DerivativeFromOutput ?? (_ => double.NaN), activation.Range.Contains), null),
    };

    /// <summary>Null where this point says nothing; false where value or (for the function itself) tangent differ.</summary>
    public bool? AgreesAt(Observation observation, double tolerance)
    {
        var wanted = values[observation.Index];
        if (double.IsNaN(wanted) || double.IsInfinity(wanted))
        {
            return null;
        }

        var allowed = Math.Max(tolerance, Fingerprint.Activation.Tolerance);
        return Matching.IsClose(observation.Result.Value, wanted, allowed)
            && (slopes is null || SlopeAgrees(observation, slopes[observation.Index], tolerance));
    }

    private bool IsOnLine(int index, int first, int second)
    {
        var slope = (values[second] - values[first]) / (SamplePoints.All[second] - SamplePoints.All[first]);
        return Matching.IsClose(values[index], values[first] + (slope * (SamplePoints.All[index] - SamplePoints.All[first])), 1e-9);
    }

    private bool SlopeAgrees(Observation observation, double wanted, double tolerance)
    {
        var allowed = observation.IsCoarse ? CoarseSlopeTolerance : Math.Max(SlopeTolerance, Math.Max(100 * tolerance, 100 * Fingerprint.Activation.Tolerance));
        return double.IsNaN(wanted) || Matching.IsClose(observation.Result.Tangent, wanted, allowed);
    }

    private static double[] Table(Func<double, double> f, Func<double, bool> isCompared)
        => [.. SamplePoints.All.Select(point => isCompared(point) ? f(point) : double.NaN)];
}
