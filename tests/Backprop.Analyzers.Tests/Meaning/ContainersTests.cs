using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>The same functions elementwise over every container, in each of the three forms.</summary>
public class ContainersTests
{
    private const string Matrix = """
        public class Grid
        {
            private readonly double[,] cells;
            public int Rows { get; }
            public int Columns { get; }
            public Grid(int rows, int columns) { Rows = rows; Columns = columns; cells = new double[rows, columns]; }
            public double this[int r, int c] { get => cells[r, c]; set => cells[r, c] = value; }
            public static Grid operator *(Grid x, Grid y) => x.Zip(y, (a, b) => a * b);
            public static Grid operator -(double s, Grid x) => x.Apply(v => s - v);
            public Grid Apply(Func<double, double> f)
            {
                var result = new Grid(Rows, Columns);
                for (int r = 0; r < Rows; r++) for (int c = 0; c < Columns; c++) result[r, c] = f(cells[r, c]);
                return result;
            }
            public Grid Zip(Grid other, Func<double, double, double> f)
            {
                if (other.Rows != Rows) throw new ArgumentException("rows");
                var result = new Grid(Rows, Columns);
                for (int r = 0; r < Rows; r++) for (int c = 0; c < Columns; c++) result[r, c] = f(cells[r, c], other[r, c]);
                return result;
            }
        }
        public struct Row { public double[] Data; public Row(int n) { Data = new double[n]; } }
        public struct Lanes { public float X, Y, Z, W; public Lanes(float x, float y, float z, float w) { X = x; Y = y; Z = z; W = w; } }
        """;

