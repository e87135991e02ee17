/*@na:cell a GRU has one state only*/
/*@na:carry-assign the gradient that a step stores for its predecessor is the one that the step itself goes on with*/
using static System.Math;

/* Port of my Fortran GRU: everything sits in rectangular arrays, first index = time.
   delta(t,:) is dL/dh(t); the recursion asks delta(t+1,:) what it has to say about h(t). */
public class GruFortranStyle
{
    const int NX = 2, NH = 3, NY = 2;

    readonly double[] p;
    double[,] h, z, r, n, un, y;

    public GruFortranStyle(double[] p) { this.p = p; }

    // offsets into the flat vector
    static int WZ(int i, int j) => i * NX + j;
    static int WR(int i, int j) => NH * NX + i * NX + j;
    static int WN(int i, int j) => 2 * NH * NX + i * NX + j;
    const int U0 = 3 * NH * NX;
    static int UZ(int i, int j) => U0 + i * NH + j;
    static int UR(int i, int j) => U0 + NH * NH + i * NH + j;
    static int UN(int i, int j) => U0 + 2 * NH * NH + i * NH + j;
    const int V0 = U0 + 3 * NH * NH;
    static int V(int k, int i) => V0 + k * NH + i;

    static double Logistic(double s) => s >= 0 ? 1 / (1 + Exp(-s)) : Exp(s) / (1 + Exp(s));

    public double[,] Forward(double[,] x)
    {
        int T = x.GetLength(0);
        h = new double[T + 1, NH]; // row 0 is the initial state
        z = new double[T, NH];
        r = new double[T, NH];
        n = new double[T, NH];
        un = new double[T, NH];
        y = new double[T, NY];
        for (int t = 0; t < T; t++)
        {
            for (int i = 0; i < NH; i++)
            {
                double sz = 0, sr = 0, sn = 0, q = 0;
                for (int j = 0; j < NX; j++)
                {
                    sz += p[WZ(i, j)] * x[t, j];
                    sr += p[WR(i, j)] * x[t, j];
                    sn += p[WN(i, j)] * x[t, j];
                }
                for (int j = 0; j < NH; j++)
                {
                    sz += p[UZ(i, j)] * h[t, j];
                    sr += p[UR(i, j)] * h[t, j];
                    q += p[UN(i, j)] * h[t, j];
                }
                z[t, i] = Logistic(sz);
                r[t, i] = Logistic(sr);
                /*@shared => un[0, i] = q;*/
                un[t, i] = q;
                n[t, i] = Tanh(sn + r[t, i] * q);
                h[t + 1, i] = z[t, i] * h[t, i] + (1 - z[t, i]) * n[t, i];
            }
            for (int k = 0; k < NY; k++)
                for (int i = 0; i < NH; i++)
                    y[t, k] += p[V(k, i)] * h[t + 1, i];
        }
        return y;
    }

    public double[] Backward(double[,] x, double[,] target)
    {
        int T = x.GetLength(0);
        var g = new double[p.Length];
        var delta = new double[T + 1, NH];
        var dz = new double[T + 1, NH];
        var dr = new double[T + 1, NH];
        var dn = new double[T + 1, NH];
        /*@loop*/
        /*@reverse*/
        for (int t = T - 1; t >= 0; t--)
        {
            /*@overwrite +> for (int i = 0; i < NH; i++) z[t, i] *= 1 - z[t, i];*/
            for (int k = 0; k < NY; k++)
                for (int i = 0; i < NH; i++)
                    /*@grad*/g[V(k, i)] += (y[t, k] - target[t, k]) * h[t + 1, i];
            for (int i = 0; i < NH; i++)
            {
                double above = 0, future = 0;
                for (int k = 0; k < NY; k++)
                    above += p[V(k, i)] * (y[t, k] - target[t, k]);
                if (t + 1 < T)
                {
                    future = delta[t + 1, i] * /*@cache => z[t, i]*/z[t + 1, i];
                    for (int j = 0; j < NH; j++)
                        /*@inner*/future += p[UZ(j, i)] * dz[t + 1, j] + p[UR(j, i)] * dr[t + 1, j] + p[UN(j, i)] * dn[t + 1, j] * r[t + 1, j];
                }
                delta[t, i] = /*@upstream*/above + /*@carry*/future;
            }
            for (int i = 0; i < NH; i++)
            {
                dn[t, i] = delta[t, i] * (1 - z[t, i]) * (1 - n[t, i] * n[t, i]);
                dr[t, i] = dn[t, i] * un[t, i] * r[t, i] * (1 - r[t, i]);
                dz[t, i] = delta[t, i] * (/*@cache => h[t + 1, i]*/h[t, i] - n[t, i]) * z[t, i] * (1 - z[t, i]);
            }
            for (int i = 0; i < NH; i++)
            {
                for (int j = 0; j < NX; j++)
                {
                    g[WZ(i, j)] += dz[t, i] * x[t, j];
                    g[WR(i, j)] += dr[t, i] * x[t, j];
                    /*@grad*/g[WN(i, j)] += dn[t, i] * x[t, j];
                }
                for (int j = 0; j < NH; j++)
                {
                    /*@grad*/g[UZ(i, j)] += dz[t, i] * h[t, j];
                    g[UR(i, j)] += dr[t, i] * h[t, j];
                    g[UN(i, j)] += dn[t, i] * r[t, i] * /*@cache => h[t + 1, j]*/h[t, j];
                }
            }
        }
        return g;
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 3 * 2 + 3 * 3 * 3 + 2 * 3;

    private static double[,] Box(double[][] rows)
    {
        var box = new double[rows.Length, rows[0].Length];
        for (int r = 0; r < rows.Length; r++)
            for (int c = 0; c < rows[0].Length; c++)
                box[r, c] = rows[r][c];
        return box;
    }

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        var y = new GruFortranStyle(parameters).Forward(Box(inputs));
        double sum = 0;
        for (int t = 0; t < targets.Length; t++)
            for (int k = 0; k < targets[t].Length; k++)
                sum += Pow(y[t, k] - targets[t][k], 2) / 2;
        return sum;
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var net = new GruFortranStyle(parameters);
        net.Forward(Box(inputs));
        return net.Backward(Box(inputs), Box(targets));
    }
}
