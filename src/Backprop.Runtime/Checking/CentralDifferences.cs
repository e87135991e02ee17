namespace Backprop.Runtime.Checking;

/// <summary>The numeric side of the check: (L(x+h) - L(x-h)) / 2h for one entry after the other.</summary>
/// <param name="loss">The loss as a function of the parameters' current values.</param>
/// <param name="value">The loss at the parameters as they are.</param>
/// <param name="tolerance">Step and accepted deviation.</param>
internal sealed class CentralDifferences(Func<double> loss, double value, GradientTolerance tolerance)
{
    // A second, smaller step tells a wrong gradient from a kink (relu's corner) between x-h and x+h.
    private const double Closer = 1.0 / 32;

    public ArrayReport Compare(CheckedArray array)
    {
        var entries = new EntryReport[array.Rows, array.Width];
        for (var row = 0; row < array.Rows; row++)
        {
            for (var column = 0; column < array.Width; column++)
            {
                entries[row, column] = Compare(array, row, column);
            }
        }

        return new ArrayReport(array.Name, entries);
    }

    private EntryReport Compare(CheckedArray array, int row, int column)
    {
        var analytic = array.Analytic[row, column];
        var index = array.Index(row, column);
        var first = Slopes(array, row, column, 1);
        var entry = first.Against(analytic, tolerance, index);
        if (entry.Right || !double.IsFinite(analytic))
        {
            return entry;
        }

        var second = Slopes(array, row, column, Closer);
        return second.Kink(analytic, tolerance) ? second.Against(analytic, tolerance, index) with { Right = true }
            : second.Against(analytic, tolerance, index) is { Right: true } closer ? closer
            : entry;
    }

    private Slope Slopes(CheckedArray array, int row, int column, double scale)
    {
        var x = array.Read(row, column);
        var step = tolerance.Step * scale * Math.Max(1, Math.Abs(x));
        try
        {
            array.Write(row, column, x + step);
            var (right, above) = (array.Read(row, column), loss());
            array.Write(row, column, x - step);
            var (left, below) = (array.Read(row, column), loss());

            // The distances as they came out in the array's own precision, not as they were asked for.
            return new Slope(value, above, below, right - x, x - left);
        }
        finally
        {
            array.Write(row, column, x);
        }
    }

    /// <summary>The loss around one entry.</summary>
    private readonly record struct Slope(double At, double Above, double Below, double Right, double Left)
    {
        private double Central => (Above - Below) / (Right + Left);

        public EntryReport Against(double analytic, GradientTolerance tolerance, string index)
        {
            var error = Math.Abs(analytic - Central);
            var size = Math.Max(Math.Abs(analytic), Math.Abs(Central));
            return new EntryReport(
                index, analytic, Central, error == 0 ? 0 : error / size, error <= (tolerance.Relative * size) + Noise(tolerance));
        }

        // At a corner the slopes to the left and to the right differ, and any value between them is a subgradient.
        public bool Kink(double analytic, GradientTolerance tolerance)
        {
            var (right, left) = ((Above - At) / Right, (At - Below) / Left);
            var slack = (tolerance.Relative * Math.Abs(analytic)) + Noise(tolerance);
            return Math.Abs(right - left) > slack
                && analytic >= Math.Min(right, left) - slack && analytic <= Math.Max(right, left) + slack;
        }

        private double Noise(GradientTolerance tolerance) =>
            8 * tolerance.Rounding * Math.Max(Math.Abs(Above), Math.Abs(Below)) / (Right + Left);
    }
}
