using MathNet.Numerics.LinearAlgebra;

namespace ForumThread;

/// <summary>
/// The cell gets da[t] alone. It does return the gradient of the state before it, but nobody adds that to the next
/// da[t]: each step is trained as if it were the last, and nothing is learned over time.
/// </summary>
public static class UpstreamAlone
{
    public static (Matrix<double>[] A, List<(Matrix<double> X, Matrix<double> APrev, Matrix<double> A)> Caches) Forward(
        Weights w, Matrix<double>[] x, Matrix<double> a0)
    {
        var states = new Matrix<double>[x.Length];
        var caches = new List<(Matrix<double> X, Matrix<double> APrev, Matrix<double> A)>();
        var a = a0;
        for (var t = 0; t < x.Length; t++)
        {
            var aPrev = a;
            a = (w.Wax * x[t] + w.Waa * aPrev).MapIndexed((i, _, z) => Math.Tanh(z + w.Ba[i]));
            states[t] = a;
            caches.Add((x[t], aPrev, a));
        }

        return (states, caches);
    }

    public static Gradients Backward(
        Weights w, Matrix<double>[] da, List<(Matrix<double> X, Matrix<double> APrev, Matrix<double> A)> caches)
    {
        var dx = new Matrix<double>[da.Length];
        var dWax = Matrix<double>.Build.Dense(w.Wax.RowCount, w.Wax.ColumnCount);
        var dWaa = Matrix<double>.Build.Dense(w.Waa.RowCount, w.Waa.ColumnCount);
        var dba = Vector<double>.Build.Dense(w.Ba.Count);
        var da0 = Matrix<double>.Build.Dense(da[0].RowCount, da[0].ColumnCount);
        for (var t = da.Length - 1; t >= 0; t--)
        {
            var (dxt, daPrev, dWaxt, dWaat, dbat) = CellBackward(w, da[t], caches[t]); // reports BP2001
            dx[t] = dxt;
            dWax += dWaxt;
            dWaa += dWaat;
            dba += dbat;
            da0 = daPrev;
        }

        return new Gradients(dx, dWax, dWaa, dba, da0);
    }

    private static (Matrix<double> Dx, Matrix<double> DaPrev, Matrix<double> DWax, Matrix<double> DWaa, Vector<double> Dba)
        CellBackward(Weights w, Matrix<double> da, (Matrix<double> X, Matrix<double> APrev, Matrix<double> A) cache)
    {
        var (x, aPrev, a) = cache;
        var dz = da.PointwiseMultiply(1 - a.PointwiseMultiply(a));
        return (w.Wax.Transpose() * dz, w.Waa.Transpose() * dz, dz * x.Transpose(), dz * aPrev.Transpose(), dz.RowSums());
    }
}
