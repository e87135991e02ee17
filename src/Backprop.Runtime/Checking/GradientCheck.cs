using Backprop.Runtime.Parameters;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Checking;

/// <summary>
/// Compares a hand-written gradient with central differences, entry by entry, for any scalar loss over any parameters.
/// </summary>
/// <remarks>
/// Usage: run your forward and backward pass, hand in each parameter with the gradient you computed, and run the check:
/// <code>
/// new GradientCheck(() => Loss(Waa, Wax, b))
///     .Of("Waa", Waa, dWaa)
///     .Of("Wax", Wax, dWax)
///     .Run()
///     .ThrowIfWrong();
/// </code>
/// The loss is evaluated twice per entry, on the parameters' current values; it must be a function of them alone (no
/// dropout, no updates). Each parameter has its old value again afterwards.
/// </remarks>
/// <param name="loss">The loss as a function of the parameters' current values.</param>
/// <param name="tolerance">By default that of double precision.</param>
public sealed class GradientCheck(Func<double> loss, GradientTolerance? tolerance = null)
{
    private readonly Func<double> loss = loss ?? throw new ArgumentNullException(nameof(loss));
    private readonly GradientTolerance tolerance = tolerance ?? GradientTolerance.Double;
    private readonly List<CheckedArray> arrays = [];

    /// <summary>Checks a matrix.</summary>
    /// <param name="name">The name in the report.</param>
    /// <param name="value">The matrix that the loss reads.</param>
    /// <param name="gradient">dL/dvalue as your backward pass computed it, in the same shape.</param>
    public GradientCheck Of(string name, Matrix<double> value, Matrix<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        return Add(CheckedArray.Matrix(
            name, (value.RowCount, value.ColumnCount), (gradient.RowCount, gradient.ColumnCount),
            (row, column) => value[row, column], (row, column, x) => value[row, column] = x,
            (row, column) => gradient[row, column]));
    }

    /// <summary>Checks a vector.</summary>
    /// <inheritdoc cref="Of(string, Matrix{double}, Matrix{double})"/>
    public GradientCheck Of(string name, Vector<double> value, Vector<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        return Add(CheckedArray.Matrix(
            name, (value.Count, 0), (gradient.Count, 0),
            (row, _) => value[row], (row, _, x) => value[row] = x, (row, _) => gradient[row]));
    }

    /// <summary>Checks an array.</summary>
    /// <inheritdoc cref="Of(string, Matrix{double}, Matrix{double})"/>
    public GradientCheck Of(string name, double[] value, double[] gradient)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        return Add(CheckedArray.Matrix(
            name, (value.Length, 0), (gradient.Length, 0),
            (row, _) => value[row], (row, _, x) => value[row] = x, (row, _) => gradient[row]));
    }

    /// <summary>Checks a rectangular array.</summary>
    /// <inheritdoc cref="Of(string, Matrix{double}, Matrix{double})"/>
    public GradientCheck Of(string name, double[,] value, double[,] gradient)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        return Add(CheckedArray.Matrix(
            name, (value.GetLength(0), value.GetLength(1)), (gradient.GetLength(0), gradient.GetLength(1)),
            (row, column) => value[row, column], (row, column, x) => value[row, column] = x,
            (row, column) => gradient[row, column]));
    }

    /// <summary>Checks an array of single precision; pass <see cref="GradientTolerance.Single"/> to the constructor.</summary>
    /// <inheritdoc cref="Of(string, Matrix{double}, Matrix{double})"/>
    public GradientCheck Of(string name, float[] value, float[] gradient)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(gradient);
        return Add(CheckedArray.Matrix(
            name, (value.Length, 0), (gradient.Length, 0),
            (row, _) => value[row], (row, _, x) => value[row] = (float)x, (row, _) => gradient[row]));
    }

    /// <summary>Checks the runtime's own parameters, with the gradients that they hold now.</summary>
    public GradientCheck Of(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var parameter in parameters)
        {
            Of(parameter.Name, parameter.Value, parameter.Gradient);
        }

        return this;
    }

    /// <summary>Runs the check.</summary>
    /// <exception cref="InvalidOperationException">
    /// Nothing was handed in, or the loss is not a finite function of the parameters' values alone.
    /// </exception>
    public GradientReport Run()
    {
        if (arrays.Count == 0)
        {
            throw new InvalidOperationException("Nothing to check: hand in at least one parameter with its gradient.");
        }

        var value = loss();
        var again = loss();
        if (!double.IsFinite(value) || value != again)
        {
            throw new InvalidOperationException(
                $"The loss must be finite and the same for the same parameters: got {value:R}, then {again:R}.");
        }

        var differences = new CentralDifferences(loss, value, tolerance);
        return new GradientReport(arrays.ConvertAll(differences.Compare));
    }

    /// <summary>
    /// Checks a recurrent network for growing numbers of time steps, and tells the first at which it goes wrong.
    /// </summary>
    /// <param name="steps">The largest number of steps.</param>
    /// <param name="problem">Runs forward and backward for the given number of steps, and returns the check of that.</param>
    public static SequenceGradientReport OverTime(int steps, Func<int, GradientCheck> problem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(problem);
        return new SequenceGradientReport(Enumerable.Range(1, steps).Select(count => problem(count).Run()).ToList());
    }

    private GradientCheck Add(CheckedArray array)
    {
        arrays.Add(array);
        return this;
    }
}
