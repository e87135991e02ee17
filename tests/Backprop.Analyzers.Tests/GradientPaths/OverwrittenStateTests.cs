using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>BP3004 on cells that keep their state in a field: the gradient of a gate needs the state from before the step, which the step has overwritten.</summary>
public class OverwrittenStateTests
{
    private const string InPlace = "c[k] = f[k] * c[k] + i[k] * g[k];";
    private const string Wrong = "{|BP3004:df[k] = dc * c[k] * f[k] * (1 - f[k])|};";

    [Theory]
    [InlineData(InPlace, Wrong)]
    [InlineData("c[k] = c[k] * f[k] + i[k] * g[k];", "{|BP3004:df[k] = (1 - f[k]) * f[k] * c[k] * dc|};")]
    [InlineData("c[k] = f[k] * this.c[k] + i[k] * g[k];", "double slope = f[k] - f[k] * f[k]; {|BP3004:df[k] = dc * slope * this.c[k]|};")]
    [InlineData(InPlace, "double {|BP3004:down = dc * c[k] * Slope(f[k])|}; df[k] = down;")]
    public Task The_new_state_in_place_of_the_old_one_is_found(string update, string gradient) => Verify.ReportsAsync(Cell(update, gradient));

    [Theory]
    // Kept before it is overwritten.
    [InlineData("before[k] = c[k]; " + InPlace, "df[k] = dc * before[k] * f[k] * (1 - f[k]);")]
    // f * (the old one) is the new one less i * g.
    [InlineData(InPlace, "df[k] = dc * (c[k] - i[k] * g[k]) * (1 - f[k]);")]
    // The state before is taken back first.
    [InlineData(InPlace, "c[k] = (c[k] - i[k] * g[k]) / f[k]; df[k] = dc * c[k] * f[k] * (1 - f[k]);")]
    // What goes on to the step before.
    [InlineData(InPlace, "df[k] = dc * f[k];")]
    public Task What_needs_the_state_after_the_step_is_right(string update, string gradient) => Verify.SilentAsync(Cell(update, gradient));

    [Theory]
    [InlineData("private double[] c", "public double[] c")]
    [InlineData("private double Slope", "public void Rewind(double[] old) { for (int k = 0; k < N; k++) c[k] = old[k]; } private double Slope")]
    [InlineData("private double Slope", "public void Rewind(double[] old) => old.CopyTo(c, 0); private double Slope")]
    [InlineData("private double Slope", "public double[] State => c; private double Slope")]
    [InlineData("private double Slope", "public void Swap(ref double[] other) => (c, other) = (other, c); private double Slope")]
    public Task A_state_that_others_may_set_is_not_known(string text, string other) => Verify.SilentAsync(Cell(InPlace, Wrong).Replace(text, other).Replace("{|BP3004:", "").Replace("|}", ""));

    // Gates first, then the gradients, then the state.
    [Fact]
    public Task A_state_that_is_overwritten_later_is_right() => Verify.SilentAsync(Cell("", Wrong)
        .Replace("private double Slope", "public void Advance() { for (int k = 0; k < N; k++) " + InPlace + " } private double Slope").Replace("{|BP3004:", "").Replace("|}", ""));

    [Fact]
    public Task Gradients_that_the_step_asks_for_before_it_goes_on_are_right() => Verify.SilentAsync(Cell(
        "Back(x); " + InPlace, Wrong).Replace("{|BP3004:", "").Replace("|}", ""));

    // A follower, whose decay depends on the time that has passed and on nothing that is learned.
    [Fact]
    public Task An_envelope_is_no_cell() => Verify.SilentAsync("""
        using System;

        public class Follower
        {
            private readonly double rate = 0.5;
            private double level, decay;

            public double Forward(double x, double time)
            {
                decay = Math.Exp(-time / rate);
                level = decay * level + (1 - decay) * x;
                return level;
            }

            public double Slope(double error) => error * level * decay;
        }
        """);

    [Fact]
    public Task A_cell_of_single_numbers_is_one() => Verify.ReportsAsync("""
        using System;

        public class Cell
        {
            private double wf = 0.5, wi = 0.25, wg = 0.75, c, f, i, g;

            public double Forward(double x)
            {
                f = 1 / (1 + Math.Exp(-wf * x));
                i = 1 / (1 + Math.Exp(-wi * x));
                g = Math.Tanh(wg * x);
                c = f * c + i * g;
                return c;
            }

            public double Backward(double dc, double x, ref double gradient)
            {
                {|BP3004:gradient += dc * c * f * (1 - f) * x|};
                return dc * f;
            }
        }
        """);

    [Fact]
    public Task A_cell_of_vectors_is_one() => Verify.ReportsAsync("""
        using System;
        using MathNet.Numerics.LinearAlgebra;

        public class Cell
        {
            private readonly Matrix<double> wf = Matrix<double>.Build.Dense(3, 3), wi = Matrix<double>.Build.Dense(3, 3), wg = Matrix<double>.Build.Dense(3, 3);
            private Vector<double> c = Vector<double>.Build.Dense(3), f = Vector<double>.Build.Dense(3), i = Vector<double>.Build.Dense(3), g = Vector<double>.Build.Dense(3);

            private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

            public double Forward(Vector<double> x)
            {
                f = (wf * x).Map(Sigmoid);
                i = (wi * x).Map(Sigmoid);
                g = (wg * x).PointwiseTanh();
                c = f.PointwiseMultiply(c) + i.PointwiseMultiply(g);
                return c.Sum();
            }

            public Vector<double> Backward(Vector<double> dc)
            {
                var {|BP3004:df = dc.PointwiseMultiply(c).PointwiseMultiply(f).PointwiseMultiply(1 - f)|};
                return df;
            }
        }
        """);

    private static string Cell(string update, string gradient) => $$"""
        using System;

        public class Cell
        {
            private const int N = 3;
            private readonly double[,] wf = new double[N, N], wi = new double[N, N], wg = new double[N, N];
            private double[] c = new double[N];
            private double[] before = new double[N], f = new double[N], i = new double[N], g = new double[N], df = new double[N];

            private double Slope(double a) => a * (1 - a);

            private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

            private static double Sum(double[,] w, double[] x, int k)
            {
                double sum = 0;
                for (int j = 0; j < N; j++) sum += w[k, j] * x[j];
                return sum;
            }

            public void Forward(double[] x)
            {
                for (int k = 0; k < N; k++)
                {
                    f[k] = Sigmoid(Sum(wf, x, k));
                    i[k] = Sigmoid(Sum(wi, x, k));
                    g[k] = Math.Tanh(Sum(wg, x, k));
                    {{update}}
                }
            }

            public double[] Back(double[] up)
            {
                var past = new double[N];
                for (int k = 0; k < N; k++)
                {
                    double a = Math.Tanh(c[k]), dc = up[k] * (1 - a * a);
                    {{gradient}}
                    past[k] = dc * f[k];
                }
                return past;
            }
        }
        """;
}
