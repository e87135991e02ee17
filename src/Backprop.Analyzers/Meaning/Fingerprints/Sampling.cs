using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Runs a function on the sample points: numbers one by one, collections all points at once.</summary>
internal sealed class Sampling(Shapes shapes)
{
    private static readonly double[] Points = [.. SamplePoints.All];

    /// <summary>Null when the function is unknown. May stop early, when no row can match any more.</summary>
    public List<Observation>? Observe(ITypeSymbol inputType, Func<Datum, Datum?> function, bool mayStop = true)
        => Shapes.IsScalar(inputType) ? Scalars(inputType, function, mayStop) : Collection(inputType, function);

    private List<Observation>? Scalars(ITypeSymbol inputType, Func<Datum, Datum?> function, bool mayStop)
    {
        var observations = new List<Observation>();
        List<Expectation>? left = null;
        for (var i = 0; i < Points.Length; i++)
        {
            if (shapes.Build(inputType, [Points[i]]) is Number input && function(input) is Number result && result.Kind.IsFloating())
            {
                observations.Add(Observed(i, input, result));
                if (mayStop && !Matching.MayMatch(observations, ref left))
                {
                    return null;
                }
            }
            else if (observations.Count == 0)
            {
                return null;
            }
        }

        return observations;
    }

    /// <summary>A value that holds few numbers is tried several times, until every point has been in it.</summary>
    private List<Observation>? Collection(ITypeSymbol inputType, Func<Datum, Datum?> function)
    {
        var observations = new List<Observation>();
        while (observations.Count < Points.Length)
        {
            var seen = observations.Count;
            if (!Observe(inputType, function, seen, observations) || observations.Count == seen)
            {
                return null;
            }
        }

        return observations;
    }

    /// <summary>As many numbers must come out as went in, each a function of its own input.</summary>
    private bool Observe(ITypeSymbol inputType, Func<Datum, Datum?> function, int first, List<Observation> observations)
    {
        var points = Enumerable.Range(0, Points.Length).Select(i => Points[(first + i) % Points.Length]).ToArray();
        if (shapes.Build(inputType, points) is not { } input)
        {
            return false;
        }

        var inputs = Leaves.Of(input).Select(leaf => leaf.Value as Number).ToArray();
        var outputs = Leaves.Of(function(input)).Select(leaf => leaf.Value as Number).ToArray();
        if (inputs.Length != outputs.Length)
        {
            return false;
        }

        for (var i = 0; i < inputs.Length && first + i < Points.Length; i++)
        {
            if (inputs[i] is not { } variable || outputs[i] is not { } result)
            {
                return false;
            }

            observations.Add(Observed(first + i, variable, result));
        }

        return true;
    }

    private static Observation Observed(int index, Number input, Number result)
        => new(index, input.Value, result.Dual, input.Kind.IsCoarse() || result.Kind.IsCoarse());
}
