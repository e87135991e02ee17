/*@na:upstream only the last step has a loss, and its gradient is the seed*/
/*@na:carry the carry is the whole gradient of a step, there is no sum*/
using System;

// Reads a sentence, answers once at the end (two classes). Gates are stacked: [forget | input | output | candidate].
internal sealed class SentimentLstm
{
    private const int Words = 2, Units = 3, Classes = 2, Gates = 4 * Units;

    private readonly double[] wx = new double[Gates * Words];
    private readonly double[] wh = new double[Gates * Units];
    private readonly double[] b = new double[Gates];
    private readonly double[] head = new double[Classes * Units];

    private sealed class Moment
    {
        public double[] Word, HiddenBefore, CellBefore;
        public readonly double[] Gate = new double[Gates];
        public double[] Cell = new double[Units];
        public double[] Squashed = new double[Units];
        public double[] Hidden = new double[Units];
    }

    private Moment[] story = [];
    private double[] belief = [];

    public SentimentLstm(ReadOnlySpan<double> weights)
    {
        foreach (var part in new[] { wx, wh, b, head })
        {
            weights[..part.Length].CopyTo(part);
            weights = weights[part.Length..];
        }
    }

    public double Read(double[][] sentence, double[] truth)
    {
        story = new Moment[sentence.Length];
        double[] h = new double[Units], c = new double[Units];
        for (int t = 0; t < sentence.Length; t++)
        {
            story[t] = Step(sentence[t], h, c);
            (h, c) = (story[t].Hidden, story[t].Cell);
        }
        belief = new double[Classes];
        double total = 0, loss = 0;
        for (int k = 0; k < Classes; k++)
        {
            for (int i = 0; i < Units; i++)
                belief[k] += head[k * Units + i] * h[i];
            belief[k] = Math.Exp(belief[k]);
            total += belief[k];
        }
        for (int k = 0; k < Classes; k++)
        {
            belief[k] /= total;
            loss -= truth[k] * Math.Log(belief[k]);
        }
        return loss;
    }

    /*@shared#1 +> private readonly double[] scratch = new double[Units];*/
    private Moment Step(double[] word, double[] h, double[] c)
    {
        var m = new Moment { Word = word, HiddenBefore = h, CellBefore = c };
        /*@shared#1 +> m.Squashed = scratch;*/
        for (int g = 0; g < Gates; g++)
        {
            double s = b[g];
            for (int j = 0; j < Words; j++) s += wx[g * Words + j] * word[j];
            for (int j = 0; j < Units; j++) s += wh[g * Units + j] * h[j];
            m.Gate[g] = g < 3 * Units ? 1.0 / (1.0 + Math.Exp(-s)) : Math.Tanh(s);
        }
        for (int i = 0; i < Units; i++)
        {
            m.Cell[i] = m.Gate[i] * c[i] + m.Gate[Units + i] * m.Gate[3 * Units + i];
            m.Squashed[i] = Math.Tanh(m.Cell[i]);
            m.Hidden[i] = m.Gate[2 * Units + i] * m.Squashed[i];
        }
        return m;
    }

    public double[] Explain(double[] truth)
    {
        double[] dWx = new double[wx.Length], dWh = new double[wh.Length], dB = new double[b.Length], dHead = new double[head.Length];
        double[] dh = new double[Units], dc = new double[Units];
        var last = story[^1];
        for (int k = 0; k < Classes; k++)
            for (int i = 0; i < Units; i++)
            {
                dHead[k * Units + i] = (belief[k] - truth[k]) * last.Hidden[i];
                dh[i] += (belief[k] - truth[k]) * head[k * Units + i];
            }
        /*@loop*/
        /*@reverse*/
        for (int t = story.Length - 1; t >= 0; t--)
        {
            var m = story[t];
            /*@overwrite +> for (int g = 0; g < 3 * Units; g++) m.Gate[g] *= 1 - m.Gate[g];*/
            double[] z = new double[Gates], dhBefore = new double[Units], dcBefore = new double[Units];
            for (int i = 0; i < Units; i++)
            {
                double f = m.Gate[i], inp = m.Gate[Units + i], o = m.Gate[2 * Units + i], cand = m.Gate[3 * Units + i], sq = m.Squashed[i];
                double dCell = /*@cell*/dc[i] + dh[i] * o * (1 - sq * sq);
                z[i] = dCell * m.CellBefore[i] * f * (1 - f);
                z[Units + i] = dCell * cand * inp * (1 - inp);
                z[2 * Units + i] = dh[i] * sq * o * (1 - o);
                z[3 * Units + i] = dCell * inp * (1 - cand * cand);
                dcBefore[i] = dCell * f;
            }
            for (int g = 0; g < Gates; g++)
            {
                /*@grad*/dB[g] += z[g];
                for (int j = 0; j < Words; j++)
                    /*@grad*/dWx[g * Words + j] += z[g] * /*@cache => story[Math.Max(t - 1, 0)].Word[j]*/m.Word[j];
                for (int j = 0; j < Units; j++)
                {
                    /*@grad*/dWh[g * Units + j] += z[g] * /*@cache => m.Hidden[j]*/m.HiddenBefore[j];
                    /*@inner*/dhBefore[j] += wh[g * Units + j] * z[g];
                }
            }
            /*@carry-assign*/dh = dhBefore;
            /*@cell*/dc = dcBefore;
        }
        return [.. dWx, .. dWh, .. dB, .. dHead];
    }
}

public static class Entry
{
    public const int ParameterCount = 12 * 2 + 12 * 3 + 12 + 2 * 3;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        new SentimentLstm(parameters).Read(inputs, targets[^1]);

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var net = new SentimentLstm(parameters);
        net.Read(inputs, targets[^1]);
        return net.Explain(targets[^1]);
    }
}
