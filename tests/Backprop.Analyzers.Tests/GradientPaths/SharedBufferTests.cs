using Backprop.Analyzers.Tests.CarryStyles;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>BP3004 on one buffer for all steps: right where each step's values are copied to a place of their own, by whatever call.</summary>
public class SharedBufferTests
{
    [Theory]
    [InlineData("u[t + 1, i] = s;", "")]
    // The first row is where a step computes; something moves it to the step's own.
    [InlineData("u[0, i] = s;", "Array.Copy(u, 0, u, (t + 1) * N, N);")]
    [InlineData("u[0, i] = s;", "Buffer.BlockCopy(u, 0, u, (t + 1) * N * sizeof(double), N * sizeof(double));")]
    [InlineData("u[0, i] = s;", "Keep(u, t + 1);")]
    [InlineData("u[0, i] = s;", "Keep(row: t + 1, into: this.u);")]
    [InlineData("u[0, i] = s;", "for (int i = 0; i < N; i++) u.SetValue(u[0, i], t + 1, i);")]
    [InlineData("u[0, i] = s;", "for (int i = 0; i < N; i++) Put(ref u[t + 1, i], u[0, i]);")]
    [InlineData("u[0, i] = s;", "for (int i = 0; i < N; i++) { ref double own = ref u[t + 1, i]; own = u[0, i]; }")]
    [InlineData("u[0, i] = s;", "for (int i = 0; i < N; i++) (u[t + 1, i], _) = (u[0, i], 0);")]
    [InlineData("u[0, i] = s;", "var rows = u; for (int i = 0; i < N; i++) rows[t + 1, i] = u[0, i];")]
    public Task A_row_of_the_step_s_own_is_right(string fill, string copy) => Sample.IsRightAndSilent(Rectangular(fill, copy));

    [Fact]
    public Task One_row_for_all_steps_is_found() => Sample.IsWrongAndReported(Rectangular("u[0, i] = s; //! BP3004", ""));

    [Theory]
    [InlineData("a[t + 1] = new double[N]; Array.Copy(scratch, a[t + 1], N);")]
    [InlineData("a[t + 1] = new double[N]; scratch.CopyTo(a[t + 1], 0);")]
    [InlineData("a[t + 1] = new double[N]; scratch.AsSpan().CopyTo(a[t + 1]);")]
    [InlineData("a[t + 1] = new double[N]; Keep(scratch, a[t + 1]);")]
    [InlineData("a[t + 1] = (double[])scratch.Clone();")]
    [InlineData("a[t + 1] = scratch.ToArray();")]
    [InlineData("a[t + 1] = scratch; scratch = new double[N];")]
    public Task A_buffer_of_which_each_step_keeps_a_copy_is_right(string copy) => Sample.IsRightAndSilent(Jagged(copy));

    [Theory]
    [InlineData("a[t + 1] = scratch; //! BP3004")]
    [InlineData("Array.Copy(scratch, other, N); a[t + 1] = other; //! BP3004")]
    public Task A_buffer_that_all_steps_keep_is_found(string copy) => Sample.IsWrongAndReported(Jagged(copy));

    private static string Rectangular(string fill, string copy) => Program(
        "private double[][] a = []; private double[,] u = new double[0, 0];", "a = new double[x.Length + 1][]; a[0] = new double[N]; u = new double[x.Length + 1, N];",
        $$"""
        a[t + 1] = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        double s = Math.Tanh(Sum(t, i));
                        a[t + 1][i] = s;
                        {{fill}}
                    }
                    {{copy}}
        """,
        "u[t + 1, j]",
        """
            private static void Keep(double[,] into, int row) { for (int i = 0; i < N; i++) into[row, i] = into[0, i]; }

            private static void Put(ref double place, double value) => place = value;
        """);

    private static string Jagged(string keep) => Program(
        "private double[][] a = []; private double[] scratch = new double[N], other = new double[N];", "a = new double[x.Length + 1][]; a[0] = new double[N];",
        $"for (int i = 0; i < N; i++) scratch[i] = Math.Tanh(Sum(t, i)); {keep}", "a[t + 1][j]",
        "private static void Keep(double[] from, double[] into) { for (int i = 0; i < N; i++) into[i] = from[i]; }");

    private static string Program(string cache, string clear, string fill, string cached, string members) => $$"""
        public class Net
        {
            private const int N = 3;
            private readonly double[][] w, r, v;
            private double[][] x = [], miss = [];
            {{cache}}

            public Net(double[] p) => (w, r, v) = (p[..6].Chunk(2).ToArray(), p[6..15].Chunk(3).ToArray(), p[15..].Chunk(3).ToArray());

        {{members}}

            private double Sum(int t, int i)
            {
                double s = 0;
                for (int j = 0; j < 2; j++) s += w[i][j] * x[t][j];
                for (int j = 0; j < N; j++) s += r[i][j] * a[t][j];
                return s;
            }

            public double Forward(double[][] input, double[][] wanted)
            {
                x = input;
                {{clear}}
                miss = new double[x.Length][];
                for (int t = 0; t < x.Length; t++)
                {
                    {{fill}}
                }

                double loss = 0;
                for (int t = 0; t < x.Length; t++)
                {
                    miss[t] = new double[2];
                    for (int k = 0; k < 2; k++)
                    {
                        for (int j = 0; j < N; j++) miss[t][k] += v[k][j] * a[t + 1][j];
                        miss[t][k] -= wanted[t][k];
                        loss += miss[t][k] * miss[t][k] / 2;
                    }
                }
                return loss;
            }

            public double[] Backward()
            {
                double[][] gW = Zeros(N, 2), gR = Zeros(N, N), gV = Zeros(2, N);
                double[] next = new double[N];
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    double[] past = new double[N], dz = new double[N];
                    for (int j = 0; j < N; j++)
                    {
                        double d = next[j];
                        for (int k = 0; k < 2; k++)
                        {
                            gV[k][j] += miss[t][k] * a[t + 1][j];
                            d += v[k][j] * miss[t][k];
                        }
                        dz[j] = d * (1 - {{cached}} * {{cached}});
                    }
                    for (int i = 0; i < N; i++)
                    {
                        for (int j = 0; j < 2; j++) gW[i][j] += dz[i] * x[t][j];
                        for (int j = 0; j < N; j++)
                        {
                            gR[i][j] += dz[i] * a[t][j];
                            past[j] += r[i][j] * dz[i];
                        }
                    }
                    next = past;
                }
                return gW.Concat(gR).Concat(gV).SelectMany(row => row).ToArray();
            }

            private static double[][] Zeros(int rows, int columns) => Enumerable.Range(0, rows).Select(_ => new double[columns]).ToArray();
        }

        public static class Entry
        {
            public const int ParameterCount = 21;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Net(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var net = new Net(parameters);
                net.Forward(inputs, targets);
                return net.Backward();
            }
        }
        """;
}