    public static TheoryData<string, string> Containers => new()
    {
        { "double", "static double F(double x) => E(x);" },
        { "ref double", "static void F(ref double x) => x = E(x);" },
        { "double[] new", "static double[] F(double[] x) { var y = new double[x.Length]; for (int i = 0; i < x.Length; i++) y[i] = E(x[i]); return y; }" },
        { "double[] in place", "static void F(double[] x) { for (int i = 0; i < x.Length; i++) x[i] = E(x[i]); }" },
        { "double[] to destination", "static void F(double[] x, double[] y) { for (int i = 0; i < x.Length; i++) y[i] = E(x[i]); }" },
        { "destination first", "static void F(double[] y, double[] x) { for (int i = 0; i < x.Length; i++) y[i] = E(x[i]); }" },
        { "double[] at index", "static double F(double[] x, int i) => E(x[i]);" },
        { "double[] foreach", "static double[] F(double[] x) { var y = new List<double>(); foreach (var v in x) y.Add(E(v)); return y.ToArray(); }" },
        { "double[] while", "static double[] F(double[] x) { var y = (double[])x.Clone(); int i = x.Length; while (--i >= 0) { y[i] = E(y[i]); } return y; }" },
        { "float[]", "static float[] F(float[] x) { var y = new float[x.Length]; for (int i = 0; i < x.Length; i++) y[i] = (float)E(x[i]); return y; }" },
        { "double[,]", "static double[,] F(double[,] x) { var y = new double[x.GetLength(0), x.GetLength(1)]; for (int i = 0; i < x.GetLength(0); i++) for (int j = 0; j < x.GetLength(1); j++) y[i, j] = E(x[i, j]); return y; }" },
        { "double[][]", "static double[][] F(double[][] x) { var y = new double[x.Length][]; for (int i = 0; i < x.Length; i++) { y[i] = new double[x[i].Length]; for (int j = 0; j < x[i].Length; j++) y[i][j] = E(x[i][j]); } return y; }" },
        { "List", "static List<double> F(List<double> x) { var y = new List<double>(x.Count); for (int i = 0; i < x.Count; i++) y.Add(E(x[i])); return y; }" },
        { "List in place", "static void F(List<double> x) { for (int i = 0; i < x.Count; i++) x[i] = E(x[i]); }" },
        { "List.ConvertAll", "static List<double> F(List<double> x) => x.ConvertAll(v => E(v));" },
        { "Select", "static double[] F(double[] x) => x.Select(v => E(v)).ToArray();" },
        { "Select group", "static IEnumerable<double> F(IEnumerable<double> x) => x.Select(E);" },
        { "query", "static double[] F(double[] x) => (from v in x select E(v)).ToArray();" },
        { "Select index", "static double[] F(double[] x) => x.Select((v, i) => E(x[i])).ToArray();" },
        { "Range.Select", "static double[] F(double[] x) => Enumerable.Range(0, x.Length).Select(i => E(x[i])).ToArray();" },
        { "jagged Select", "static double[][] F(double[][] x) => x.Select(row => row.Select(E).ToArray()).ToArray();" },
        { "yield", "static IEnumerable<double> F(double[] x) { foreach (var v in x) yield return E(v); }" },
        { "ConvertAll", "static double[] F(double[] x) => Array.ConvertAll(x, v => E(v));" },
        { "ConvertAll group", "static double[] F(double[] x) => Array.ConvertAll(x, E);" },
        { "Parallel.For", "static double[] F(double[] x) { var y = new double[x.Length]; Parallel.For(0, x.Length, i => y[i] = E(x[i])); return y; }" },
        { "Parallel.For block", "static double[] F(double[] x) { var y = new double[x.Length]; Parallel.For(0, x.Length, i => { y[i] = E(x[i]); }); return y; }" },
        { "Partitioner", "static double[] F(double[] x) { var y = new double[x.Length]; Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, x.Length), range => { for (int i = range.Item1; i < range.Item2; i++) y[i] = E(x[i]); }); return y; }" },
        { "Span", "static void F(Span<double> x) { for (int i = 0; i < x.Length; i++) x[i] = E(x[i]); }" },
        { "Span foreach ref", "static void F(Span<double> x) { foreach (ref var v in x) v = E(v); }" },
        { "Span to destination", "static void F(ReadOnlySpan<double> x, Span<double> y) { for (int i = 0; i < x.Length; i++) y[i] = E(x[i]); }" },
        { "stackalloc", "static double[] F(double[] x) { Span<double> y = stackalloc double[x.Length]; x.AsSpan().CopyTo(y); for (int i = 0; i < y.Length; i++) y[i] = E(y[i]); return y.ToArray(); }" },
        { "own matrix", "static Grid F(Grid x) => x.Apply(v => E(v));" },
        { "own matrix loops", "static Grid F(Grid x) { var y = new Grid(x.Rows, x.Columns); for (int r = 0; r < x.Rows; r++) for (int c = 0; c < x.Columns; c++) y[r, c] = E(x[r, c]); return y; }" },
        { "own struct of an array", "static Row F(Row x) { Row y; y.Data = new double[x.Data.Length]; for (int i = 0; i < y.Data.Length; i++) y.Data[i] = E(x.Data[i]); return y; }" },
        { "own matrix in place", "static void F(Grid x) { for (int r = 0; r < x.Rows; r++) for (int c = 0; c < x.Columns; c++) x[r, c] = E(x[r, c]); }" },
        { "own struct", "static Lanes F(Lanes x) => new Lanes((float)E(x.X), (float)E(x.Y), (float)E(x.Z), (float)E(x.W));" },
        { "MathNet Map", "static Matrix<double> F(Matrix<double> x) => x.Map(v => E(v));" },
        { "MathNet Map group", "static Matrix<double> F(Matrix<double> x) => x.Map(E, Zeros.Include);" },
        { "MathNet MapInplace", "static void F(Matrix<double> x) => x.MapInplace(v => E(v));" },
        { "MathNet MapIndexed", "static Matrix<double> F(Matrix<double> x) => x.MapIndexed((i, j, v) => E(v));" },
        { "MathNet Map into", "static void F(Matrix<double> x, Matrix<double> y) => x.Map(v => E(v), y);" },
        { "MathNet Build", "static Matrix<double> F(Matrix<double> x) => Matrix<double>.Build.Dense(x.RowCount, x.ColumnCount, (i, j) => E(x[i, j]));" },
        { "MathNet vector", "static Vector<double> F(Vector<double> x) => x.Map(v => E(v));".Replace("Vector<", "MathNet.Numerics.LinearAlgebra.Vector<") },
        { "Func parameter", "static double[] F(double[] x) => G(x, E); static double[] G(double[] x, Func<double, double> f) { var y = new double[x.Length]; for (var i = 0; i < y.Length; i++) y[i] = f(x[i]); return y; }" },
        { "interface", "static double F(double x) { IUnary u = new Unary(); return u.Apply(x); } interface IUnary { double Apply(double x); } class Unary : IUnary { public double Apply(double x) => E(x); }" },
        { "base class", "static double F(double x) { Shape u = new Round(); return u.Outer(x); } abstract class Shape { public double Outer(double x) => Inner(x); protected abstract double Inner(double x); } class Round : Shape { protected override double Inner(double x) => E(x); }" },
        { "record with a lambda", "static double F(double x) { var p = new Pair(E, v => v); return p.First(x); } record Pair(Func<double, double> First, Func<double, double> Second);" },
        { "tuple of lambdas", "static double F(double x) { (Func<double, double> f, Func<double, double> d) = (E, v => v); return f(x); }" },
        { "static table", "static double F(double x) => Table[0](x); static readonly Func<double, double>[] Table = { E, v => v };" },
        { "dispatch on enum", "enum Kind { None, Some } static double F(double x) => Of(Kind.Some, x); static double Of(Kind k, double x) { switch (k) { case Kind.None: return x; case Kind.Some: return E(x); default: throw new ArgumentException(); } }" },
    };

