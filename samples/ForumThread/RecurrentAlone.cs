using MathNet.Numerics.LinearAlgebra;

namespace ForumThread;

/// <summary>
/// The opposite slip: after the last step the cell gets daPrev alone. What the outputs of all the other steps say,
/// their da[t], is never looked at.
/// </summary>
public sealed class RecurrentAlone
{
    private readonly record struct CellGradients(
        Matrix<double> Dx, Matrix<double> DaPrev, Matrix<double> DWax, Matrix<double> DWaa, Vector<double> Dba);

    private readonly Matrix<double> _wax;
    private readonly Matrix<double> _waa;
    private readonly Vector<double> _ba;
    private Matrix<double>[] _x = [];
    private Matrix<double>[] _a = []; // _a[0] is the initial state: step t is at t + 1

    public RecurrentAlone(Weights weights) => (_wax, _waa, _ba) = weights;

    public void Forward(Matrix<double>[] x, Matrix<double> a0)
    {
        _x = x;
        _a = new Matrix<double>[x.Length + 1];
        _a[0] = a0;
        for (var t = 0; t < x.Length; t++)
        {
            var z = _wax * x[t] + _waa * _a[t];
            for (var j = 0; j < z.ColumnCount; j++)
            {
                z.SetColumn(j, z.Column(j) + _ba);
            }

            _a[t + 1] = Matrix<double>.Tanh(z);
        }
    }

    public Gradients Backward(Matrix<double>[] da)
    {
        var dx = new Matrix<double>[_x.Length];
        var dWax = Matrix<double>.Build.Dense(_wax.RowCount, _wax.ColumnCount);
        var dWaa = Matrix<double>.Build.Dense(_waa.RowCount, _waa.ColumnCount);
        var dba = Vector<double>.Build.Dense(_ba.Count);
        var daPrev = da[^1];
        for (var t = _x.Length - 1; t >= 0; t--)
        {
            var step = CellBackward(daPrev, t); // reports BP2002
            dx[t] = step.Dx;
            dWax = dWax + step.DWax;
            dWaa = dWaa + step.DWaa;
            dba = dba + step.Dba;
            daPrev = step.DaPrev;
        }

        return new Gradients(dx, dWax, dWaa, dba, daPrev);
    }

    private CellGradients CellBackward(Matrix<double> da, int t)
    {
        var a = _a[t + 1];
        var dz = da.PointwiseMultiply(1 - a.PointwiseMultiply(a));
        return new CellGradients(
            _wax.Transpose() * dz, _waa.Transpose() * dz, dz * _x[t].Transpose(), dz * _a[t].Transpose(), dz.RowSums());
    }
}
