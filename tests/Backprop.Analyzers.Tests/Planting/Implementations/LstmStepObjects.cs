/*@na:carry-assign the gradient that a step stores for the one before is the one that it goes on with itself*/
namespace Melody;

/// <summary>One note position. Holds what the forward pass computed and, later, the gradients.</summary>
internal class Note
{
    public double[] x;
    public Note prev, next;
    public double[] hid = new double[3], cell = new double[3], ct = new double[3];
    public double[] gi = new double[3], gf = new double[3], go = new double[3], gc = new double[3];
    public double[] probs = new double[2];
    // gradients of the loss: hidden state, cell state, and the four gate sums
    public double[] dhid = new double[3], dcell = new double[3];
    public double[] zi = new double[3], zf = new double[3], zo = new double[3], zc = new double[3];
}

internal class MelodyLstm
{
    // Indices of the four gates in the parameter cube: i f o c
    private readonly double[][][] wx, wh, dwx, dwh;
    private readonly double[][] bias, dbias;
    private readonly double[][] wo, dwo;
    private readonly Note rest = new Note { x = new double[2] };
    private Note last;

    public MelodyLstm(double[] theta)
    {
        int n = 0;
        double Next() => theta == null ? 0 : theta[n++];
        double[][] Block(int r, int c) => Enumerable.Range(0, r).Select(_ => Enumerable.Range(0, c).Select(_ => Next()).ToArray()).ToArray();
        wx = new[] { Block(3, 2), Block(3, 2), Block(3, 2), Block(3, 2) };
        wh = new[] { Block(3, 3), Block(3, 3), Block(3, 3), Block(3, 3) };
        bias = Block(4, 3);
        wo = Block(2, 3);
        theta = null;
        dwx = new[] { Block(3, 2), Block(3, 2), Block(3, 2), Block(3, 2) };
        dwh = new[] { Block(3, 3), Block(3, 3), Block(3, 3), Block(3, 3) };
        dbias = Block(4, 3);
        dwo = Block(2, 3);
    }

    private double Net(int gate, int i, Note note)
    {
        double sum = bias[gate][i];
        for (int j = 0; j < 2; j++) sum += wx[gate][i][j] * note.x[j];
        for (int j = 0; j < 3; j++) sum += wh[gate][i][j] * note.prev.hid[j];
        return sum;
    }

    private static double Logi(double v) => 1 / (Math.Exp(-v) + 1);

    public double Play(double[][] tune, double[][] wanted)
    {
        double loss = 0;
        last = rest;
        for (int t = 0; t < tune.Length; t++)
        {
            var note = new Note { x = tune[t], prev = last };
            /*@shared +> if (t > 0) note.ct = last.ct;*/
            last.next = note;
            for (int i = 0; i < 3; i++)
            {
                note.gi[i] = Logi(Net(0, i, note));
                note.gf[i] = Logi(Net(1, i, note));
                note.go[i] = Logi(Net(2, i, note));
                note.gc[i] = Math.Tanh(Net(3, i, note));
                note.cell[i] = note.gi[i] * note.gc[i] + note.gf[i] * last.cell[i];
                note.ct[i] = Math.Tanh(note.cell[i]);
                note.hid[i] = note.go[i] * note.ct[i];
            }
            double total = 0;
            for (int k = 0; k < 2; k++)
            {
                double s = 0;
                for (int i = 0; i < 3; i++) s += wo[k][i] * note.hid[i];
                note.probs[k] = Math.Exp(s);
                total += note.probs[k];
            }
            for (int k = 0; k < 2; k++)
            {
                note.probs[k] /= total;
                loss -= wanted[t][k] * Math.Log(note.probs[k]);
            }
            last = note;
        }
        return loss;
    }

    public void Listen(double[][] wanted)
    {
        int t = wanted.Length;
        /*@loop*/
        for (Note note = /*@reverse#1 => rest.next*/last; /*@reverse#1 => note != null && note*/note != rest; note = /*@reverse#1 => note.next*/note.prev)
        {
            /*@reverse#1 => t = t == wanted.Length ? 0 : t + 1;*/
            t = t - 1;
            /*@overwrite +> for (int i = 0; i < 3; i++) note.gc[i] = 1 - note.gc[i] * note.gc[i];*/
            for (int k = 0; k < 2; k++)
                for (int i = 0; i < 3; i++)
                {
                    double e = note.probs[k] - wanted[t][k];
                    /*@grad*/dwo[k][i] += e * /*@cache => note.prev.hid[i]*/note.hid[i];
                    /*@upstream*/note.dhid[i] += wo[k][i] * e;
                }
            if (note.next != null)
                for (int i = 0; i < 3; i++)
                {
                    for (int j = 0; j < 3; j++)
                        /*@carry => { double fromNext = wh[0][j][i] * note.next.zi[j] + wh[1][j][i] * note.next.zf[j] + wh[2][j][i] * note.next.zo[j] + wh[3][j][i] * note.next.zc[j]; }*/ /*@inner*/note.dhid[i] += wh[0][j][i] * note.next.zi[j] + wh[1][j][i] * note.next.zf[j]
                            + wh[2][j][i] * note.next.zo[j] + wh[3][j][i] * note.next.zc[j];
                    /*@cell*/note.dcell[i] = note.next.dcell[i] * note.next.gf[i];
                }
            for (int i = 0; i < 3; i++)
            {
                note.dcell[i] += note.dhid[i] * note.go[i] * (1 - note.ct[i] * note.ct[i]);
                note.zi[i] = note.dcell[i] * note.gc[i] * note.gi[i] * (1 - note.gi[i]);
                note.zf[i] = note.dcell[i] * /*@cache => note.cell[i]*/note.prev.cell[i] * note.gf[i] * (1 - note.gf[i]);
                note.zo[i] = note.dhid[i] * note.ct[i] * note.go[i] * (1 - note.go[i]);
                note.zc[i] = note.dcell[i] * note.gi[i] * (1 - note.gc[i] * note.gc[i]);
            }
            Gather(0, note.zi, note);
            Gather(1, note.zf, note);
            Gather(2, note.zo, note);
            Gather(3, note.zc, note);
        }
    }

    private void Gather(int gate, double[] z, Note note)
    {
        for (int i = 0; i < 3; i++)
        {
            /*@grad*/dbias[gate][i] += z[i];
            for (int j = 0; j < 2; j++) /*@grad*/dwx[gate][i][j] += z[i] * note.x[j];
            for (int j = 0; j < 3; j++) /*@grad*/dwh[gate][i][j] += z[i] * /*@cache => note.hid[j]*/note.prev.hid[j];
        }
    }

    public double[] Gradient => dwx.Concat(dwh).SelectMany(block => block).Concat(dbias).Concat(dwo).SelectMany(row => row).ToArray();
}

public static class Entry
{
    public const int ParameterCount = 4 * 6 + 4 * 9 + 12 + 6;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        new MelodyLstm(parameters).Play(inputs, targets);

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var net = new MelodyLstm(parameters);
        net.Play(inputs, targets);
        net.Listen(targets);
        return net.Gradient;
    }
}
