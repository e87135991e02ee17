using MathNet.Numerics.LinearAlgebra;

namespace ForumThread;

/// <summary>The entries of the gradients that the course printed, and how far whole gradients are from the right ones.</summary>
public static class Numbers
{
    public static readonly string[] Names =
        ["dx[1,2,0]", "dx[1,2,1]", "dx[1,2,2]", "dx[1,2,3]", "da0[2,3]", "dWax[3,1]", "dWaa[1,2]", "dba[4]"];

    public static readonly string[] GradientNames = ["dx", "dWax", "dWaa", "dba", "da0"];

    public static double[] Of(Gradients g) =>
        [.. g.Dx.Select(dx => dx[1, 2]), g.Da0[2, 3], g.DWax[3, 1], g.DWaa[1, 2], g.Dba[4]];

    /// <summary>max |computed - right| / max |right|, for dx, dWax, dWaa, dba and da0.</summary>
    public static double[] Deviations(Gradients computed, Gradients right) =>
        [.. Entries(computed).Zip(Entries(right), (c, r) => Largest(c.Zip(r, (p, q) => p - q)) / Largest(r))];

    private static double[][] Entries(Gradients g) =>
        [[.. g.Dx.SelectMany(dx => dx.Enumerate())], [.. g.DWax.Enumerate()], [.. g.DWaa.Enumerate()], [.. g.Dba],
            [.. g.Da0.Enumerate()]];

    private static double Largest(IEnumerable<double> values) => values.Max(Math.Abs);
}
