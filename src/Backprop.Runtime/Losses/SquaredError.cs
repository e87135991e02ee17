using System.Numerics.Tensors;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Losses;

/// <summary>The squared error (PyTorch's <c>nn.MSELoss</c>): L = (y - target)^2, with the gradient 2 (y - target).</summary>
public static class SquaredError
{
    /// <summary>The loss of a batch, and its gradient by the prediction.</summary>
    /// <param name="prediction">y, features x batch.</param>
    /// <param name="target">What y should be, in the same shape.</param>
    /// <param name="reduction">Mean or sum over all entries.</param>
    /// <exception cref="ArgumentException">The shapes differ, or an entry is NaN.</exception>
    public static Loss Evaluate(Matrix<double> prediction, Matrix<double> target, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        Require.Shape(target, prediction.RowCount, prediction.ColumnCount);
        var gradient = Sequence.From([prediction]);
        var loss = Evaluate(gradient, Sequence.From([target]), gradient, reduction);
        return new Loss(loss, gradient.ToMatrix(0));
    }

    /// <summary>The loss of whole sequences, without allocating. Padding counts for nothing.</summary>
    /// <param name="prediction">y, features x batch at every step; its lengths count.</param>
    /// <param name="target">What y should be, in the same shape.</param>
    /// <param name="gradient">Takes dL/dy, in the same shape; may be the prediction itself.</param>
    /// <param name="reduction">Mean or sum over all entries that count.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or an entry is NaN.</exception>
    public static double Evaluate(
        Sequence prediction, Sequence target, Sequence gradient, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(gradient);
        prediction.RequireShape(prediction.Features, prediction.Batch, prediction.Steps, nameof(prediction));
        target.RequireShape(prediction.Features, prediction.Batch, prediction.Steps, nameof(target));
        gradient.TakeShape(prediction);

        var scale = reduction == Reduction.Mean ? 1.0 / ((double)prediction.CountedSteps * prediction.Features) : 1.0;
        var loss = 0.0;
        for (var step = 0; step < prediction.Steps; step++)
        {
            for (var example = 0; example < prediction.Batch; example++)
            {
                var column = gradient.Column(example, step);
                if (!prediction.Counts(example, step))
                {
                    column.Clear();
                    continue;
                }

                TensorPrimitives.Subtract(prediction.Column(example, step), target.Column(example, step), column);
                loss += TensorPrimitives.SumOfSquares<double>(column);
                TensorPrimitives.Multiply(column, 2 * scale, column);
            }
        }

        return loss * scale;
    }
}
