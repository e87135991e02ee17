using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers.Running;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Layers;

/// <summary>
/// A recurrent layer over whole sequences: one cell, stacked in layers and run in one or two directions, with PyTorch's
/// semantics and parameter names.
/// </summary>
/// <remarks>
/// The layer holds the parameters; a <see cref="RecurrentRun"/> holds what a forward pass leaves for its backward pass.
/// In a stack, each layer reads the outputs of the one below. Of two directions, the second walks the time backwards,
/// and the outputs lie over each other: rows 0 to hidden-1 forwards, the others backwards.
/// </remarks>
public abstract class RecurrentLayer
{
    private protected RecurrentLayer(int gates, int inputSize, int hiddenSize, int layers, bool bidirectional, string prefix)
    {
        InputSize = Require.Positive(inputSize);
        HiddenSize = Require.Positive(hiddenSize);
        Layers = Require.Positive(layers);
        Directions = bidirectional ? 2 : 1;
        Cells = Enumerable.Range(0, layers * Directions)
            .Select(index => new CellParameters(
                gates, index < Directions ? inputSize : hiddenSize * Directions, hiddenSize, Suffix(index), prefix))
            .ToList();
        Parameters = Cells.SelectMany(cell => cell).ToList();
    }

    /// <summary>Rows of the input.</summary>
    public int InputSize { get; }

    /// <summary>Rows of each hidden state.</summary>
    public int HiddenSize { get; }

    /// <summary>How many layers are stacked.</summary>
    public int Layers { get; }

    /// <summary>One, or two if the layer is bidirectional.</summary>
    public int Directions { get; }

    /// <summary>Rows of the output: hidden size times directions.</summary>
    public int OutputSize => HiddenSize * Directions;

    /// <summary>The parameters of each layer and direction, at index layer * directions + direction.</summary>
    public IReadOnlyList<CellParameters> Cells { get; }

    /// <summary>All parameters in PyTorch's order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Whether the cell carries a cell state beside the hidden one.</summary>
    public virtual bool HasCellState => false;

    /// <summary>
    /// Draws all parameters evenly from -1/sqrt(hidden) to 1/sqrt(hidden), PyTorch's initialisation. The same seed
    /// gives the same parameters on every machine.
    /// </summary>
    public void Initialise(int seed) => Parameters.DrawUniform(1 / Math.Sqrt(HiddenSize), seed);

    /// <summary>A state of zeros for a batch, to be filled as an initial state.</summary>
    public RecurrentState ZeroState(int batch) => new(Cells.Count, HiddenSize, batch, HasCellState);

    /// <summary>A workspace for forward and backward passes. Make it once and use it for every training step.</summary>
    public RecurrentRun NewRun() => new(this);

    internal abstract DirectionRun NewDirection(CellParameters parameters, bool reverse);

    private string Suffix(int index) => $"_l{index / Directions}{(index % Directions == 1 ? "_reverse" : "")}";
}
