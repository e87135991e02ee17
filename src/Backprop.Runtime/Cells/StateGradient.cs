using Backprop.Runtime.Shapes;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Cells;

/// <summary>A hidden state feeds its step's output and the next step, so its gradient is the sum of two terms.</summary>
internal static class StateGradient
{
    /// <summary>da[t] = upstream + recurrent, each hidden x batch.</summary>
    /// <param name="upstream">The gradient from above.</param>
    /// <param name="recurrent">The gradient from step t+1, or null where nothing comes after.</param>
    /// <param name="hidden">The step's hidden state, for the shape.</param>
    public static Matrix<double> Sum(UpstreamGradient upstream, Matrix<double>? recurrent, Matrix<double> hidden)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        Require.Shape(upstream.Hidden, hidden.RowCount, hidden.ColumnCount, nameof(upstream));
        if (recurrent is null)
        {
            return upstream.Hidden;
        }

        Require.Shape(recurrent, hidden.RowCount, hidden.ColumnCount);
        return upstream.Hidden + recurrent;
    }
}
