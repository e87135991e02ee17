using Backprop.Runtime.Layers.Running;
using Backprop.Runtime.LinearAlgebra;
using Backprop.Runtime.Sequences;

namespace Backprop.Runtime.Layers;

/// <summary>
/// A <see cref="Dense"/> layer over all steps of a batch of sequences: one product forwards, two backwards, on reused buffers.
/// </summary>
public sealed class DenseRun
{
    private readonly Dense layer;
    private readonly Sequence outputs;
    private readonly Sequence inputGradient;
    private Sequence? input;

    internal DenseRun(Dense layer)
    {
        this.layer = layer;
        outputs = new Sequence(layer.Weight.Rows, 1, 1);
        inputGradient = new Sequence(layer.Weight.Columns, 1, 1);
    }

    /// <summary>y = W a + b at every step.</summary>
    /// <param name="input">a, input x batch at every step. It is kept for the backward pass, not copied.</param>
    /// <returns>The outputs, valid until the next forward pass.</returns>
    /// <exception cref="ArgumentException">The shape does not fit, or an entry is NaN.</exception>
    public Sequence Forward(Sequence input)
    {
        ArgumentNullException.ThrowIfNull(input);
        input.RequireShape(layer.Weight.Columns, input.Batch, input.Steps, nameof(input));
        this.input = input;
        outputs.Reshape(layer.Weight.Rows, input.Batch, input.Steps);
        outputs.TakeLengths(input);
        Columns.Fill(outputs.Values, layer.Bias.Values);
        Gemm.Multiply(
            false, false, outputs.Features, input.Batch * input.Steps, input.Features, 1, layer.Weight.Values, outputs.Features,
            input.Values, input.Features, 1, outputs.Values, outputs.Features);
        return outputs;
    }

    /// <summary>Adds to the layer's gradients, and returns the gradient of the input: upstream for the layer below.</summary>
    /// <param name="output">dL/dy at every step, zero at padding, as the losses write it.</param>
    /// <exception cref="InvalidOperationException">No forward pass was run.</exception>
    /// <exception cref="ArgumentException">The shape does not fit, or an entry is NaN.</exception>
    public Sequence Backward(Sequence output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var input = this.input ?? throw new InvalidOperationException("There is no forward pass to walk back through.");
        output.RequireShape(layer.Weight.Rows, input.Batch, input.Steps, nameof(output));
        inputGradient.TakeShape(input);

        Gemm.Multiply(
            false, true, output.Features, input.Features, input.Batch * input.Steps, 1, output.Values, output.Features,
            input.Values, input.Features, 1, layer.Weight.Gradients, output.Features);
        Columns.AddTo(layer.Bias.Gradients, output.Values, output.Features);
        Gemm.Multiply(
            true, false, input.Features, input.Batch * input.Steps, output.Features, 1, layer.Weight.Values, output.Features,
            output.Values, output.Features, 0, inputGradient.Values, input.Features);
        return inputGradient;
    }
}
