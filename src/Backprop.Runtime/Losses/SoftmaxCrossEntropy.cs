using System.Numerics.Tensors;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Losses;

/// <summary>
/// Softmax and cross-entropy in one: L = -log softmax(y)[target], whose gradient is softmax(y) - onehot(target)
/// (Bridle 1990; PyTorch's <c>nn.CrossEntropyLoss</c>).
/// </summary>
/// <remarks>The largest logit is subtracted first, so that no exponential overflows.</remarks>
public static class SoftmaxCrossEntropy
{
    /// <summary>The class probabilities, each column summing to one.</summary>
    /// <param name="logits">y, classes x batch.</param>
    /// <exception cref="ArgumentException">An entry is NaN.</exception>
    public static Matrix<double> Probabilities(Matrix<double> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Require.Features(logits, logits.RowCount);
        var probabilities = logits.ToColumnMajorArray();
        for (var first = 0; first < probabilities.Length; first += logits.RowCount)
        {
            Softmax(probabilities.AsSpan(first, logits.RowCount));
        }

        return Matrix<double>.Build.Dense(logits.RowCount, logits.ColumnCount, probabilities);
    }

    /// <summary>The loss of a batch, and its gradient by the logits.</summary>
    /// <param name="logits">y, classes x batch.</param>
    /// <param name="targets">For each example, the index of the right class.</param>
    /// <param name="reduction">Mean or sum over the examples.</param>
    /// <exception cref="ArgumentException">As many targets as columns are expected, and no entry may be NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is no class.</exception>
    public static Loss Evaluate(Matrix<double> logits, IReadOnlyList<int> targets, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        var sequence = Sequence.From([logits]);
        var loss = Evaluate(sequence, [.. targets], sequence, reduction);
        return new Loss(loss, sequence.ToMatrix(0));
    }

    /// <summary>The loss of whole sequences, without allocating. Padding counts for nothing.</summary>
    /// <param name="logits">y, classes x batch at every step.</param>
    /// <param name="targets">The index of the right class, at example + batch * step; at padding it is not read.</param>
    /// <param name="gradient">Takes dL/dy, in the shape of the logits; may be the logits themselves.</param>
    /// <param name="reduction">Mean or sum over all steps that count.</param>
    /// <returns>The loss in nats.</returns>
    /// <inheritdoc cref="Evaluate(Matrix{double}, IReadOnlyList{int}, Reduction)" path="/exception"/>
    public static double Evaluate(
        Sequence logits, ReadOnlySpan<int> targets, Sequence gradient, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(gradient);
        logits.RequireShape(logits.Features, logits.Batch, logits.Steps, nameof(logits));
        Require.Count(targets.Length, logits.Batch * logits.Steps, "targets (batch x time)", nameof(targets));
        gradient.TakeShape(logits);

        var (loss, scale) = (0.0, reduction == Reduction.Mean ? 1.0 / logits.CountedSteps : 1.0);
        for (var step = 0; step < logits.Steps; step++)
        {
            for (var example = 0; example < logits.Batch; example++)
            {
                var column = gradient.Column(example, step);
                if (!logits.Counts(example, step))
                {
                    column.Clear();
                    continue;
                }

                logits.Column(example, step).CopyTo(column);
                loss += Evaluate(column, targets[example + (logits.Batch * step)]);
                TensorPrimitives.Multiply(column, scale, column);
            }
        }

        return loss * scale;
    }

    // log(sum exp y) - y[target]; the log of the probability itself would lose small ones to zero.
    private static double Evaluate(Span<double> column, int target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target, "targets");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, column.Length, "targets");
        var ofTarget = column[target];
        var loss = Softmax(column) - ofTarget;
        column[target] -= 1;
        return loss;
    }

    // Puts the probabilities in the logits' place, and returns log(sum exp y).
    private static double Softmax(Span<double> column)
    {
        var largest = TensorPrimitives.Max<double>(column);
        TensorPrimitives.Subtract(column, largest, column);
        TensorPrimitives.Exp(column, column);
        var sum = TensorPrimitives.Sum<double>(column);
        TensorPrimitives.Divide(column, sum, column);
        return largest + Math.Log(sum);
    }
}
