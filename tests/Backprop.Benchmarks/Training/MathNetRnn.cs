using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks.Training;

/// <summary>a = tanh(Wx x + Wh a + b).</summary>
internal sealed class MathNetRnn(Problem problem) : MathNetStep(problem)
{
    private readonly Matrix<double>[] a = new Matrix<double>[problem.Size.Steps];
    private Matrix<double>? carried;

    protected override Matrix<double> Forward(Matrix<double>[] x)
    {
        carried = Zero;
        for (var t = 0; t < x.Length; t++)
        {
            a[t] = AddBias((Wx * x[t]) + (Wh * HiddenBefore(t)), Bx + Bh).PointwiseTanh();
        }

        return a[^1];
    }

    protected override (Matrix<double> FromInput, Matrix<double> FromHidden) Backward(int t, Matrix<double> da)
    {
        var dz = (1 - a[t].PointwiseMultiply(a[t])).PointwiseMultiply(da + carried);
        carried = Wh.TransposeThisAndMultiply(dz);
        return (dz, dz);
    }

    protected override Matrix<double> HiddenBefore(int t) => t == 0 ? Zero : a[t - 1];
}
