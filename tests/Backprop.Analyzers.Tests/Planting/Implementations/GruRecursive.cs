/*@na:cell a GRU has one state only*/
/*@na:reverse recursion from a step to the one before has no direction to turn*/
/*@na:shared every step is an object of its own with the arrays that its constructor made*/
using V = double[];

namespace Chatterbox;

public class GruParams
{
    public required V[] Wz, Wr, Wc, Uz, Ur, Uc, Out;

    public static GruParams From(V flat)
    {
        int at = 0;
        V[] Rows(int n, int width) => Enumerable.Range(0, n).Select(_ => flat[at..(at += width)]).ToArray();
        return new GruParams
        {
            Wz = Rows(3, 2), Wr = Rows(3, 2), Wc = Rows(3, 2),
            Uz = Rows(3, 3), Ur = Rows(3, 3), Uc = Rows(3, 3), Out = Rows(2, 3),
        };
    }

    public V[][] All => [Wz, Wr, Wc, Uz, Ur, Uc, Out];
}

/// <summary>A moment in the conversation; knows the moment before it.</summary>
public class Moment
{
    private readonly GruParams p;
    public readonly Moment? Before;
    public readonly V X, H, Z, R, C, Rh, Answer;

    public Moment(GruParams p, Moment? before, V x)
    {
        this.p = p;
        Before = before;
        X = x;
        V h = before?.H ?? new double[3];
        Z = Each(i => Sig(Dot(p.Wz[i], x) + Dot(p.Uz[i], h)));
        R = Each(i => Sig(Dot(p.Wr[i], x) + Dot(p.Ur[i], h)));
        Rh = Each(i => R[i] * h[i]);
        C = Each(i => Math.Tanh(Dot(p.Wc[i], x) + Dot(p.Uc[i], Rh)));
        H = Each(i => (1 - Z[i]) * h[i] + Z[i] * C[i]);
        Answer = p.Out.Select(row => Dot(row, H)).ToArray();
    }

    /// <summary>Adds this moment's part to the gradient and goes on with the moment before.</summary>
    /*@loop*/
    public void Backward(V recurrent, Stack<V> wanted, GruParams grad)
    {
        /*@overwrite +> for (int i = 0; i < 3; i++) C[i] = 1 - C[i] * C[i];*/
        V hBefore = Before?.H ?? new double[3];
        V goal = wanted.Pop();
        V dh = new double[3];
        for (int k = 0; k < 2; k++)
        {
            double e = Answer[k] - goal[k];
            for (int i = 0; i < 3; i++)
            {
                dh[i] += p.Out[k][i] * e;
                /*@grad*/grad.Out[k][i] += e * /*@cache => hBefore[i]*/H[i];
            }
        }
        for (int i = 0; i < 3; i++) /*@carry*/ /*@upstream => dh[i] = recurrent[i];*/dh[i] += recurrent[i];

        V dc = Each(i => dh[i] * Z[i] * (1 - C[i] * C[i]));
        V dz = Each(i => dh[i] * (C[i] - hBefore[i]) * Z[i] * (1 - Z[i]));
        V drh = new double[3], past = new double[3];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                drh[j] += p.Uc[i][j] * dc[i];
        V dr = Each(i => drh[i] * hBefore[i] * R[i] * (1 - R[i]));
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                grad.Wz[i][j] += dz[i] * X[j];
                /*@grad*/grad.Wr[i][j] += dr[i] * X[j];
                grad.Wc[i][j] += dc[i] * X[j];
            }
            for (int j = 0; j < 3; j++)
            {
                /*@grad*/grad.Uz[i][j] += dz[i] * /*@cache => H[j]*/hBefore[j];
                grad.Ur[i][j] += dr[i] * hBefore[j];
                /*@grad*/grad.Uc[i][j] += dc[i] * Rh[j];
                /*@inner*/past[j] += p.Uz[i][j] * dz[i] + p.Ur[i][j] * dr[i];
            }
            past[i] += dh[i] * (1 - Z[i]) + drh[i] * R[i];
        }
        /*@carry-assign => Before?.Backward(new double[3], wanted, grad);*/
        Before?.Backward(past, wanted, grad);
    }

    private static V Each(Func<int, double> f) => [f(0), f(1), f(2)];

    private static double Dot(V a, V b)
    {
        double s = 0;
        for (int i = 0; i < b.Length; i++) s += a[i] * b[i];
        return s;
    }

    private static double Sig(double x) => 0.5 * (1 + Math.Tanh(0.5 * x));
}

public static class Entry
{
    public const int ParameterCount = 3 * 6 + 3 * 9 + 6;

    private static List<Moment> Talk(GruParams p, V[] inputs)
    {
        var moments = new List<Moment>();
        foreach (var x in inputs) moments.Add(new Moment(p, moments.LastOrDefault(), x));
        return moments;
    }

    public static double Loss(V parameters, V[] inputs, V[] targets) =>
        Talk(GruParams.From(parameters), inputs)
            .Select((m, t) => m.Answer.Select((a, k) => 0.5 * (a - targets[t][k]) * (a - targets[t][k])).Sum()).Sum();

    public static V Gradient(V parameters, V[] inputs, V[] targets)
    {
        var grad = GruParams.From(new double[parameters.Length]);
        Talk(GruParams.From(parameters), inputs)[^1].Backward(new double[3], new Stack<V>(targets), grad);
        return grad.All.SelectMany(rows => rows).SelectMany(row => row).ToArray();
    }
}
