using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Lists in fields that the forward pass fills step by step, and caches that are made of arrays.</summary>
public sealed class FilledFieldTests
{
    private static string Rnn(string step, string slope, string start = "zs.Clear(); hs.Clear();", string more = "") => $$"""
        using System;
        using System.Collections.Generic;

        public sealed class Rnn
        {
            private readonly List<double> zs = new(), hs = new();
            private double wx, wh;

            public void Forward(double[] x)
            {
                {{start}}
                double h = 0;
                for (int t = 0; t < x.Length; t++)
                {
                    {{step}}
                }
            }

            public double Backward(double[] x, double[] dy)
            {
                double dwx = 0, next = 0;
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    double dz = (dy[t] + next) * ({{slope}});
                    dwx += dz * x[t];
                    next = dz * wh;
                }

                return dwx;
            }
            {{more}}
        }
        """;

    private const string Both = "double z = wx * x[t] + wh * h; h = Math.Tanh(z); zs.Add(z); hs.Add(h);";

    [Theory]
    [InlineData(Both, "{|BP1001:1 - Math.Tanh(zs[t]) * Math.Tanh(zs[t])|}")]
    [InlineData(Both, "{|BP1001:1 - Math.Pow(Math.Tanh(zs[t]), 2)|}")]
    [InlineData("double z = wx * x[t] + wh * h; zs.Add(z); h = Math.Tanh(z); hs.Add(h);", "{|BP1001:1 - Math.Pow(Math.Tanh(zs[t]), 2)|}")]
    [InlineData("h = Math.Tanh(wx * x[t] + wh * h); hs.Add(h);", "{|BP3001:1 - Math.Pow(Math.Tanh(hs[t]), 2)|}")]
    [InlineData(Both, "1 - hs[t] * hs[t]")]
    public async Task FilledInEachStep(string step, string slope) => await Verify.ReportsAsync(Rnn(step, slope));

    [Fact]
    public async Task AFirstStateShiftsTheOneList() =>
        await Verify.ReportsAsync(Rnn(Both, "{|BP1001:1 - Math.Pow(Math.Tanh(zs[t]), 2)|}", "zs.Clear(); hs.Clear(); hs.Add(0);"));

    [Theory]
    // One of them only, or not in every turn.
    [InlineData("double z = wx * x[t] + wh * h; h = Math.Tanh(z); zs.Add(z); if (t > 2) hs.Add(h);", "zs.Clear(); hs.Clear();", "")]
    [InlineData("double z = wx * x[t] + wh * h; h = Math.Tanh(z); zs.Add(z); if (z > 9) continue; hs.Add(h);", "zs.Clear(); hs.Clear();", "")]
    [InlineData(Both, "zs.Clear();", "")]
    [InlineData(Both, "hs.Add(0);", "")]
    // Somebody else writes there.
    [InlineData(Both, "zs.Clear(); hs.Clear();", "public void Nudge(int t) => hs[t] += 0.1;")]
    [InlineData(Both, "zs.Clear(); hs.Clear();", "public void More(double z) => zs.Add(z);")]
    [InlineData(Both, "zs.Clear(); hs.Clear();", "public void Cut() => zs.RemoveAt(0);")]
    [InlineData(Both, "zs.Clear(); hs.Clear();", "public IList<double> Outputs => hs;")]
    // Not the activation of that.
    [InlineData("double z = wx * x[t] + wh * h; h = Math.Tanh(z + 0.1); zs.Add(z); hs.Add(h);", "zs.Clear(); hs.Clear();", "")]
    [InlineData("double z = wx * x[t] + wh * h; h = 0.9 * Math.Tanh(z); zs.Add(z); hs.Add(h);", "zs.Clear(); hs.Clear();", "")]
    public async Task NotSideBySide_IsSilent(string step, string start, string more) =>
        await Verify.ReportsAsync(Rnn(step, "1 - Math.Pow(Math.Tanh(zs[t]), 2)", start, more));

