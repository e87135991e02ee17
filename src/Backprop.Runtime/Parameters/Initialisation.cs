using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Parameters;

/// <summary>Starting values from a seed.</summary>
public static class Initialisation
{
    /// <summary>Draws every entry evenly from -bound to bound, one parameter after the other, row by row.</summary>
    /// <param name="parameters">What to fill.</param>
    /// <param name="bound">The largest absolute value.</param>
    /// <param name="seed">The same seed gives the same values on every machine.</param>
    public static void DrawUniform(this IEnumerable<Parameter> parameters, double bound, int seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Require.Positive(bound);
        var random = new Random(seed);
        foreach (var parameter in parameters)
        {
            for (var row = 0; row < parameter.Rows; row++)
            {
                for (var column = 0; column < parameter.Columns; column++)
                {
                    parameter.Value[row, column] = bound * ((2 * random.NextDouble()) - 1);
                }
            }
        }
    }
}
