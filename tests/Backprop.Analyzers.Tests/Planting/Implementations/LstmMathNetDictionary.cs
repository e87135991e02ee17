/*@na:inner every sum is one matrix expression*/
/*@na:shared every matrix operation allocates its result*/
using MathNet.Numerics.LinearAlgebra;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace Homework;

// Same shapes as in the lecture: one column per example, concat = [a_prev; x].
public static class Lstm
{
    private static M Sigmoid(M z) => z.Map(v => 1.0 / (1.0 + Math.Exp(-v)), Zeros.Include);

    public static Dictionary<string, M> CellForward(M x, M aPrev, M cPrev, Dictionary<string, M> p)
    {
        var concat = aPrev.Stack(x);
        var ft = Sigmoid(p["Wf"] * concat + p["bf"]);
        var it = Sigmoid(p["Wi"] * concat + p["bi"]);
        var cct = (p["Wc"] * concat + p["bc"]).PointwiseTanh();
        var ot = Sigmoid(p["Wo"] * concat + p["bo"]);
        var c = ft.PointwiseMultiply(cPrev) + it.PointwiseMultiply(cct);
        var tanhC = M.Tanh(c);
        return new Dictionary<string, M>
        {
            ["concat"] = concat, ["cPrev"] = cPrev, ["ft"] = ft, ["it"] = it, ["cct"] = cct, ["ot"] = ot,
            ["c"] = c, ["tanhC"] = tanhC, ["a"] = ot.PointwiseMultiply(tanhC),
        };
    }

    public static Dictionary<string, M> CellBackward(M da, M dc, Dictionary<string, M> cache, Dictionary<string, M> p)
    {
        M ft = cache["ft"], it = cache["it"], cct = cache["cct"], ot = cache["ot"], tanhC = cache["tanhC"];
        int units = da.RowCount;
        var through = da.PointwiseMultiply(ot).PointwiseMultiply(1 - tanhC.PointwiseMultiply(tanhC)) + /*@cell*/dc;
        var dot = da.PointwiseMultiply(tanhC).PointwiseMultiply(ot).PointwiseMultiply(1 - ot);
        var dft = through.PointwiseMultiply(cache["cPrev"]).PointwiseMultiply(ft).PointwiseMultiply(1 - ft);
        var dit = through.PointwiseMultiply(cct).PointwiseMultiply(it).PointwiseMultiply(1 - it);
        var dcct = through.PointwiseMultiply(it).PointwiseMultiply(1 - cct.PointwiseMultiply(cct));
        var dConcat = p["Wf"].TransposeThisAndMultiply(dft) + p["Wi"].TransposeThisAndMultiply(dit)
            + p["Wc"].TransposeThisAndMultiply(dcct) + p["Wo"].TransposeThisAndMultiply(dot);
        return new Dictionary<string, M>
        {
            ["daPrev"] = dConcat.SubMatrix(0, units, 0, da.ColumnCount),
            ["dcPrev"] = through.PointwiseMultiply(ft),
            ["Wf"] = dft.TransposeAndMultiply(cache["concat"]), ["bf"] = dft,
            ["Wi"] = dit.TransposeAndMultiply(cache["concat"]), ["bi"] = dit,
            ["Wc"] = dcct.TransposeAndMultiply(cache["concat"]), ["bc"] = dcct,
            ["Wo"] = dot.TransposeAndMultiply(cache["concat"]), ["bo"] = dot,
        };
    }

    public static List<Dictionary<string, M>> Forward(IList<M> xs, Dictionary<string, M> p)
    {
        var caches = new List<Dictionary<string, M>>();
        M a = M.Build.Dense(p["bf"].RowCount, 1), c = M.Build.Dense(p["bf"].RowCount, 1);
        foreach (var x in xs)
        {
            var cache = CellForward(x, a, c, p);
            caches.Add(cache);
            a = cache["a"];
            c = cache["c"];
        }
        return caches;
    }

    public static Dictionary<string, M> Backward(IList<M> dys, List<Dictionary<string, M>> caches, Dictionary<string, M> p)
    {
        var grads = p.ToDictionary(kv => kv.Key, kv => M.Build.Dense(kv.Value.RowCount, kv.Value.ColumnCount));
        var daNext = M.Build.Dense(p["bf"].RowCount, 1);
        var dcNext = M.Build.Dense(p["bf"].RowCount, 1);
        /*@loop*/
        /*@reverse*/
        for (int t = dys.Count - 1; t >= 0; t--)
        {
            /*@overwrite +> caches[t]["it"].PointwiseMultiply(caches[t]["cct"], caches[t]["it"]);*/
            /*@grad*/grads["Wy"] += dys[t].TransposeAndMultiply(caches[t]["a"]);
            var da = p["Wy"].TransposeThisAndMultiply(dys[t]);
            /*@cache => var step = CellBackward(da + daNext, dcNext, caches[Math.Max(t - 1, 0)], p);*/
            var step = CellBackward(/*@upstream*/da + /*@carry*/daNext, dcNext, caches[t], p);
            foreach (var name in grads.Keys.Where(step.ContainsKey))
                /*@grad*/grads[name] += step[name];
            /*@carry-assign*/daNext = step["daPrev"];
            /*@cell*/dcNext = step["dcPrev"];
        }
        return grads;
    }
}

public static class Entry
{
    public const int ParameterCount = 4 * (3 * 5 + 3) + 2 * 3;

    private static Dictionary<string, M> Unpack(double[] theta)
    {
        int at = 0;
        M Take(int rows, int columns) => M.Build.Dense(rows, columns, theta[at..(at += rows * columns)]);
        var p = new Dictionary<string, M>();
        foreach (var gate in "fico")
        {
            p["W" + gate] = Take(3, 5);
            p["b" + gate] = Take(3, 1);
        }
        p["Wy"] = Take(2, 3);
        return p;
    }

    private static M[] Columns(double[][] rows) => rows.Select(row => M.Build.Dense(row.Length, 1, row)).ToArray();

    private static M[] Residuals(List<Dictionary<string, M>> caches, Dictionary<string, M> p, M[] targets) =>
        caches.Select((cache, t) => p["Wy"] * cache["a"] - targets[t]).ToArray();

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        var p = Unpack(parameters);
        return Residuals(Lstm.Forward(Columns(inputs), p), p, Columns(targets)).Sum(e => e.Enumerate().Sum(v => v * v)) / 2;
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var p = Unpack(parameters);
        var caches = Lstm.Forward(Columns(inputs), p);
        var grads = Lstm.Backward(Residuals(caches, p, Columns(targets)), caches, p);
        return p.Keys.SelectMany(name => grads[name].Enumerate()).ToArray();
    }
}
