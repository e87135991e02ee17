using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers.Running;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Layers;

/// <summary>
/// A forward pass of a recurrent layer over a batch of sequences and its backward pass, on buffers that are reused from
/// one training step to the next: after the first step of the largest shape nothing is allocated.
/// </summary>
/// <remarks>
/// What a pass returns (outputs, final states, gradients) lies in these buffers and is valid until the next forward pass.
/// A run is not safe for use by several threads at once; several runs of one layer are, as long as only one goes backwards.
/// </remarks>
public sealed class RecurrentRun
{
    private readonly RecurrentLayer layer;
    private readonly LayerRun[] layers;
    private readonly RecurrentState zero;
    private readonly RecurrentState final;
    private readonly RecurrentState initialGradient;
    private readonly Sequence unpadded;
    private readonly Sequence inputGradient;
    private bool forwardDone;
    private bool backwardDone;
    private bool hasInputGradient;

    internal RecurrentRun(RecurrentLayer layer)
    {
        this.layer = layer;
        layers = Enumerable.Range(0, layer.Layers).Select(index => new LayerRun(layer, index)).ToArray();
        (zero, final, initialGradient) = (layer.ZeroState(1), layer.ZeroState(1), layer.ZeroState(1));
        unpadded = new Sequence(layer.InputSize, 1, 1);
        inputGradient = new Sequence(layer.InputSize, 1, 1);
    }

    /// <summary>Whether the backward pass also computes dL/dx. Off saves a product where nothing below is trained.</summary>
    public bool WantsInputGradient { get; set; } = true;

    /// <summary>The last layer's hidden states at every step, (hidden * directions) x batch; zero at padding.</summary>
    public Sequence Outputs => forwardDone ? layers[^1].Outputs : throw Missing("Forward");

    /// <summary>The states after each example's last step; give them to the next window as its initial state.</summary>
    public RecurrentState Final => forwardDone ? final : throw Missing("Forward");

    /// <summary>dL/dx at every step, input x batch; zero at padding.</summary>
    public Sequence InputGradient => backwardDone && hasInputGradient ? inputGradient : throw Missing("Backward");

    /// <summary>The gradient of the initial states.</summary>
    public RecurrentState InitialGradient => backwardDone ? initialGradient : throw Missing("Backward");

    /// <summary>Runs the layer forwards.</summary>
    /// <param name="input">x, input x batch at every step. It is kept for the backward pass, not copied.</param>
    /// <param name="initial">The states before the first step; zeros if left out. May be this run's own final state.</param>
    /// <returns>The outputs.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or an entry is NaN.</exception>
    public Sequence Forward(Sequence input, RecurrentState? initial = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        input.RequireShape(layer.InputSize, input.Batch, input.Steps, nameof(input));
        zero.Resize(input.Batch);
        initial?.RequireShapeOf(zero, nameof(initial));

        // Each state is read before the final state of the same index is written, so both may be one object.
        (forwardDone, backwardDone) = (false, false);
        final.Resize(input.Batch);
        var outputs = input.HasPadding ? unpadded.CopyWithZeroPadding(input) : input;
        foreach (var run in layers)
        {
            outputs = run.Forward(outputs, initial ?? zero, final);
        }

        forwardDone = true;
        return outputs;
    }

    /// <summary>Walks back through time and layers, and adds to the gradients of the layer's parameters.</summary>
    /// <param name="upstream">The gradient of the outputs, in their shape; read where no padding is.</param>
    /// <param name="recurrent">
    /// The gradient of <see cref="Final"/> if something uses it, or <see cref="RecurrentGradient{TState}.None"/> at the
    /// end of the sequences and at a truncation boundary.
    /// </param>
    /// <exception cref="InvalidOperationException">No forward pass is left to walk back through.</exception>
    /// <exception cref="ArgumentException">
    /// A shape does not fit, an entry is NaN, or recurrent is not of this run's final state.
    /// </exception>
    public void Backward(Sequence upstream, RecurrentGradient<RecurrentState> recurrent)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(recurrent);
        if (!forwardDone || backwardDone)
        {
            throw Missing("Forward");
        }

        upstream.RequireShape(layer.OutputSize, Outputs.Batch, Outputs.Steps, nameof(upstream));
        var fromAfter = recurrent.At(final);
        fromAfter?.RequireShapeOf(final, nameof(recurrent));
        initialGradient.Resize(upstream.Batch);
        for (var index = layers.Length - 1; index > 0; index--)
        {
            var below = layers[index - 1].Gradient;
            below.Reshape(layer.OutputSize, upstream.Batch, upstream.Steps);
            layers[index].Backward(upstream, fromAfter, initialGradient, below);
            upstream = below;
        }

        inputGradient.Reshape(layer.InputSize, upstream.Batch, upstream.Steps);
        layers[0].Backward(upstream, fromAfter, initialGradient, WantsInputGradient ? inputGradient : null);
        (backwardDone, hasInputGradient) = (true, WantsInputGradient);
    }

    private static InvalidOperationException Missing(string pass) =>
        new($"There is no result of {pass} here: call it first, once for each backward pass.");
}
