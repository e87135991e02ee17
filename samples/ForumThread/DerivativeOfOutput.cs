using MathNet.Numerics.LinearAlgebra;

namespace ForumThread;

/// <summary>
/// "The derivative of tanh is 1 - tanh^2", applied to what the cache holds. But that is a, the tanh itself: now the
/// activation is applied twice, and the gradient is wrong at every step.
/// </summary>
public sealed class DerivativeOfOutput(Weights w)
{
    private readonly List<(Matrix<double> A, Matrix<double> APrev, Matrix<double> X)> _caches = [];

    public void Forward(IReadOnlyList<Matrix<double>> x, Matrix<double> a0)
    {
        _caches.Clear();
        var aPrev = a0;
        foreach (var xt in x)
        {
            var bias = Matrix<double>.Build.Dense(w.Ba.Count, xt.ColumnCount, (i, _) => w.Ba[i]);
            var aNext = (w.Wax * xt + w.Waa * aPrev + bias).Map(Math.Tanh);
            _caches.Add((aNext, aPrev, xt));
            aPrev = aNext;
        }
    }

    public Gradients Backward(Matrix<double>[] da)
    {
        var dx = new Matrix<double>[da.Length];
        var dWax = Matrix<double>.Build.Dense(w.Wax.RowCount, w.Wax.ColumnCount);
        var dWaa = Matrix<double>.Build.Dense(w.Waa.RowCount, w.Waa.ColumnCount);
        var dba = Vector<double>.Build.Dense(w.Ba.Count);
        var daPrev = Matrix<double>.Build.Dense(w.Ba.Count, da[0].ColumnCount);
        for (var t = da.Length - 1; t >= 0; t--)
        {
            var (a, aPrev, x) = _caches[t];
            var daNext = da[t] + daPrev;
            var dz = daNext.PointwiseMultiply(a.Map(v => 1 - Math.Pow(Math.Tanh(v), 2))); // reports BP3001
            dx[t] = w.Wax.TransposeThisAndMultiply(dz);
            dWax += dz.TransposeAndMultiply(x);
            dWaa += dz.TransposeAndMultiply(aPrev);
            dba += dz.RowSums();
            daPrev = w.Waa.TransposeThisAndMultiply(dz);
        }

        return new Gradients(dx, dWax, dWaa, dba, daPrev);
    }
}
