using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Backprop.Runtime.Parameters;

/// <summary>
/// One trained array, a weight or a bias, with the gradient that backward passes add to.
/// </summary>
/// <remarks>
/// A backward pass accumulates (<c>+=</c>) into <see cref="Gradient"/>: a weight is used at every time step, and its
/// gradient is the sum over all uses. <see cref="ClearGradient"/> starts the next training step.
/// Values and gradients are column-major, as MathNet keeps them; a bias is a matrix of one column.
/// </remarks>
public sealed class Parameter
{
    /// <summary>A weight of <paramref name="rows"/> x <paramref name="columns"/>, all zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below one.</exception>
    public Parameter(string name, int rows, int columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Values = new double[Require.Positive(rows) * Require.Positive(columns)];
        Gradients = new double[Values.Length];
        Value = new DenseMatrix(rows, columns, Values);
        Gradient = new DenseMatrix(rows, columns, Gradients);
    }

    /// <summary>The name under which it is saved, as PyTorch names it: <c>weight_ih_l0</c>, <c>head.bias</c>.</summary>
    public string Name { get; }

    /// <summary>The current value. Writing into it changes the model.</summary>
    public Matrix<double> Value { get; }

    /// <summary>The gradient of the loss, summed over all backward passes since the last <see cref="ClearGradient"/>.</summary>
    public Matrix<double> Gradient { get; }

    /// <summary>True for a bias: saved as one dimension, not as a matrix of one column.</summary>
    public bool IsVector { get; private init; }

    /// <summary>Number of rows: for a weight the outputs, for stacked gates gates x hidden.</summary>
    public int Rows => Value.RowCount;

    /// <summary>Number of columns: for a weight the inputs, for a bias one.</summary>
    public int Columns => Value.ColumnCount;

    /// <summary>The storage of <see cref="Value"/>, column-major.</summary>
    internal double[] Values { get; }

    /// <summary>The storage of <see cref="Gradient"/>, column-major.</summary>
    internal double[] Gradients { get; }

    /// <summary>A bias of <paramref name="length"/> entries, all zeros.</summary>
    public static Parameter Vector(string name, int length) => new(name, length, 1) { IsVector = true };

    /// <summary>Sets the gradient to zero.</summary>
    public void ClearGradient() => Array.Clear(Gradients);

    /// <summary>Adds one use's share to the gradient: a parameter's gradient is the sum over all its uses.</summary>
    internal void Accumulate(Matrix<double> share) => Gradient.Add(share, Gradient);

    /// <summary>Copies a value in.</summary>
    /// <exception cref="ArgumentException">The shape is not this parameter's, or an entry is NaN.</exception>
    public void Set(Matrix<double> value)
    {
        Require.Shape(value, Rows, Columns);
        value.CopyTo(Value);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Rows} x {Columns})";
}
