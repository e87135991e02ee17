using MathNet.Numerics.LinearAlgebra;

namespace ForumThread;

/// <summary>
/// The numbers are right, the cost is not: the backward cell rebuilds the pre-activation (two matrix products) and
/// takes its tanh a second time, although the cache holds a, which is that tanh.
/// </summary>
public sealed class TanhRecomputed(Weights weights)
{
    private sealed record Cache(Matrix<double> X, Matrix<double> APrev, Matrix<double> A);

    private sealed record CellGradients(
        Matrix<double> Dx, Matrix<double> DaPrev, Matrix<double> DWax, Matrix<double> DWaa, Vector<double> Dba);

    private readonly List<Cache> _caches = [];

    public Matrix<double>[] Forward(Matrix<double>[] x, Matrix<double> a0)
    {
        _caches.Clear();
        var states = new Matrix<double>[x.Length];
        var a = a0;
        for (var t = 0; t < x.Length; t++)
        {
            var cache = CellForward(x[t], a);
            _caches.Add(cache);
            a = cache.A;
            states[t] = a;
        }

        return states;
    }

    public Gradients Backward(Matrix<double>[] da)
    {
        var dx = new Matrix<double>[da.Length];
        var dWax = Matrix<double>.Build.Dense(weights.Wax.RowCount, weights.Wax.ColumnCount);
        var dWaa = Matrix<double>.Build.Dense(weights.Waa.RowCount, weights.Waa.ColumnCount);
        var dba = Vector<double>.Build.Dense(weights.Ba.Count);
        var daPrev = Matrix<double>.Build.Dense(da[0].RowCount, da[0].ColumnCount);
        for (var t = da.Length - 1; t >= 0; t--)
        {
            var step = CellBackward(da[t] + daPrev, _caches[t]);
            dx[t] = step.Dx;
            dWax += step.DWax;
            dWaa += step.DWaa;
            dba += step.Dba;
            daPrev = step.DaPrev;
        }

        return new Gradients(dx, dWax, dWaa, dba, daPrev);
    }

    private Cache CellForward(Matrix<double> x, Matrix<double> aPrev)
    {
        var bias = weights.Ba.OuterProduct(Vector<double>.Build.Dense(x.ColumnCount, 1.0));
        var z = weights.Wax * x + weights.Waa * aPrev + bias;
        var a = z.PointwiseTanh();
        return new Cache(x, aPrev, a);
    }

    private CellGradients CellBackward(Matrix<double> da, Cache cache)
    {
        var bias = weights.Ba.OuterProduct(Vector<double>.Build.Dense(cache.X.ColumnCount, 1.0));
        var z = weights.Wax * cache.X + weights.Waa * cache.APrev + bias;
        var dz = da.PointwiseMultiply(1.0 - z.PointwiseTanh().PointwisePower(2.0)); // reports BP1001
        return new CellGradients(
            Dx: weights.Wax.TransposeThisAndMultiply(dz),
            DaPrev: weights.Waa.TransposeThisAndMultiply(dz),
            DWax: dz.TransposeAndMultiply(cache.X),
            DWaa: dz.TransposeAndMultiply(cache.APrev),
            Dba: dz.RowSums());
    }
}
