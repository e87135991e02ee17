using System.Numerics.Tensors;
using Backprop.Runtime.Layers.Running;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Sequences;

/// <summary>
/// A batch of sequences: features x batch x time, in one buffer. Step t is a column-major matrix of features x batch, and
/// the steps lie one after the other, so that all steps together are one matrix of features x (batch * time).
/// </summary>
/// <remarks>
/// Sequences of different lengths share a batch: each example counts up to its own length, and what lies behind it is
/// padding, which is neither read nor given a gradient (PyTorch's packed sequences; no sorting is needed).
/// </remarks>
public sealed class Sequence
{
    private double[] buffer;
    private int[] lengths = [];
    private int start;

    /// <summary>All zeros, every example as long as the batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below one: sequence, batch or example is empty.</exception>
    public Sequence(int features, int batch, int steps)
    {
        buffer = new double[Require.Positive(features) * Require.Positive(batch) * Require.Positive(steps)];
        (Features, Batch, Steps) = (features, batch, steps);
    }

    /// <summary>All zeros, with a length for each example.</summary>
    /// <param name="features">Rows of a step.</param>
    /// <param name="batch">Number of examples.</param>
    /// <param name="steps">Number of time steps of the longest example.</param>
    /// <param name="lengths">For each example, how many of its steps count: 1 to <paramref name="steps"/>.</param>
    /// <exception cref="ArgumentException">As many lengths as examples are expected, each from 1 to steps.</exception>
    public Sequence(int features, int batch, int steps, IReadOnlyList<int> lengths)
        : this(features, batch, steps)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        Require.Count(lengths.Count, batch, "examples", nameof(lengths));
        foreach (var length in lengths)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(lengths));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, steps, nameof(lengths));
        }

        this.lengths = lengths.Any(length => length < steps) ? [.. lengths] : [];
    }

    /// <summary>Rows of each step.</summary>
    public int Features { get; private set; }

    /// <summary>Number of examples.</summary>
    public int Batch { get; private set; }

    /// <summary>Number of time steps of the longest example.</summary>
    public int Steps { get; private set; }

    /// <summary>All values: index feature + Features * (example + Batch * step).</summary>
    public Span<double> Values => buffer.AsSpan(start, Features * Batch * Steps);

    /// <summary>Whether some example is shorter than the batch.</summary>
    public bool HasPadding => lengths.Length > 0;

    /// <summary>One value.</summary>
    public double this[int feature, int example, int step]
    {
        get => Column(example, step)[feature];
        set => Column(example, step)[feature] = value;
    }

    /// <summary>Copies matrices of features x batch, one a step.</summary>
    /// <param name="steps">x[0..T-1], all of one shape.</param>
    /// <param name="lengths">For each example how many steps count; null if all do.</param>
    /// <exception cref="ArgumentException">There are no steps, or their shapes differ, or the lengths do not fit.</exception>
    public static Sequence From(IReadOnlyList<Matrix<double>> steps, IReadOnlyList<int>? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0)
        {
            throw new ArgumentException("steps is an empty sequence: at least one time step is expected.", nameof(steps));
        }

        var (features, batch) = (steps[0].RowCount, steps[0].ColumnCount);
        var sequence = lengths is null
            ? new Sequence(features, batch, steps.Count)
            : new Sequence(features, batch, steps.Count, lengths);
        for (var t = 0; t < steps.Count; t++)
        {
            Require.Shape(steps[t], features, batch, $"steps[{t}]");
            steps[t].ToColumnMajorArray().CopyTo(sequence.Step(t));
        }

        return sequence;
    }

    /// <summary>How many steps of an example count.</summary>
    public int Length(int example) => HasPadding ? lengths[example] : Steps;

    /// <summary>The values of a step, column-major features x batch.</summary>
    public Span<double> Step(int step) => Values.Slice(Features * Batch * step, Features * Batch);

    /// <summary>The values of one example at one step.</summary>
    public Span<double> Column(int example, int step) => Step(step).Slice(Features * example, Features);

    /// <summary>A step as a matrix of its own, features x batch.</summary>
    public Matrix<double> ToMatrix(int step) => Matrix<double>.Build.Dense(Features, Batch, Step(step).ToArray());

    /// <summary>All steps as matrices of their own.</summary>
    public IReadOnlyList<Matrix<double>> ToMatrices() => Enumerable.Range(0, Steps).Select(ToMatrix).ToList();

    /// <summary>
    /// A copy of some consecutive steps, for truncated backpropagation through time: run the windows one after the other,
    /// each from the final state of the one before. An example that ended before the window has length zero in it.
    /// </summary>
    /// <param name="first">The first step.</param>
    /// <param name="count">How many steps.</param>
    public Sequence Window(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + Require.Positive(count), Steps, nameof(count));
        var window = new Sequence(Features, Batch, count);
        Values.Slice(Features * Batch * first, window.Values.Length).CopyTo(window.Values);
        var clipped = Array.ConvertAll(lengths, length => Math.Clamp(length - first, 0, count));
        window.lengths = Array.TrueForAll(clipped, length => length == count) ? [] : clipped;
        return window;
    }

    /// <summary>Whether the step counts for the example, or is padding.</summary>
    internal bool Counts(int example, int step) => !HasPadding || step < lengths[example];

    /// <summary>Takes another shape, on the same buffer if it is large enough; the values are then undefined.</summary>
    internal void Reshape(int features, int batch, int steps)
    {
        Workspace.Grow(ref buffer, features * batch * steps);
        (Features, Batch, Steps, start) = (features, batch, steps, 0);
    }

    /// <summary>Becomes a copy with zeros at padding: what lies there must not reach a product, not even as NaN.</summary>
    internal Sequence CopyWithZeroPadding(Sequence other)
    {
        Reshape(other.Features, other.Batch, other.Steps);
        other.Values.CopyTo(Values);
        TakeLengths(other);
        for (var example = 0; example < Batch; example++)
        {
            for (var step = Length(example); step < Steps; step++)
            {
                Column(example, step).Clear();
            }
        }

        return this;
    }

    /// <summary>Shows a part of someone else's buffer, without a copy.</summary>
    internal void Show(double[] values, int first, int features, int batch, int steps) =>
        (buffer, start, Features, Batch, Steps) = (values, first, features, batch, steps);

    /// <summary>How many steps of all examples together count.</summary>
    internal int CountedSteps => HasPadding ? TensorPrimitives.Sum<int>(lengths) : Batch * Steps;

    /// <summary>Takes the shape and the lengths of another sequence; the values are then undefined.</summary>
    internal void TakeShape(Sequence other)
    {
        if (!ReferenceEquals(this, other))
        {
            Reshape(other.Features, other.Batch, other.Steps);
            TakeLengths(other);
        }
    }

    /// <summary>Takes the lengths of another sequence over the same steps.</summary>
    internal void TakeLengths(Sequence other) => lengths = other.lengths;

    /// <summary>Throws unless a step has this shape and nothing that counts is NaN.</summary>
    internal void RequireShape(int features, int batch, int steps, string name)
    {
        if ((Features, Batch, Steps) != (features, batch, steps))
        {
            throw Require.Mismatch(
                name, $"{features} x {batch} x {steps} (features x batch x time)", $"{Features} x {Batch} x {Steps}");
        }

        if (!HasPadding)
        {
            Require.NoNaN(Values, Features, name);
            return;
        }

        for (var example = 0; example < Batch; example++)
        {
            for (var step = 0; step < Length(example); step++)
            {
                Require.NoNaN(Column(example, step), Features, name);
            }
        }
    }
}