    private static string Arrays(string slope, string after = "", string more = "", string start = "zs.Clear(); hs.Clear();") => $$"""
        using System;
        using System.Collections.Generic;

        public sealed class Layer
        {
            private readonly List<double[]> zs = new(), hs = new();

            public void Forward(double[][] x)
            {
                {{start}}
                foreach (var v in x)
                {
                    var z = new double[3];
                    var h = new double[3];
                    for (int i = 0; i < 3; i++)
                    {
                        z[i] = 0.5 * v[i];
                        h[i] = Math.Tanh(z[i]);
                    }

                    zs.Add(z);
                    hs.Add(h);
                    {{after}}
                }
            }

            public double Slope(int t, int i, double error) => error * ({{slope}});

            private static void Halve(double[] v)
            {
                for (int i = 0; i < v.Length; i++) v[i] *= 0.5;
            }
            {{more}}
        }
        """;

    private const string OfStored = "1 - Math.Pow(Math.Tanh(zs[t][i]), 2)";

    [Theory]
    [InlineData("Halve(h);", "", "zs.Clear(); hs.Clear();")]
    [InlineData("h[0] = 1;", "", "zs.Clear(); hs.Clear();")]
    [InlineData("", "public void Scale(int t) => Halve(hs[t]);", "zs.Clear(); hs.Clear();")]
    [InlineData("", "public void Scale() { foreach (var h in hs) Halve(h); }", "zs.Clear(); hs.Clear();")]
    [InlineData("", "public void Scale(int t) { var h = hs[t]; h[0] = 1; }", "zs.Clear(); hs.Clear();")]
    public async Task ItemsThatAreWritten_AreNoCache(string after, string more, string start) =>
        await Verify.ReportsAsync(Arrays(OfStored, after, more, start));

    private static string OfVectors(string after, string more, string start = "zs.Clear(); hs.Clear();") => $$"""
        using System.Collections.Generic;
        using MathNet.Numerics.LinearAlgebra;

        public sealed class Layer
        {
            private readonly List<Vector<double>> zs = new(), hs = new();
            private Matrix<double> w;

            public void Forward(Vector<double>[] x)
            {
                {{start}}
                foreach (var v in x)
                {
                    var z = w * v;
                    var h = z.PointwiseTanh();
                    zs.Add(z);
                    hs.Add(h);
                    {{after}}
                }
            }

            public Vector<double> Backward(int t, Vector<double> error)
            {
                var th = zs[t].PointwiseTanh();
                return error.PointwiseMultiply(1 - th.PointwiseMultiply(th));
            }

            private static void Halve(Vector<double> v) => v.Multiply(0.5, v);
            {{more}}
        }
        """;

    [Fact]
    public async Task VectorsThatNobodyWrites_AreCached() =>
        await Verify.ReportsAsync(OfVectors("", "").Replace("zs[t].PointwiseTanh()", "{|BP1003:zs[t].PointwiseTanh()|}"));

    [Theory]
    [InlineData("Halve(h);", "")]
    [InlineData("h.Multiply(0.5, h);", "")]
    [InlineData("h[0] = 1;", "")]
    [InlineData("", "public void Scale(int t) => Halve(hs[t]);")]
    [InlineData("", "public void Scale() { foreach (var h in hs) Halve(h); }")]
    [InlineData("", "public void Scale(int t) { var h = hs[t]; h[0] = 1; }")]
    public async Task VectorsThatAreWritten_AreNoCache(string after, string more) => await Verify.ReportsAsync(OfVectors(after, more));

    // One vector under a name of its own in each step.
    [Fact]
    public async Task AnotherNameOfABuffer_IsNoCache() => await Verify.ReportsAsync(
        OfVectors("", "private readonly Vector<double> buffer = Vector<double>.Build.Dense(3);").Replace("var z = w * v;", "var z = buffer; w.Multiply(v, z);"));

