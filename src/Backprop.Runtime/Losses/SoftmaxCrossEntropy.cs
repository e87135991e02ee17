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
    public static Matrix<double> Probabilities(Matrix<double> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Require.Features(logits, logits.RowCount);
        var probabilities = logits.Clone();
        for (var example = 0; example < logits.ColumnCount; example++)
        {
            var column = logits.Column(example);
            var exponentials = (column - column.Maximum()).PointwiseExp();
            probabilities.SetColumn(example, exponentials / exponentials.Sum());
        }

        return probabilities;
    }

    /// <summary>The loss of a batch, and its gradient by the logits.</summary>
    /// <param name="logits">y, classes x batch.</param>
    /// <param name="targets">For each example, the index of the right class.</param>
    /// <param name="reduction">Mean or sum over the examples.</param>
    /// <exception cref="ArgumentException">As many targets as columns are expected, and no entry may be NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is no class.</exception>
    public static Loss Evaluate(
        Matrix<double> logits, IReadOnlyList<int> targets, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var gradient = Probabilities(logits);
        Require.Count(targets.Count, logits.ColumnCount, "examples", nameof(targets));

        var loss = 0.0;
        for (var example = 0; example < targets.Count; example++)
        {
            var target = targets[example];
            ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(targets));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, logits.RowCount, nameof(targets));
            loss += LogSumExp(logits.Column(example)) - logits[target, example];
            gradient[target, example] -= 1;
        }

        var scale = reduction == Reduction.Mean ? 1.0 / targets.Count : 1.0;
        return new Loss(loss * scale, gradient * scale);
    }

    // log(sum exp y) without overflow; taking the log of the probability would lose small ones to zero.
    private static double LogSumExp(Vector<double> y)
    {
        var largest = y.Maximum();
        return largest + Math.Log((y - largest).PointwiseExp().Sum());
    }
}
