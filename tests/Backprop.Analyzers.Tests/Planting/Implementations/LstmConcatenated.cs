/*@na:carry-assign the slice of the one gradient is the carry; carry takes it out*/
namespace Concat;

/// <summary>
/// LSTM over the joined vector [h, x]: one weight matrix a gate, one product, and in the backward pass one gradient for
/// the joined vector, of which the first part goes to the past and the rest to the input.
/// </summary>
public sealed class JoinedLstm
{
    private readonly int nh, nx, ny;
    private readonly double[][] weights; // 0 forget, 1 input, 2 output, 3 candidate, 4 head
    private readonly double[][] grads;

    private record struct Cache(double[] Joined, double[] CellOld, double[] F, double[] I, double[] O, double[] G, double[] TanhC, double[] H);

    private Cache[] caches = Array.Empty<Cache>();

    public JoinedLstm(int nx, int nh, int ny, double[] flat)
    {
        (this.nx, this.nh, this.ny) = (nx, nh, ny);
        int gate = nh * (nh + nx);
        weights = new double[5][];
        for (int g = 0; g < 4; g++)
            weights[g] = flat[(g * gate)..((g + 1) * gate)];
        weights[4] = flat[(4 * gate)..];
        grads = weights.Select(w => new double[w.Length]).ToArray();
    }

    public double[] Gradient => grads.SelectMany(g => g).ToArray();

    private double[] Product(double[] w, ReadOnlySpan<double> v)
    {
        var result = new double[w.Length / v.Length];
        for (int r = 0; r < result.Length; r++)
            for (int c = 0; c < v.Length; c++)
                result[r] += w[r * v.Length + c] * v[c];
        return result;
    }

    private static double[] Sigmoid(double[] z) => Array.ConvertAll(z, v => 1d / (1d + Math.Exp(-v)));

    private static double[] Tanh(double[] z) => Array.ConvertAll(z, Math.Tanh);

    public double[][] Forward(double[][] xs)
    {
        caches = new Cache[xs.Length];
        var ys = new double[xs.Length][];
        var h = new double[nh];
        var c = new double[nh];
        for (int t = 0; t < xs.Length; t++)
        {
            double[] joined = /*@shared*/new double[nh + nx];
            h.CopyTo(joined, 0);
            xs[t].CopyTo(joined, nh);
            var f = Sigmoid(Product(weights[0], joined));
            var i = Sigmoid(Product(weights[1], joined));
            var o = Sigmoid(Product(weights[2], joined));
            var g = Tanh(Product(weights[3], joined));
            var cNew = new double[nh];
            for (int n = 0; n < nh; n++)
                cNew[n] = f[n] * c[n] + i[n] * g[n];
            var tc = Tanh(cNew);
            h = new double[nh];
            for (int n = 0; n < nh; n++)
                h[n] = o[n] * tc[n];
            caches[t] = new Cache(joined, c, f, i, o, g, tc, h);
            c = cNew;
            ys[t] = Product(weights[4], h);
            double max = ys[t].Max(), sum = 0;
            for (int k = 0; k < ny; k++)
                sum += ys[t][k] = Math.Exp(ys[t][k] - max);
            for (int k = 0; k < ny; k++)
                ys[t][k] /= sum;
        }
        return ys;
    }

    public void Backward(double[][] ys, double[][] ts)
    {
        var dJoined = new double[nh + nx];
        var dcNext = new double[nh];
        /*@loop*/
        /*@reverse*/
        for (int t = ys.Length - 1; t >= 0; t--)
        {
            var (joined, cOld, f, i, o, g, tc, h) = caches[t];
            /*@cache +> if (t > 0) joined = caches[t - 1].Joined;*/
            /*@overwrite +> for (int n = 0; n < nh; n++) h[n] *= o[n];*/
            var dy = ys[t].Zip(ts[t], (y, target) => y - target).ToArray();
            Outer(grads[4], dy, h);
            var dh = ProductOfTranspose(weights[4], dy, nh);
            for (int n = 0; n < nh; n++)
                /*@carry*/ /*@upstream => dh[n] = dJoined[n];*/dh[n] += dJoined[n];

            double[] zf = new double[nh], zi = new double[nh], zo = new double[nh], zg = new double[nh];
            for (int n = 0; n < nh; n++)
            {
                zo[n] = dh[n] * tc[n] * o[n] * (1 - o[n]);
                double dc = dh[n] * o[n] * (1 - tc[n] * tc[n]) + /*@cell*/dcNext[n];
                zf[n] = dc * cOld[n] * (f[n] - f[n] * f[n]);
                zi[n] = dc * g[n] * (i[n] - i[n] * i[n]);
                zg[n] = dc * i[n] * (1 - g[n]) * (1 + g[n]);
                /*@cell*/dcNext[n] = dc * f[n];
            }
            Outer(grads[0], zf, joined);
            Outer(grads[1], zi, joined);
            Outer(grads[2], zo, joined);
            Outer(grads[3], zg, joined);
            dJoined = ProductOfTranspose(weights[0], zf, nh + nx);
            foreach (var (w, z) in new[] { (weights[1], zi), (weights[2], zo), (weights[3], zg) })
            {
                var part = ProductOfTranspose(w, z, nh + nx);
                for (int n = 0; n < part.Length; n++)
                    /*@inner*/dJoined[n] += part[n];
            }
        }
    }

    private static void Outer(double[] sum, double[] z, double[] v)
    {
        for (int r = 0; r < z.Length; r++)
            for (int c = 0; c < v.Length; c++)
                /*@grad*/sum[r * v.Length + c] += z[r] * v[c];
    }

    private static double[] ProductOfTranspose(double[] w, double[] z, int columns)
    {
        var result = new double[columns];
        for (int r = 0; r < z.Length; r++)
            for (int c = 0; c < columns; c++)
                result[c] += w[r * columns + c] * z[r];
        return result;
    }
}

public static class Entry
{
    public const int ParameterCount = 4 * 3 * 5 + 2 * 3;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        var ys = new JoinedLstm(2, 3, 2, parameters).Forward(inputs);
        return -ys.SelectMany((y, t) => y.Select((p, k) => targets[t][k] * Math.Log(p))).Sum();
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var net = new JoinedLstm(2, 3, 2, parameters);
        net.Backward(net.Forward(inputs), targets);
        return net.Gradient;
    }
}