    public static TheoryData<string, string, string> All()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var container in Containers)
        {
            var members = (string)container[1];
            rows.Add($"{container[0]}: tanh", members + "static double E(double z) => Math.Tanh(z);", "tanh Function");
            rows.Add($"{container[0]}: tanh' from input", members + "static double E(double z) { var t = Math.Tanh(z); return 1 - t * t; }", "tanh DerivativeFromInput");
            rows.Add($"{container[0]}: tanh' from output", members + "static double E(double z) => 1 - z * z;", "tanh DerivativeFromOutput");
            rows.Add($"{container[0]}: sigmoid", members + "static double E(double z) => 1 / (1 + Math.Exp(-z));", "sigmoid Function");
            rows.Add($"{container[0]}: sigmoid' from output", members + "static double E(double z) => z * (1 - z);", "sigmoid DerivativeFromOutput");
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void InEveryContainer(string name, string members, string reading)
        => Assert.Equal((name, reading), (name, Snippet.Reading(members, Matrix)));

    [Theory]
    [InlineData("static Matrix<double> F(Matrix<double> z) => z.PointwiseTanh();", "tanh Function")]
    [InlineData("static void F(Matrix<double> z, Matrix<double> a) => z.PointwiseTanh(a);", "tanh Function")]
    [InlineData("static Matrix<double> F(Matrix<double> z) => Matrix<double>.Tanh(z);", "tanh Function")]
    [InlineData("static Matrix<float> F(Matrix<float> z) => z.PointwiseTanh();", "tanh Function")]
    [InlineData("static Matrix<double> F(Matrix<double> z) => 1.0 - z.PointwiseTanh().PointwisePower(2);", "tanh DerivativeFromInput")]
    [InlineData("static Matrix<double> F(Matrix<double> z) { var t = z.PointwiseTanh(); return 1.0 - t.PointwiseMultiply(t); }", "tanh DerivativeFromInput")]
    [InlineData("static Matrix<double> F(Matrix<double> z) => z.PointwiseCosh().PointwisePower(-2);", "tanh DerivativeFromInput")]
    [InlineData("static Matrix<double> F(Matrix<double> a) => 1.0 - a.PointwiseMultiply(a);", "tanh DerivativeFromOutput")]
    [InlineData("static Matrix<double> F(Matrix<double> a) => a.PointwisePower(2).SubtractFrom(1.0);", "tanh DerivativeFromOutput")]
    [InlineData("static Matrix<double> F(Matrix<double> a) { var d = a.Clone(); a.PointwiseMultiply(a, d); d.SubtractFrom(1.0, d); return d; }", "tanh DerivativeFromOutput")]
    [InlineData("static Matrix<double> F(Matrix<double> a) => a.PointwiseMultiply(1.0 - a);", "sigmoid DerivativeFromOutput")]
    [InlineData("static Matrix<double> F(Matrix<double> z) => z.Map(SpecialFunctions.Logistic);", "sigmoid Function")]
    [InlineData("static Matrix<double> F(Matrix<double> z) => 1.0 / (1.0 + Matrix<double>.Exp(-z));", "sigmoid Function")]
    [InlineData("static Matrix<double> F(Matrix<double> z) => z.PointwiseMaximum(0.0);", "relu Function")]
    [InlineData("static Matrix<double> F(Matrix<double> z) => z.PointwiseExp();", "exp Function")]
    [InlineData("static double[] F(double[] z) { var a = new double[z.Length]; TensorPrimitives.Tanh<double>(z, a); return a; }", "tanh Function")]
    [InlineData("static void F(float[] z) => TensorPrimitives.Tanh(z, z);", "tanh Function")]
    [InlineData("static void F(ReadOnlySpan<float> z, Span<float> a) => TensorPrimitives.Sigmoid(z, a);", "sigmoid Function")]
    [InlineData("static void F(ReadOnlySpan<double> a, Span<double> d) { TensorPrimitives.Multiply(a, a, d); TensorPrimitives.Subtract(1.0, d, d); }", "tanh DerivativeFromOutput")]
    [InlineData("static void F(ReadOnlySpan<double> z, Span<double> d) { TensorPrimitives.Tanh(z, d); TensorPrimitives.Multiply(d, d, d); TensorPrimitives.Subtract(1.0, d, d); }", "tanh DerivativeFromInput")]
    [InlineData("static NumSharp.NDArray F(NumSharp.NDArray z) => NumSharp.np.tanh(z);", "tanh Function")]
    [InlineData("static NumSharp.NDArray F(NumSharp.NDArray z) => 1.0 - NumSharp.np.square(NumSharp.np.tanh(z));", "tanh DerivativeFromInput")]
    [InlineData("static NumSharp.NDArray F(NumSharp.NDArray a) => 1 - a * a;", "tanh DerivativeFromOutput")]
    [InlineData("static NumSharp.NDArray F(NumSharp.NDArray z) => 1.0 / (1.0 + NumSharp.np.exp(-z));", "sigmoid Function")]
    [InlineData("static TorchSharp.torch.Tensor F(TorchSharp.torch.Tensor z) => TorchSharp.torch.tanh(z);", "tanh Function")]
    [InlineData("static TorchSharp.torch.Tensor F(TorchSharp.torch.Tensor z) => z.sigmoid();", "sigmoid Function")]
    [InlineData("static TorchSharp.torch.Tensor F(TorchSharp.torch.Tensor z) => 1 - z.tanh().square();", "tanh DerivativeFromInput")]
    [InlineData("static TorchSharp.torch.Tensor F(TorchSharp.torch.Tensor a) => 1 - a.pow(2);", "tanh DerivativeFromOutput")]
    [InlineData("static void F(TorchSharp.torch.Tensor z) => z.tanh_();", "tanh Function")]
    [InlineData("static TorchSharp.torch.Tensor F(TorchSharp.torch.Tensor a) => a.mul(1 - a);", "sigmoid DerivativeFromOutput")]
    [InlineData("static Tensor<double> F(Tensor<double> z) => Tensor.Tanh<double>(z);", "tanh Function")]
    [InlineData("static Tensor<float> F(Tensor<float> z) => Tensor.Sigmoid<float>(z);", "sigmoid Function")]
    [InlineData("static Tensor<double> F(Tensor<double> a) => Tensor.Subtract<double>(1.0, Tensor.Multiply<double>(a, a));", "tanh DerivativeFromOutput")]
    public void InLibraries(string members, string reading) => Assert.Equal(reading, Snippet.Reading(members));
}
