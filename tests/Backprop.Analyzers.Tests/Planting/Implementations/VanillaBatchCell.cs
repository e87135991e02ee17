/*@na:cell a plain hidden state has no cell state*/
/*@na:inner every sum is one matrix expression*/
/*@na:shared every matrix operation allocates its result*/
using MathNet.Numerics.LinearAlgebra;

namespace Assignment;

/// <summary>Features in rows, examples of the batch in columns, one matrix a step.</summary>
public sealed class BatchRnn
{
    public readonly Matrix<double> Wax, Waa, Wya;
    public readonly Vector<double> Ba;

    public BatchRnn(Matrix<double> wax, Matrix<double> waa, Matrix<double> wya, Vector<double> ba)
    {
        Wax = wax;
        Waa = waa;
        Wya = wya;
        Ba = ba;
    }

    public (Matrix<double> A, (Matrix<double> X, Matrix<double> APrev, Matrix<double> A) Cache) CellForward(
        Matrix<double> xt, Matrix<double> aPrev)
    {
        var z = Wax * xt + Waa * aPrev;
        var a = z.MapIndexed((row, _, value) => Math.Tanh(value + Ba[row]));
        return (a, (xt, aPrev, a));
    }

    public (Matrix<double> Dxt, Matrix<double> DaPrev, Matrix<double> DWax, Matrix<double> DWaa, Vector<double> Dba) CellBackward(
        Matrix<double> da, (Matrix<double> X, Matrix<double> APrev, Matrix<double> A) cache)
    {
        var (xt, aPrev, a) = cache;
        var dz = (1 - a.PointwiseMultiply(a)).PointwiseMultiply(da);
        return (Wax.Transpose() * dz, Waa.Transpose() * dz, dz * xt.Transpose(), dz * aPrev.Transpose(), dz.RowSums());
    }

    public (Matrix<double>[] A, (Matrix<double>, Matrix<double>, Matrix<double>)[] Caches) Forward(Matrix<double>[] x, Matrix<double> a0)
    {
        var states = new Matrix<double>[x.Length];
        var caches = new (Matrix<double>, Matrix<double>, Matrix<double>)[x.Length];
        var current = a0;
        for (var t = 0; t < x.Length; t++)
        {
            (current, caches[t]) = CellForward(x[t], current);
            states[t] = current;
        }

        return (states, caches);
    }

    public (Matrix<double>[] Dx, Matrix<double> DWax, Matrix<double> DWaa, Vector<double> Dba) Backward(
        Matrix<double>[] da, (Matrix<double> X, Matrix<double> APrev, Matrix<double> A)[] caches)
    {
        var dx = new Matrix<double>[da.Length];
        var dWax = Matrix<double>.Build.Dense(Wax.RowCount, Wax.ColumnCount);
        var dWaa = Matrix<double>.Build.Dense(Waa.RowCount, Waa.ColumnCount);
        var dba = Vector<double>.Build.Dense(Ba.Count);
        var daPrevt = Matrix<double>.Build.Dense(da[0].RowCount, da[0].ColumnCount);
        /*@loop*/
        /*@reverse*/
        for (var t = da.Length - 1; t >= 0; t--)
        {
            /*@overwrite +> caches[t].A.PointwiseMultiply(caches[t].A, caches[t].A);*/
            /*@cache => var gradients = CellBackward(da[t] + daPrevt, caches[t == 0 ? 0 : t - 1]);*/
            var gradients = CellBackward(/*@upstream*/da[t] + /*@carry*/daPrevt, caches[t]);
            /*@carry-assign*/daPrevt = gradients.DaPrev;
            dx[t] = gradients.Dxt;
            /*@grad*/dWax += gradients.DWax;
            /*@grad*/dWaa += gradients.DWaa;
            /*@grad*/dba += gradients.Dba;
        }

        return (dx, dWax, dWaa, dba);
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 2 + 3 * 3 + 2 * 3 + 3;

    private static BatchRnn Rnn(double[] p)
    {
        var build = Matrix<double>.Build;
        return new BatchRnn(build.Dense(3, 2, p[..6]), build.Dense(3, 3, p[6..15]), build.Dense(2, 3, p[15..21]), Vector<double>.Build.Dense(p[21..]));
    }

    // Two examples: the sequence, and the same sequence read from its end.
    private static Matrix<double>[] Batch(double[][] rows) =>
        rows.Select((row, t) => Matrix<double>.Build.DenseOfColumnArrays(row, rows[rows.Length - 1 - t])).ToArray();

    private static Matrix<double>[] Misses(BatchRnn rnn, Matrix<double>[] states, double[][] targets) =>
        states.Zip(Batch(targets), (a, y) => rnn.Wya * a - y).ToArray();

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        var rnn = Rnn(parameters);
        var (states, _) = rnn.Forward(Batch(inputs), Matrix<double>.Build.Dense(3, 2));
        return Misses(rnn, states, targets).Sum(miss => miss.PointwiseMultiply(miss).ColumnSums().Sum()) / 2;
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var rnn = Rnn(parameters);
        var (states, caches) = rnn.Forward(Batch(inputs), Matrix<double>.Build.Dense(3, 2));
        var misses = Misses(rnn, states, targets);
        var dWya = misses.Zip(states, (miss, a) => miss * a.Transpose()).Aggregate((sum, part) => sum + part);
        var da = misses.Select(miss => rnn.Wya.Transpose() * miss).ToArray();
        var (_, dWax, dWaa, dba) = rnn.Backward(da, caches);
        return [.. dWax.Enumerate(), .. dWaa.Enumerate(), .. dWya.Enumerate(), .. dba];
    }
}
