using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Optimisers;

/// <summary>Moves parameters against their gradients. One object a model: it keeps what the method remembers of each.</summary>
public abstract class Optimiser
{
    private readonly Parameter[] parameters;
    private readonly double[] scratch;
    private double learningRate;

    private protected Optimiser(IEnumerable<Parameter> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = [.. parameters];
        if (this.parameters.Length == 0)
        {
            throw new ArgumentException("parameters is empty: there is nothing to train.", nameof(parameters));
        }

        scratch = new double[this.parameters.Max(parameter => parameter.Values.Length)];
        LearningRate = learningRate;
    }

    /// <summary>How far a step goes. May be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above zero.</exception>
    public double LearningRate
    {
        get => learningRate;
        set => learningRate = Require.Positive(value);
    }

    /// <summary>One step for all parameters, from the gradients that they hold.</summary>
    public void Step()
    {
        BeginStep();
        for (var index = 0; index < parameters.Length; index++)
        {
            var parameter = parameters[index];
            Update(index, parameter.Values, parameter.Gradients, scratch.AsSpan(0, parameter.Values.Length));
        }
    }

    /// <summary>Sets all gradients to zero, for the next backward pass to add to.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in parameters)
        {
            parameter.ClearGradient();
        }
    }

    private protected virtual void BeginStep()
    {
    }

    private protected abstract void Update(
        int index, Span<double> values, ReadOnlySpan<double> gradients, Span<double> scratch);

    /// <summary>Memory of one value for each entry of each parameter, starting at zero.</summary>
    private protected double[][] NewMemory() => Array.ConvertAll(parameters, parameter => new double[parameter.Values.Length]);
}
