using System.Numerics.Tensors;

namespace Backprop.Benchmarks.Activation;

/// <summary>
/// dz = da * tanh'(z), four ways: what rule BP1001 saves. The forward pass has a = tanh(z) already; recomputing evaluates
/// it again, and Pow costs as much (BP1005).
/// </summary>
public sealed class BackwardThroughTanh
{
    private readonly double[] z;
    private readonly double[] a;
    private readonly double[] da;
    private readonly double[] dz;

    public BackwardThroughTanh(int length)
    {
        var random = new Random(1);
        z = Drawn(length, () => (6 * random.NextDouble()) - 3);
        a = Array.ConvertAll(z, Math.Tanh);
        da = Drawn(length, random.NextDouble);
        dz = new double[length];
    }

    public void ScalarCached()
    {
        for (var i = 0; i < dz.Length; i++)
        {
            dz[i] = (1 - (a[i] * a[i])) * da[i];
        }
    }

    public void ScalarRecomputed()
    {
        for (var i = 0; i < dz.Length; i++)
        {
            var again = Math.Tanh(z[i]);
            dz[i] = (1 - (again * again)) * da[i];
        }
    }

    public void ScalarPow()
    {
        for (var i = 0; i < dz.Length; i++)
        {
            dz[i] = (1 - Math.Pow(a[i], 2)) * da[i];
        }
    }

    public void VectorisedCached()
    {
        TensorPrimitives.Multiply(a, a, dz);
        TensorPrimitives.Subtract(1.0, dz, dz);
        TensorPrimitives.Multiply(dz, da, dz);
    }

    public void VectorisedRecomputed()
    {
        TensorPrimitives.Tanh(z, dz);
        TensorPrimitives.Multiply(dz, dz, dz);
        TensorPrimitives.Subtract(1.0, dz, dz);
        TensorPrimitives.Multiply(dz, da, dz);
    }

    private static double[] Drawn(int length, Func<double> next) => Enumerable.Range(0, length).Select(_ => next()).ToArray();
}
