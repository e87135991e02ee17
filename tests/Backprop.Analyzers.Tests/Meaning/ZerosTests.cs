using Backprop.Analyzers.Meaning;
using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>Expressions that create zeros, whatever their sizes: how a carried gradient begins.</summary>
public class ZerosTests
{
    private const string Types = """
        public class Grid
        {
            public double[,] Cells; public int Rows; public int Columns;
            public Grid(int rows, int columns) { Rows = rows; Columns = columns; Cells = new double[rows, columns]; }
            public static Grid Zeros(int r, int c) => new Grid(r, c);
            public static Grid Ones(int r, int c) { var g = new Grid(r, c); for (int i = 0; i < r; i++) for (int j = 0; j < c; j++) g.Cells[i, j] = 1; return g; }
            public Grid ZerosLike() => new Grid(Rows, Columns);
            public Grid Clone() { var g = new Grid(Rows, Columns); for (int i = 0; i < Rows; i++) for (int j = 0; j < Columns; j++) g.Cells[i, j] = Cells[i, j]; return g; }
            public static Grid Random(int r, int c) { var g = new Grid(r, c); var random = new Random(); for (int i = 0; i < r; i++) for (int j = 0; j < c; j++) g.Cells[i, j] = random.NextDouble(); return g; }
            public static Grid operator *(Grid g, double s) { var result = new Grid(g.Rows, g.Columns); for (int i = 0; i < g.Rows; i++) for (int j = 0; j < g.Columns; j++) result.Cells[i, j] = g.Cells[i, j] * s; return result; }
        }
        """;

    [Theory]
    [InlineData("new double[n]", true)]
    [InlineData("new double[h.Length]", true)]
    [InlineData("new double[n, n + 1]", true)]
    [InlineData("new float[4]", true)]
    [InlineData("new double[] { 0, 0 }", true)]
    [InlineData("new double[] { 0, 1 }", false)]
    [InlineData("0.0", true)]
    [InlineData("0f", true)]
    [InlineData("1.0", false)]
    [InlineData("Enumerable.Repeat(0.0, n).ToArray()", true)]
    [InlineData("Enumerable.Repeat(1.0, n).ToArray()", false)]
    [InlineData("h.Select(v => 0.0).ToArray()", true)]
    [InlineData("h.Select(v => v).ToArray()", false)]
    [InlineData("(double[])h.Clone()", false)]
    [InlineData("Matrix<double>.Build.Dense(n, m.ColumnCount)", true)]
    [InlineData("Matrix<double>.Build.Dense(m.RowCount, m.ColumnCount, 0.0)", true)]
    [InlineData("Matrix<double>.Build.Dense(m.RowCount, m.ColumnCount, 1.0)", false)]
    [InlineData("Matrix<double>.Build.Dense(n, n, (i, j) => 0)", true)]
    [InlineData("Matrix<double>.Build.SameAs(m)", true)]
    [InlineData("MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(n)", true)]
    [InlineData("new MathNet.Numerics.LinearAlgebra.Double.DenseMatrix(n, 2)", true)]
    [InlineData("CreateMatrix.Dense<double>(n, n)", true)]
    [InlineData("NumSharp.np.zeros(new int[] { n, 3 })", true)]
    [InlineData("NumSharp.np.ones(new int[] { n, 3 })", false)]
    [InlineData("NumSharp.np.zeros((n, 3))", true)]
    [InlineData("NumSharp.np.zeros(n)", true)]
    [InlineData("NumSharp.np.zeros_like(x)", true)]
    [InlineData("NumSharp.np.zeros(x.Shape)", true)]
    [InlineData("0 * x", true)]
    [InlineData("x.copy()", false)]
    [InlineData("TorchSharp.torch.zeros(n, 3)", true)]
    [InlineData("m.Clone()", false)]
    [InlineData("m * 0.0", true)]
    [InlineData("m - m.Map(v => v + 1)", false)]
    [InlineData("new Grid(n, 2)", true)]
    [InlineData("Grid.Zeros(n, g.Columns)", true)]
    [InlineData("Grid.Ones(n, g.Columns)", false)]
    [InlineData("Grid.Random(n, 3)", null)]
    [InlineData("g.ZerosLike()", true)]
    [InlineData("g.Clone()", false)]
    [InlineData("g * 0", true)]
    [InlineData("Zero(h)", true)]
    [InlineData("h", null)]
    [InlineData("new List<double>()", null)]
    [InlineData("new double[n][]", null)]
    [InlineData("Unknowable(h)", null)]
    public void AllZeros(string expression, bool? expected)
    {
        var snippet = new Snippet(
            $"static object F(int n, double[] h, Matrix<double> m, Grid g, NumSharp.NDArray x) {{ object o = {expression}; return o; }} static double[] Zero(double[] like) => new double[like.Length];"
                + "static double[] Unknowable(double[] h) => new double[h.Length].Select(v => new Random().NextDouble()).ToArray();",
            Types);
        Assert.Equal(expected, snippet.Fingerprints.AllZeros(snippet.Expression(expression)));
    }

    [Fact]
    public void IsZeroLooksAtEveryNumber()
    {
        Assert.True(Fingerprints.IsZero(new ArrayDatum([Number.Zero, Number.Of(0.0)])));
        Assert.False(Fingerprints.IsZero(new ArrayDatum([Number.Zero, Number.Of(1e-300)])));
        Assert.Null(Fingerprints.IsZero(new ArrayDatum([Number.Zero, null], NumericKind.Double)));
        Assert.Null(Fingerprints.IsZero(null));
        Assert.Null(Fingerprints.IsZero(Absent.Null));
    }
}
