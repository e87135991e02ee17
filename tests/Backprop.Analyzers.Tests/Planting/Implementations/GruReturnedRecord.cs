/*@na:cell a GRU has one state only*/
/*@na:inner every sum over units is a LINQ expression*/
/*@na:shared every LINQ expression allocates its result*/
namespace Functional;

using Row = IReadOnlyList<double>;

/// <summary>Everything is a value: steps go in, gradients come out, nothing is mutated but the running sums.</summary>
public sealed record Weights(Row[] Wz, Row[] Wr, Row[] Wh, Row[] Uz, Row[] Ur, Row[] Uh, Row[] Vy)
{
    public static Weights Cut(double[] flat)
    {
        var rows = new Queue<double>(flat);
        Row[] Block(int count, int width) => Enumerable.Range(0, count).Select(_ => (Row)Enumerable.Range(0, width).Select(_ => rows.Dequeue()).ToArray()).ToArray();
        return new Weights(Block(3, 2), Block(3, 2), Block(3, 2), Block(3, 3), Block(3, 3), Block(3, 3), Block(2, 3));
    }

    public double[] Flat => new[] { Wz, Wr, Wh, Uz, Ur, Uh, Vy }.SelectMany(block => block).SelectMany(row => row).ToArray();
}

public sealed record Step(Row X, Row Before, Row Z, Row R, Row N, Row Gated, Row State, Row Y);

public readonly record struct Backflow(Weights Part, Row ToBefore);

public static class Gru
{
    private static double Dot(Row a, Row b) => a.Zip(b, (p, q) => p * q).Sum();
    private static Row Times(Row[] m, Row v) => m.Select(row => Dot(row, v)).ToArray();
    private static Row TransposedTimes(Row[] m, Row v) => Enumerable.Range(0, m[0].Count).Select(j => m.Select((row, i) => row[j] * v[i]).Sum()).ToArray();
    private static Row Map(Func<int, double> f, int n = 3) => Enumerable.Range(0, n).Select(f).ToArray();
    private static Row[] Outer(Row a, Row b) => a.Select(p => (Row)b.Select(q => p * q).ToArray()).ToArray();
    private static Row Plus(Row a, Row b) => a.Zip(b, (p, q) => p + q).ToArray();
    private static Row[] Plus(Row[] a, Row[] b) => a.Zip(b, Plus).ToArray();
    private static double Sigma(double s) => 1.0 / (1.0 + Math.Exp(-s));

    public static IReadOnlyList<Step> Run(Weights w, IEnumerable<Row> xs)
    {
        var steps = new List<Step>();
        Row state = new double[3];
        foreach (var x in xs)
        {
            var before = state;
            var z = Plus(Times(w.Wz, x), Times(w.Uz, before)).Select(Sigma).ToArray();
            var r = Plus(Times(w.Wr, x), Times(w.Ur, before)).Select(Sigma).ToArray();
            var gated = Map(i => r[i] * before[i]);
            var n = Plus(Times(w.Wh, x), Times(w.Uh, gated)).Select(Math.Tanh).ToArray();
            state = Map(i => (1 - z[i]) * n[i] + z[i] * before[i]);
            steps.Add(new Step(x, before, z, r, n, gated, state, Times(w.Vy, state)));
        }
        return steps;
    }

    public static Weights Gradient(Weights w, IReadOnlyList<Step> steps, IReadOnlyList<Row> wanted)
    {
        var total = Weights.Cut(new double[w.Flat.Length]);
        Row later = new double[3];
        /*@loop*/
        /*@reverse*/
        for (var t = steps.Count - 1; t >= 0; t--)
        {
            /*@cache => var s = steps[Math.Max(t - 1, 0)];*/
            var s = steps[t];
            /*@overwrite +> if (s.N is double[] squared) for (int i = 0; i < 3; i++) squared[i] *= squared[i];*/
            var miss = Map(k => s.Y[k] - wanted[t][k], 2);
            var backflow = Back(w, s, miss, Plus(/*@upstream => new double[3]*/TransposedTimes(w.Vy, miss), /*@carry => new double[3]*/later));
            /*@carry-assign*/later = backflow.ToBefore;
            /*@grad => total = backflow.Part;*/
            total = Sum(total, backflow.Part);
        }
        return total;
    }

    private static Weights Sum(Weights a, Weights b) => new(
        Plus(a.Wz, b.Wz), Plus(a.Wr, b.Wr), Plus(a.Wh, b.Wh), Plus(a.Uz, b.Uz), Plus(a.Ur, b.Ur), Plus(a.Uh, b.Uh), Plus(a.Vy, b.Vy));

    private static Backflow Back(Weights w, Step s, Row miss, Row d)
    {
        var dn = Map(i => d[i] * (1 - s.Z[i]) * (1 - s.N[i] * s.N[i]));
        var dz = Map(i => d[i] * (s.Before[i] - s.N[i]) * s.Z[i] * (1 - s.Z[i]));
        var dGated = TransposedTimes(w.Uh, dn);
        var dr = Map(i => dGated[i] * s.Before[i] * s.R[i] * (1 - s.R[i]));
        var direct = Map(i => d[i] * s.Z[i] + dGated[i] * s.R[i]);
        var gates = Plus(TransposedTimes(w.Uz, dz), TransposedTimes(w.Ur, dr));
        return new Backflow(
            new Weights(Outer(dz, s.X), Outer(dr, s.X), Outer(dn, s.X), Outer(dz, s.Before), Outer(dr, s.Before), Outer(dn, s.Gated), Outer(miss, s.State)),
            Plus(direct, gates));
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 6 + 3 * 9 + 6;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        Gru.Run(Weights.Cut(parameters), inputs)
            .Select((step, t) => step.Y.Zip(targets[t], (y, goal) => (y - goal) * (y - goal) / 2).Sum()).Sum();

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var w = Weights.Cut(parameters);
        return Gru.Gradient(w, Gru.Run(w, inputs), targets).Flat;
    }
}
