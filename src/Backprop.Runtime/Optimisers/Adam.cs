using System.Numerics.Tensors;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Optimisers;

/// <summary>
/// Adam (Kingma and Ba 2015; PyTorch's): running averages m of g and s of g^2, both corrected for their start at zero;
/// w -= rate * m' / (sqrt(s') + epsilon).
/// </summary>
public sealed class Adam : Optimiser
{
    private readonly double meanDecay;
    private readonly double squareDecay;
    private readonly double epsilon;
    private readonly double[][] means;
    private readonly double[][] squares;
    private int steps;

    /// <summary>With PyTorch's defaults.</summary>
    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="meanDecay">How much of the average gradient stays (beta1).</param>
    /// <param name="squareDecay">How much of the average square stays (beta2).</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double meanDecay = 0.9, double squareDecay = 0.999,
        double epsilon = 1e-8)
        : base(parameters, learningRate)
    {
        this.meanDecay = Decay.Require(meanDecay);
        this.squareDecay = Decay.Require(squareDecay);
        this.epsilon = Require.Positive(epsilon);
        (means, squares) = (NewMemory(), NewMemory());
    }

    private protected override void BeginStep() => steps++;

    private protected override void Update(
        int index, Span<double> values, ReadOnlySpan<double> gradients, Span<double> scratch)
    {
        Decay.Average(means[index], meanDecay, gradients, scratch);
        TensorPrimitives.Multiply(gradients, gradients, scratch);
        Decay.Average(squares[index], squareDecay, scratch, scratch);

        var rate = LearningRate / (1 - Math.Pow(meanDecay, steps));
        var scale = 1 / Math.Sqrt(1 - Math.Pow(squareDecay, steps));
        Decay.Descend(values, rate, means[index], squares[index], scale, epsilon, scratch);
    }
}
