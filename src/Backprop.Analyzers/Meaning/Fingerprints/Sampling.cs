using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Runs a function on the sample points: numbers one by one, collections all points at once.</summary>
internal sealed class Sampling(Shapes shapes)
{
    private static readonly double[] Points = [.. SamplePoints.All];

    /// <summary>Null when the function is unknown. May stop early, when no row can match any more.</summary>
    public IReadOnlyList<Observation>? Observe(ITypeSymbol inputType, Func<Datum, Datum?> function, bool mayStop = true)
        => Shapes.IsScalar(inputType) ? Scalars(inputType, function, mayStop) : Collection(inputType, function);

    private IReadOnlyList<Observation>? Scalars(ITypeSymbol inputType, Func<Datum, Datum?> function, bool mayStop)
    {
        var observations = new List<Observation>();
        for (var i = 0; i < Points.Length; i++)
        {
            if (shapes.Build(inputType, [Points[i]]) is Number input && function(input) is Number result && result.Kind.IsFloating())
            {
                observations.Add(Observed(i, input, result));
                if (mayStop && !Matching.MayMatch(observations[observations.Count - 1]))
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

    /// <summary>As many numbers must come out as went in, each a function of its own input.</summary>
    private IReadOnlyList<Observation>? Collection(ITypeSymbol inputType, Func<Datum, Datum?> function)
    {
        if (shapes.Build(inputType, Points) is not { } input)
        {
            return null;
        }

        var inputs = Leaves.Of(input).Select(leaf => leaf.Value as Number).ToArray();
        var outputs = Leaves.Of(function(input)).Select(leaf => leaf.Value as Number).ToArray();
        if (inputs.Length != outputs.Length || inputs.Length == 0)
        {
            return null;
        }

        var observations = new List<Observation>();
        for (var i = 0; i < inputs.Length && i < Points.Length; i++)
        {
            if (inputs[i] is not { } variable || outputs[i] is not { } result)
            {
                return null;
            }

            observations.Add(Observed(i, variable, result));
        }

        return observations;
    }

    private static Observation Observed(int index, Number input, Number result)
        => new(index, input.Value, result.Dual, input.Kind.IsCoarse() || result.Kind.IsCoarse());
}