    [Theory]
    [InlineData("zs.Clear(); if (x.Length > 3) hs.Clear();")]
    [InlineData("if (x.Length > 3) zs.Clear(); hs.Clear();")]
    public async Task EmptiedApart_AreNotParallel(string start) => await Verify.ReportsAsync(OfVectors("", "", start));

    [Fact]
    public async Task OneBufferForAllSteps_IsNoCache() => await Verify.ReportsAsync("""
        using System;
        using System.Collections.Generic;

        public sealed class Layer
        {
            private readonly List<double[]> zs = new(), hs = new();

            public void Forward(double[][] x)
            {
                zs.Clear();
                hs.Clear();
                var h = new double[3];
                foreach (var z in x)
                {
                    for (int i = 0; i < 3; i++) h[i] = Math.Tanh(z[i]);
                    zs.Add(z);
                    hs.Add(h);
                }
            }

            public double Slope(int t, int i) => 1 - Math.Pow(Math.Tanh(zs[t][i]), 2);
        }
        """);

    [Fact]
    public async Task Vectors() => await Verify.ReportsAsync("""
        using System.Collections.Generic;
        using MathNet.Numerics.LinearAlgebra;

        public sealed class Rnn
        {
            private readonly List<Vector<double>> zs = new(), hs = new();
            private Matrix<double> wx, wh;

            public void Forward(Vector<double>[] x, Vector<double> h)
            {
                zs.Clear();
                hs.Clear();
                foreach (var v in x)
                {
                    var z = wx * v + wh * h;
                    h = z.PointwiseTanh();
                    zs.Add(z);
                    hs.Add(h);
                }
            }

            public void Backward(Vector<double>[] x, Vector<double>[] dy, Matrix<double> dwx)
            {
                var next = dy[0] * 0;
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    var th = {|BP1003:zs[t].PointwiseTanh()|};
                    var dz = (dy[t] + next).PointwiseMultiply(1 - th.PointwiseMultiply(th));
                    dwx.Add(dz.OuterProduct(x[t]), dwx);
                    next = wh.TransposeThisAndMultiply(dz);
                }
            }
        }
        """);

    private static string Cell(string cache, string made, string type = "StepCache", string z = "c.Z[i]") => $$"""
        using System;

        {{cache}}

        public sealed class Cell
        {
            private readonly double[,] w;
            private readonly int size;

            public Cell(int size, int inputs) => (this.size, w) = (size, new double[size, inputs]);

            public {{type}} Forward(double[] x)
            {
                var z = new double[size];
                var a = new double[size];
                for (int i = 0; i < size; i++)
                {
                    for (int j = 0; j < x.Length; j++) z[i] += w[i, j] * x[j];
                    a[i] = Math.Tanh(z[i]);
                }

                return {{made}};
            }

            public double[] Backward({{type}} c, double[] dh)
            {
                var dz = new double[size];
                for (int i = 0; i < size; i++) dz[i] = dh[i] * (1 - Math.Pow(Math.Tanh({{z}}), 2));
                return dz;
            }
        }
        """;

    [Theory]
    [InlineData("public sealed record StepCache(double[] X, double[] Z, double[] H);", "new StepCache(x, z, a)")]
    [InlineData("public sealed class StepCache { public double[] X, Z, H; }", "new StepCache { X = x, Z = z, H = a }")]
    [InlineData("public readonly struct StepCache { public readonly double[] X, Z, H; public StepCache(double[] x, double[] z, double[] h) { X = x; Z = z; H = h; } }", "new StepCache(x, z, a)")]
    public async Task CachesMadeOfArrays(string cache, string made) => await Verify.ReportsAsync(
        Cell(cache, made).Replace("1 - Math.Pow(Math.Tanh(c.Z[i]), 2)", "{|BP1001:1 - Math.Pow(Math.Tanh(c.Z[i]), 2)|}"));

    [Fact]
    public async Task TuplesMadeOfArrays() => await Verify.ReportsAsync(
        Cell("", "(z, a)", "(double[] Z, double[] A)").Replace("1 - Math.Pow(Math.Tanh(c.Z[i]), 2)", "{|BP1001:1 - Math.Pow(Math.Tanh(c.Z[i]), 2)|}"));

