using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks.Training;

/// <summary>Gates i, f, g, o stacked; c = f c + i g; a = o tanh(c).</summary>
internal sealed class MathNetLstm(Problem problem) : MathNetStep(problem)
{
    private readonly record struct Step(
        Matrix<double> I, Matrix<double> F, Matrix<double> G, Matrix<double> O, Matrix<double> TanhC, Matrix<double> C, Matrix<double> A);

    private readonly Step[] steps = new Step[problem.Size.Steps];
    private Matrix<double>? carriedHidden;
    private Matrix<double>? carriedCell;

    protected override Matrix<double> Forward(Matrix<double>[] x)
    {
        (carriedHidden, carriedCell) = (Zero, Zero);
        for (var t = 0; t < x.Length; t++)
        {
            var z = AddBias((Wx * x[t]) + (Wh * HiddenBefore(t)), Bx + Bh);
            var (i, f, g, o) = (Sigmoid(Gate(z, 0)), Sigmoid(Gate(z, 1)), Gate(z, 2).PointwiseTanh(), Sigmoid(Gate(z, 3)));
            var c = f.PointwiseMultiply(CellBefore(t)) + i.PointwiseMultiply(g);
            var tanhC = c.PointwiseTanh();
            steps[t] = new(i, f, g, o, tanhC, c, o.PointwiseMultiply(tanhC));
        }

        return steps[^1].A;
    }

    protected override (Matrix<double> FromInput, Matrix<double> FromHidden) Backward(int t, Matrix<double> da)
    {
        var (i, f, g, o, tanhC, _, _) = steps[t];
        var total = da + carriedHidden;
        var dc = total.PointwiseMultiply(o).PointwiseMultiply(1 - tanhC.PointwiseMultiply(tanhC)) + carriedCell;
        var dz = Stack(
            dc.PointwiseMultiply(g).PointwiseMultiply(i).PointwiseMultiply(1 - i),
            dc.PointwiseMultiply(CellBefore(t)).PointwiseMultiply(f).PointwiseMultiply(1 - f),
            dc.PointwiseMultiply(i).PointwiseMultiply(1 - g.PointwiseMultiply(g)),
            total.PointwiseMultiply(tanhC).PointwiseMultiply(o).PointwiseMultiply(1 - o));
        carriedCell = dc.PointwiseMultiply(f);
        carriedHidden = Wh.TransposeThisAndMultiply(dz);
        return (dz, dz);
    }

    protected override Matrix<double> HiddenBefore(int t) => t == 0 ? Zero : steps[t - 1].A;

    private Matrix<double> CellBefore(int t) => t == 0 ? Zero : steps[t - 1].C;

    private static Matrix<double> Stack(params Matrix<double>[] gates) => gates.Aggregate((upper, lower) => upper.Stack(lower));
}
