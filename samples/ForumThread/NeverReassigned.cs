using MathNet.Numerics.LinearAlgebra;

namespace ForumThread;

/// <summary>
/// It looks right, and the course's 2018 edition had this shape itself: daPrev is there, and it is added. But it is
/// zero before the loop and nothing ever assigns it again, so zero is added at every step.
/// </summary>
public static class NeverReassigned
{
    public sealed record Cache(Matrix<double> X, Matrix<double> APrev, Matrix<double> A, Weights Weights);

    public static (Matrix<double>[] A, Cache[] Caches) Forward(Weights weights, Matrix<double>[] x, Matrix<double> a0)
    {
        var a = new Matrix<double>[x.Length];
        var caches = new Cache[x.Length];
        var aNext = a0;
        for (var t = 0; t < x.Length; t++)
        {
            (aNext, caches[t]) = CellForward(weights, x[t], aNext);
            a[t] = aNext;
        }

        return (a, caches);
    }

    public static Gradients Backward(Matrix<double>[] da, Cache[] caches)
    {
        var (nA, m) = (da[0].RowCount, da[0].ColumnCount);
        var nX = caches[0].X.RowCount;
        var dx = new Matrix<double>[da.Length];
        var dWax = Matrix<double>.Build.Dense(nA, nX);
        var dWaa = Matrix<double>.Build.Dense(nA, nA);
        var dba = Vector<double>.Build.Dense(nA);
        var da0 = Matrix<double>.Build.Dense(nA, m);
        var daPrev = Matrix<double>.Build.Dense(nA, m);
        for (var t = da.Length - 1; t >= 0; t--)
        {
            var gradients = CellBackward(da[t] + daPrev, caches[t]); // reports BP2001
            dx[t] = gradients["dx"];
            dWax += gradients["dWax"];
            dWaa += gradients["dWaa"];
            dba += gradients["dba"].Column(0);
            da0 = gradients["daPrev"];
        }

        return new Gradients(dx, dWax, dWaa, dba, da0);
    }

    private static (Matrix<double> ANext, Cache Cache) CellForward(Weights weights, Matrix<double> x, Matrix<double> aPrev)
    {
        var b = weights.Ba.ToColumnMatrix() * Matrix<double>.Build.Dense(1, x.ColumnCount, 1.0);
        var aNext = Matrix<double>.Tanh(weights.Waa * aPrev + weights.Wax * x + b);
        return (aNext, new Cache(x, aPrev, aNext, weights));
    }

    private static Dictionary<string, Matrix<double>> CellBackward(Matrix<double> da, Cache cache)
    {
        var (x, aPrev, a, weights) = cache;
        var dz = da.PointwiseMultiply(1 - a.PointwiseMultiply(a));
        return new Dictionary<string, Matrix<double>>
        {
            ["dx"] = weights.Wax.TransposeThisAndMultiply(dz),
            ["daPrev"] = weights.Waa.TransposeThisAndMultiply(dz),
            ["dWax"] = dz.TransposeAndMultiply(x),
            ["dWaa"] = dz.TransposeAndMultiply(aPrev),
            ["dba"] = dz.RowSums().ToColumnMatrix(),
        };
    }
}
