using Backprop.Runtime.Shapes;

namespace Backprop.Runtime.Checking;

/// <summary>One array under check: how to read and write its entries, and the gradient that was claimed for it.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Rows">Rows; for a vector its length.</param>
/// <param name="Columns">Columns; zero for a vector, so that the report shows one index only.</param>
/// <param name="Read">The entry at row, column.</param>
/// <param name="Write">Sets the entry at row, column.</param>
/// <param name="Analytic">The claimed gradient, by row and column, as it was when it was handed in.</param>
internal sealed record CheckedArray(
    string Name, int Rows, int Columns, Func<int, int, double> Read, Action<int, int, double> Write, double[,] Analytic)
{
    public int Width => Math.Max(Columns, 1);

    public string Index(int row, int column) => Columns == 0 ? $"[{row}]" : $"[{row}, {column}]";

    public static CheckedArray Matrix(
        string name, (int Rows, int Columns) value, (int Rows, int Columns) gradient,
        Func<int, int, double> read, Action<int, int, double> write, Func<int, int, double> analytic)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (value != gradient)
        {
            throw Require.Mismatch("gradient", $"{Text(value)} for {name}", Text(gradient));
        }

        var claimed = new double[value.Rows, Math.Max(value.Columns, 1)];
        for (var row = 0; row < claimed.GetLength(0); row++)
        {
            for (var column = 0; column < claimed.GetLength(1); column++)
            {
                claimed[row, column] = analytic(row, column);
            }
        }

        return new(name, value.Rows, value.Columns, read, write, claimed);
    }

    private static string Text((int Rows, int Columns) shape) =>
        shape.Columns == 0 ? $"{shape.Rows}" : $"{shape.Rows} x {shape.Columns}";
}
