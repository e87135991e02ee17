using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Functions of one row, applied to each row of a matrix by the base class, and a layer that keeps both matrices.</summary>
public sealed class RowByRowTests
{
    private static string Layer(string slope, string back = "curve.Slope(net)", string kept = "output = curve.At(net);") => $$"""
        using System;
        using System.Linq;
        using MathNet.Numerics.LinearAlgebra;

        public interface ICurve<T> where T : struct, IEquatable<T>, IFormattable
        {
            Matrix<T> At(Matrix<T> rows);

            Matrix<T> Slope(Matrix<T> rows);
        }

        public abstract class RowCurve : ICurve<double>
        {
            public Matrix<double> At(Matrix<double> rows) => Matrix<double>.Build.DenseOfRowVectors(rows.EnumerateRows().Select(AtRow));

            public Matrix<double> Slope(Matrix<double> rows) => Matrix<double>.Build.DenseOfRowVectors(rows.EnumerateRows().Select(SlopeRow));

            protected abstract Vector<double> AtRow(Vector<double> row);

            protected abstract Vector<double> SlopeRow(Vector<double> row);
        }

        public sealed class Soft : RowCurve
        {
            protected override Vector<double> AtRow(Vector<double> row) => row.Map(v => 1 / (1 + Math.Exp(-v)));

            protected override Vector<double> SlopeRow(Vector<double> row) => {{slope}};
        }

        public sealed class Kink : RowCurve
        {
            protected override Vector<double> AtRow(Vector<double> row) => row.Map(v => Math.Max(0, v));

            protected override Vector<double> SlopeRow(Vector<double> row) => row.Map(v => v > 0 ? 1.0 : 0);
        }

        public sealed class Layer
        {
            private readonly ICurve<double> curve;
            private Matrix<double> weights = Matrix<double>.Build.Dense(3, 2);
            private Matrix<double> net = Matrix<double>.Build.Dense(3, 2);
            private Matrix<double> output = Matrix<double>.Build.Dense(3, 2);

            public Layer(ICurve<double> curve) => this.curve = curve;

            public Matrix<double> Forward(Matrix<double> input)
            {
                net = input * weights;
                {{kept}}
                return output;
            }

            public Matrix<double> Backward(Matrix<double> error) => error.PointwiseMultiply({{back}});
        }
        """;

    [Theory]
    [InlineData("row.Map(v => { var r = 1 / (1 + Math.Exp(-v)); return r * (1 - r); })")]
    // It is wrong, which BP3003 says, and it evaluates as much.
    [InlineData("row.Map(v => { var e = 1 + Math.Exp(-v); return e / ((1 + e) * (1 + e)); })")]
    public async Task EvaluatedAgain(string slope) => await Verify.NoAdviceAsync("BP1004", Layer(slope, "{|BP1004:curve.Slope(net)|}"));

    [Theory]
    // From the output; at another value; nothing kept.
    [InlineData("row.Map(v => v * (1 - v))", "curve.Slope(output)")]
    [InlineData("row.Map(v => { var r = 1 / (1 + Math.Exp(-v)); return r * (1 - r); })", "curve.Slope(2 * net)")]
    [InlineData("row.Map(v => { var r = 1 / (1 + Math.Exp(-v)); return r * (1 - r); })", "curve.Slope(net)", "output = net;")]
    public async Task NotAgain(string slope, string back, string kept = "output = curve.At(net);") => await Verify.NoAdviceAsync("BP1004", Layer(slope, back, kept));
}
