/*@na:cell a GRU has one state only*/
using System.Numerics.Tensors;
using T = System.Numerics.Tensors.TensorPrimitives;

namespace Fast.Recurrent;

/// <summary>GRU on flat buffers; all of the arithmetic goes through vectorised primitives.</summary>
public sealed class GruKernel
{
    private readonly int input, units, outputs;
    private readonly double[] wu, wr, wc, uu, ur, uc, v;

    // One row of `units` numbers a step.
    private double[] update = [], reset = [], candidate = [], gated = [], hidden = [];
    private double[] residual = [];

    public GruKernel(ReadOnlySpan<double> p, int input, int units, int outputs)
    {
        (this.input, this.units, this.outputs) = (input, units, outputs);
        wu = Next(ref p, units * input);
        wr = Next(ref p, units * input);
        wc = Next(ref p, units * input);
        uu = Next(ref p, units * units);
        ur = Next(ref p, units * units);
        uc = Next(ref p, units * units);
        v = Next(ref p, outputs * units);
    }

    private static double[] Next(ref ReadOnlySpan<double> p, int count)
    {
        var part = p[..count].ToArray();
        p = p[count..];
        return part;
    }

    private static Span<double> Row(double[] buffer, int row, int width) => buffer.AsSpan(row * width, width);

    // y += W x
    private static void MatVec(double[] w, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int r = 0; r < y.Length; r++)
            y[r] += T.Dot<double>(w.AsSpan(r * x.Length, x.Length), x);
    }

    // y += W' z
    private static void MatTVec(double[] w, ReadOnlySpan<double> z, Span<double> y)
    {
        for (int r = 0; r < z.Length; r++)
            /*@inner => T.Multiply<double>(w.AsSpan(r * y.Length, y.Length), z[r], y);*/
            T.MultiplyAdd<double>(w.AsSpan(r * y.Length, y.Length), z[r], y, y);
    }

    // dW += z x'
    private static void Rank1(double[] dw, ReadOnlySpan<double> z, ReadOnlySpan<double> x)
    {
        for (int r = 0; r < z.Length; r++)
        {
            var row = dw.AsSpan(r * x.Length, x.Length);
            /*@grad => T.Multiply<double>(x, z[r], row);*/
            T.MultiplyAdd<double>(x, z[r], row, row);
        }
    }

    public double Forward(double[][] xs, double[][] ts)
    {
        int n = xs.Length;
        update = new double[n * units];
        reset = new double[n * units];
        candidate = new double[n * units];
        gated = new double[n * units];
        hidden = new double[(n + 1) * units];
        residual = new double[n * outputs];
        double loss = 0;
        for (int t = 0; t < n; t++)
        {
            var h = Row(hidden, t, units);
            /*@shared#1 => var u = Row(update, 0, units);*/
            var u = Row(update, t, units);
            /*@shared#1 +> u.Clear();*/
            var r = Row(reset, t, units);
            var c = Row(candidate, t, units);
            var g = Row(gated, t, units);
            var next = Row(hidden, t + 1, units);
            MatVec(wu, xs[t], u);
            MatVec(uu, h, u);
            T.Sigmoid<double>(u, u);
            MatVec(wr, xs[t], r);
            MatVec(ur, h, r);
            T.Sigmoid<double>(r, r);
            T.Multiply<double>(r, h, g);
            MatVec(wc, xs[t], c);
            MatVec(uc, g, c);
            T.Tanh<double>(c, c);
            // next = h + u (c - h)
            T.Subtract<double>(c, h, next);
            T.Multiply<double>(next, u, next);
            T.Add<double>(next, h, next);
            var e = Row(residual, t, outputs);
            MatVec(v, next, e);
            T.Subtract<double>(e, ts[t], e);
            loss += T.SumOfSquares<double>(e) / 2;
        }
        return loss;
    }

    public double[] Backward(double[][] xs)
    {
        double[] dwu = new double[wu.Length], dwr = new double[wr.Length], dwc = new double[wc.Length];
        double[] duu = new double[uu.Length], dur = new double[ur.Length], duc = new double[uc.Length], dv = new double[v.Length];
        var carry = new double[units];
        Span<double> dh = new double[units], du = new double[units], dr = new double[units], dc = new double[units];
        Span<double> dg = new double[units], past = new double[units], slope = new double[units];
        /*@loop*/
        /*@reverse*/
        for (int t = xs.Length - 1; t >= 0; t--)
        {
            ReadOnlySpan<double> h = Row(hidden, t, units), u = Row(update, t, units), r = Row(reset, t, units);
            ReadOnlySpan<double> c = Row(candidate, t, units), g = Row(gated, t, units), e = Row(residual, t, outputs);
            /*@overwrite +> T.Multiply<double>(c, c, Row(candidate, t, units));*/
            Rank1(dv, e, /*@cache => h*/Row(hidden, t + 1, units));
            dh.Clear();
            MatTVec(v, e, dh);
            /*@carry*/ /*@upstream => carry.CopyTo(dh);*/T.Add<double>(dh, carry, dh);

            // c = tanh(..): dc = dh u (1 - c c)
            T.Multiply<double>(c, c, slope);
            T.Subtract<double>(1, slope, slope);
            T.Multiply<double>(dh, u, dc);
            T.Multiply<double>(dc, slope, dc);
            // u = sigmoid(..): du = dh (c - h) u (1 - u)
            T.Subtract<double>(c, h, du);
            T.Multiply<double>(du, dh, du);
            T.Multiply<double>(du, u, du);
            T.Subtract<double>(1, u, slope);
            T.Multiply<double>(du, slope, du);
            dg.Clear();
            MatTVec(uc, dc, dg);
            // r = sigmoid(..): dr = dg h r (1 - r)
            T.Multiply<double>(dg, h, dr);
            T.Multiply<double>(dr, r, dr);
            T.Subtract<double>(1, r, slope);
            T.Multiply<double>(dr, slope, dr);

            Rank1(dwu, du, xs[t]);
            Rank1(dwr, dr, xs[t]);
            Rank1(dwc, dc, xs[t]);
            Rank1(duu, du, /*@cache => Row(hidden, t + 1, units)*/h);
            Rank1(dur, dr, h);
            Rank1(duc, dc, g);

            // h came into the step through (1 - u), through r and through the two gates.
            T.Subtract<double>(1, u, slope);
            T.Multiply<double>(dh, slope, past);
            T.MultiplyAdd<double>(dg, r, past, past);
            MatTVec(uu, du, past);
            MatTVec(ur, dr, past);
            /*@carry-assign*/past.CopyTo(carry);
        }
        return [.. dwu, .. dwr, .. dwc, .. duu, .. dur, .. duc, .. dv];
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * 6 + 3 * 9 + 6;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
        new GruKernel(parameters, 2, 3, 2).Forward(inputs, targets);

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var kernel = new GruKernel(parameters, 2, 3, 2);
        kernel.Forward(inputs, targets);
        return kernel.Backward(inputs);
    }
}
