using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>BP2005 on collections that take a negative index for one from the end, where the state before the first step is lost.</summary>
public class WrappedIndexTests
{
    private const string Wrapping = "get => items[i < 0 ? items.Length + i : i]; set => items[i < 0 ? items.Length + i : i] = value;";

    [Fact]
    public Task The_state_of_the_last_step_is_read_at_the_first() => Verify.ReportsAsync(Code(Wrapping, "x.Length", "{|BP2005:h[t - 1]|}"));

    [Fact]
    public Task Counted_from_the_end_by_a_remainder() =>
        Verify.ReportsAsync(Code("get => items[(i + items.Length) % items.Length]; set => items[(i + items.Length) % items.Length] = value;", "x.Length", "{|BP2005:h[t - 1]|}"));

    [Fact]
    public Task A_slot_of_its_own_for_the_start_is_right() => Verify.SilentAsync(Code(Wrapping, "x.Length + 1", "h[t - 1]"));

    [Fact]
    public Task The_first_step_reads_the_start() => Verify.SilentAsync(Code(Wrapping, "x.Length", "(t > 0 ? h[t - 1] : start)"));

    // Indices are counted from -1: all slots are apart.
    [Fact]
    public Task An_indexer_that_moves_all_indices_is_right() =>
        Verify.SilentAsync(Code("get => items[i + 1]; set => items[i + 1] = value;", "x.Length", "h[t - 1]").Replace("new double[count]", "new double[count + 1]"));

    private static string ByOthers(string cell) => Code(Wrapping, "x.Length", "{|BP2005:h[t - 1]|}").Replace("Math.Tanh(w * x[t] + u * h[t - 1])", "cell.Next(x[t], h[t - 1])")
        .Replace("public class Unit", cell + "\n\npublic class Unit").Replace("private double w", "private readonly Cell cell = new Cell();\n    private double w").Replace(" * (1 - h[t] * h[t])", " * cell.Slope(h[t])");

    // The type itself has no activation.
    [Fact]
    public Task Where_other_objects_make_the_steps() => Verify.ReportsAsync(ByOthers(
        """
        public sealed class Cell
        {
            private readonly Squash squash = new Squash();

            public double Next(double x, double h) => squash.Of(0.5 * x - 0.25 * h);

            public double Slope(double a) => 1 - a * a;
        }

        public sealed class Squash { public double Of(double z) => Math.Tanh(z); }
        """));

    // Nothing in sight is a network.
    [Fact]
    public Task A_filter_without_activations_is_none_of_ours() => Verify.SilentAsync(ByOthers(
        """
        public sealed class Cell
        {
            public double Next(double x, double h) => 0.5 * x - 0.25 * h;

            public double Slope(double a) => 1 - a * a;
        }
        """).Replace("{|BP2005:h[t - 1]|}", "h[t - 1]"));

    private static string Code(string indexer, string count, string before) => $$"""
        using System;

        public sealed class History(int count)
        {
            private readonly double[] items = new double[count];

            public double this[int i] { {{indexer}} }
        }

        public class Unit
        {
            private double w = 0.5, u = -0.25;

            public (double dw, double du) Train(double[] x, double[] wanted, double start)
            {
                var h = new History({{count}});
                h[-1] = start;
                for (int t = 0; t < x.Length; t++) h[t] = Math.Tanh(w * x[t] + u * h[t - 1]);
                double dw = 0, du = 0, later = 0;
                for (int t = x.Length - 1; t >= 0; t--)
                {
                    double dz = (h[t] - wanted[t] + later) * (1 - h[t] * h[t]);
                    dw += dz * x[t];
                    du += dz * {{before}};
                    later = u * dz;
                }
                return (dw, du);
            }
        }
        """;
}