    [Theory]
    [InlineData("new StepCache(x, z, x)")]
    [InlineData("new StepCache(x, (double[])z.Clone(), new double[size])")]
    [InlineData("new StepCache(z, x, a)")]
    public async Task CachesMadeOfOtherArrays_AreSilent(string made) => await Verify.ReportsAsync(
        Cell("public sealed record StepCache(double[] X, double[] Z, double[] H);", made));

    [Fact]
    public async Task AnArrayThatIsWrittenAfterwards_IsSilent() => await Verify.ReportsAsync(
        Cell("public sealed record StepCache(double[] X, double[] Z, double[] H);", "new StepCache(x, z, a)")
            .Replace("return new StepCache", "for (int i = 0; i < size; i++) a[i] *= 0.5;\n        return new StepCache"));

    // Two passes that make the same cache of different things.
    [Theory]
    [InlineData("public sealed record Cache(Vector<double> Z, Vector<double> A);")]
    [InlineData("public sealed class Cache { public Cache(Vector<double> z, Vector<double> a) { Z = z; A = a; } public Vector<double> Z { get; } public Vector<double> A { get; } }")]
    [InlineData("public sealed class Cache { public Vector<double> Z, A; public Cache(Vector<double> z, Vector<double> a) { Z = z; A = a; } }")]
    public async Task TwoPassesThatDiffer_AreSilent(string cache) => await Verify.ReportsAsync($$"""
        using System;
        using MathNet.Numerics.LinearAlgebra;

        {{cache}}

        public sealed class Dense
        {
            public Cache Forward(Vector<double> z) => new Cache(z, z.PointwiseTanh());

            public Cache Other(Vector<double> z) => new Cache(z, z.Map(v => 1 / (1 + Math.Exp(-v))));

            public Vector<double> Backward(Cache c, Vector<double> da)
            {
                var t = c.Z.PointwiseTanh();
                return da.PointwiseMultiply(1 - t.PointwiseMultiply(t));
            }
        }
        """);

    [Fact]
    public async Task TwoPassesOfArraysThatDiffer_AreSilent() => await Verify.ReportsAsync(
        Cell("public sealed record StepCache(double[] X, double[] Z, double[] H);", "new StepCache(x, z, a)").Replace("public double[] Backward", """
        public StepCache Other(double[] x)
            {
                var a = new double[size];
                for (int i = 0; i < size; i++) a[i] = 0.5 * x[i];
                return new StepCache(x, x, a);
            }

            public double[] Backward
        """));

    // One matrix that holds outputs says nothing of others, nor one record of the record that it was made from.
    [Theory]
    [InlineData("public sealed class Values { public double[] V; }", "Values", "m.V[i]")]
    [InlineData("public sealed record Values(string Name, double[] V);", "Values", "m.V[i]")]
    public async Task AMapFromItsOwnKind_IsSilent(string values, string type, string element) => await Verify.ReportsAsync($$"""
        using System;

        {{values}}

        public sealed class Net
        {
            public {{type}} Activate({{type}} m)
            {
                var a = new double[4];
                for (int i = 0; i < 4; i++) a[i] = Math.Tanh({{element}});
                return {{(values.Contains("record") ? "new Values(m.Name, a)" : "new Values { V = a }")}};
            }

            public double[] Backward({{type}} m, double[] da)
            {
                var dz = new double[4];
                for (int i = 0; i < 4; i++) dz[i] = da[i] * (1 - Math.Pow(Math.Tanh({{element}}), 2));
                return dz;
            }
        }
        """);

    [Fact]
    public async Task AnActivatedOutputInALocal() => await Verify.ReportsAsync(
        Rnn("h = Math.Tanh(wx * x[t] + wh * h); hs.Add(h);", "1 - a * a").Replace("double dz =", "double a = {|BP3001:Math.Tanh(hs[t])|};\n            double dz ="));
}
