using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Layers;

/// <summary>
/// The states of all layers and directions of a recurrent layer at one time: PyTorch's h_n and, for an LSTM, c_n.
/// Index layer * directions + direction.
/// </summary>
public sealed class RecurrentState
{
    internal RecurrentState(int count, int hiddenSize, int batch, bool hasCell)
    {
        (Count, HiddenSize) = (count, hiddenSize);
        HasCell = hasCell;
        Hidden = Cell = [];
        Resize(Require.Positive(batch));
        Clear();
    }

    /// <summary>Number of layers times number of directions.</summary>
    public int Count { get; }

    /// <summary>Rows of each state.</summary>
    public int HiddenSize { get; }

    /// <summary>Number of examples.</summary>
    public int Batch { get; private set; }

    /// <summary>Whether there is a cell state beside the hidden one, as in an LSTM.</summary>
    public bool HasCell { get; }

    internal double[] Hidden { get; private set; }

    internal double[] Cell { get; private set; }

    /// <summary>A copy of one hidden state, hidden x batch.</summary>
    public Matrix<double> GetHidden(int index) => ToMatrix(HiddenAt(index));

    /// <summary>A copy of one cell state, hidden x batch.</summary>
    /// <exception cref="InvalidOperationException">There is no cell state: only an LSTM has one.</exception>
    public Matrix<double> GetCell(int index) => ToMatrix(CellAt(index));

    /// <summary>Sets one hidden state.</summary>
    /// <exception cref="ArgumentException">The shape is not hidden x batch, or an entry is NaN.</exception>
    public void SetHidden(int index, Matrix<double> value) => Set(HiddenAt(index), value);

    /// <summary>Sets one cell state.</summary>
    /// <inheritdoc cref="GetCell"/>
    public void SetCell(int index, Matrix<double> value) => Set(CellAt(index), value);

    /// <summary>Sets all to zero.</summary>
    public void Clear()
    {
        Array.Clear(Hidden);
        Array.Clear(Cell);
    }

    internal Span<double> HiddenAt(int index) => At(Hidden, index);

    internal Span<double> CellAt(int index) =>
        HasCell ? At(Cell, index) : throw new InvalidOperationException("There is no cell state: only an LSTM has one.");

    internal void Resize(int batch)
    {
        if (Batch != batch)
        {
            Batch = batch;
            Hidden = new double[Count * HiddenSize * batch];
            Cell = HasCell ? new double[Hidden.Length] : [];
        }
    }

    internal void RequireShapeOf(RecurrentState other, string name)
    {
        if ((Count, HiddenSize, Batch, HasCell) != (other.Count, other.HiddenSize, other.Batch, other.HasCell))
        {
            throw Require.Mismatch(name, other.Shape(), Shape());
        }

        Require.NoNaN(Hidden, HiddenSize, name);
        Require.NoNaN(Cell, HiddenSize, name);
    }

    private string Shape() =>
        $"{Count} states of {HiddenSize} x {Batch} {(HasCell ? "with" : "without")} cell state";

    private Span<double> At(double[] values, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return values.AsSpan(index * HiddenSize * Batch, HiddenSize * Batch);
    }

    private Matrix<double> ToMatrix(Span<double> values) =>
        Matrix<double>.Build.Dense(HiddenSize, Batch, values.ToArray());

    private void Set(Span<double> values, Matrix<double> value)
    {
        Require.Shape(value, HiddenSize, Batch);
        value.ToColumnMajorArray().CopyTo(values);
    }
}
