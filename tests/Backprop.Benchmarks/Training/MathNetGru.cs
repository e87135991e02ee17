using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks.Training;

/// <summary>Gates r, z, n stacked; n = tanh(Wx x + r (Wh a + b)); a = (1 - z) n + z a.</summary>
internal sealed class MathNetGru(Problem problem) : MathNetStep(problem)
{
    private readonly record struct Step(
        Matrix<double> R, Matrix<double> Z, Matrix<double> N, Matrix<double> Share, Matrix<double> A);

    private readonly Step[] steps = new Step[problem.Size.Steps];
    private Matrix<double>? carried;

    protected override Matrix<double> Forward(Matrix<double>[] x)
    {
        carried = Zero;
        for (var t = 0; t < x.Length; t++)
        {
            var (fromInput, fromHidden) = (AddBias(Wx * x[t], Bx), AddBias(Wh * HiddenBefore(t), Bh));
            var r = Sigmoid(Gate(fromInput, 0) + Gate(fromHidden, 0));
            var z = Sigmoid(Gate(fromInput, 1) + Gate(fromHidden, 1));
            var n = (Gate(fromInput, 2) + r.PointwiseMultiply(Gate(fromHidden, 2))).PointwiseTanh();
            var a = (1 - z).PointwiseMultiply(n) + z.PointwiseMultiply(HiddenBefore(t));
            steps[t] = new(r, z, n, Gate(fromHidden, 2), a);
        }

        return steps[^1].A;
    }

    protected override (Matrix<double> FromInput, Matrix<double> FromHidden) Backward(int t, Matrix<double> da)
    {
        var (r, z, n, share, _) = steps[t];
        var total = da + carried;
        var dn = total.PointwiseMultiply(1 - z).PointwiseMultiply(1 - n.PointwiseMultiply(n));
        var dz = total.PointwiseMultiply(HiddenBefore(t) - n).PointwiseMultiply(z).PointwiseMultiply(1 - z);
        var dr = dn.PointwiseMultiply(share).PointwiseMultiply(r).PointwiseMultiply(1 - r);
        var fromHidden = dr.Stack(dz).Stack(dn.PointwiseMultiply(r));
        carried = Wh.TransposeThisAndMultiply(fromHidden) + total.PointwiseMultiply(z);
        return (dr.Stack(dz).Stack(dn), fromHidden);
    }

    protected override Matrix<double> HiddenBefore(int t) => t == 0 ? Zero : steps[t - 1].A;
}
