using Backprop.Runtime.Cells;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Layers;

/// <summary>
/// The output layer over a hidden state: y = W a + b on features x batch (PyTorch's <c>nn.Linear</c>).
/// </summary>
/// <remarks>Backwards: dW += dy a^T; db += row sums of dy; da = W^T dy, the upstream gradient of the step below.</remarks>
public sealed class Dense
{
    /// <summary>A layer with all parameters zero.</summary>
    /// <param name="inputSize">Rows of the input, the hidden size below.</param>
    /// <param name="outputSize">Rows of the output, for instance the number of classes.</param>
    /// <param name="prefix">Put before <c>weight</c> and <c>bias</c> when saved, for instance <c>head.</c></param>
    public Dense(int inputSize, int outputSize, string prefix = "")
    {
        Weight = new Parameter(prefix + "weight", outputSize, inputSize);
        Bias = Parameter.Vector(prefix + "bias", outputSize);
        Parameters = [Weight, Bias];
    }

    /// <summary>W, output x input.</summary>
    public Parameter Weight { get; }

    /// <summary>b, output.</summary>
    public Parameter Bias { get; }

    /// <summary>Weight and bias.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Draws all parameters evenly from -1/sqrt(input) to 1/sqrt(input), PyTorch's initialisation.</summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    public void Initialise(int seed) => Parameters.DrawUniform(1 / Math.Sqrt(Weight.Columns), seed);

    /// <summary>A workspace for whole sequences. Make it once and use it for every training step.</summary>
    public DenseRun NewRun() => new(this);

    /// <summary>y = W a + b.</summary>
    /// <param name="input">a, input x batch.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or an entry is NaN.</exception>
    public DenseStep Forward(Matrix<double> input)
    {
        Require.Features(input, Weight.Columns);
        return new DenseStep(input, (Weight.Value * input).AddToColumns(Bias.Value));
    }

    /// <summary>Adds to the parameters' gradients and returns the gradient of the input, upstream for the layer below.</summary>
    /// <param name="step">What <see cref="Forward"/> returned.</param>
    /// <param name="output">dL/dy, output x batch.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or an entry is NaN.</exception>
    public UpstreamGradient Backward(DenseStep step, Matrix<double> output)
    {
        ArgumentNullException.ThrowIfNull(step);
        Require.Shape(output, Weight.Rows, step.Input.ColumnCount);
        Weight.Accumulate(output.TransposeAndMultiply(step.Input));
        Bias.Accumulate(output.RowSums().ToColumnMatrix());
        return new UpstreamGradient(Weight.Value.TransposeThisAndMultiply(output));
    }
}
