using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Caches in which the output of layer l lies in slot l + 1, for the input lies in slot 0; sums that are added up where they lie.</summary>
public sealed class ShiftedIndexTests
{
    private const string Sum = "double sum = 0; for (int i = 0; i < outs[l].Length; i++) sum += weights[l][i, j] * outs[l][i];";
    private const string AddedUp = "sums[l][j] = 0; for (int i = 0; i < outs[l].Length; i++) sums[l][j] += weights[l][i, j] * outs[l][i];";
    private const string Slope = "{|BP1001:1 - Math.Pow(Math.Tanh(sums[l][i]), 2)|}";

    private static string Net(string unit, string slope = Slope, string layer = "", string from = "0", string to = "weights.Length - 1", string backward = "for (int l = weights.Length - 1; l >= 0; l--)", string more = "") => $$"""
        using System;

        public sealed class Net
        {
            private double[][,] weights;
            private double[][] sums, outs, deltas;

            public double[] Run(double[] x)
            {
                outs[0] = x;
                for (int l = {{from}}; l <= {{to}}; l++)
                {
                    {{layer}}
                    for (int j = 0; j < biases.Length; j++)
                    {
                        {{unit}}
                    }
                }

                {{more}}
                return outs[weights.Length];
            }

            private double[] biases;

            private void Fill(double[] row) { for (int i = 0; i < row.Length; i++) row[i] = 0; }

            public void Back(double[] up)
            {
                {{backward}}
                    for (int i = 0; i < biases.Length; i++)
                        deltas[l][i] = up[i] * ({{slope}});
            }
        }
        """;

    private static string Silent(string source) => source.Replace("{|BP1001:", "").Replace("|}", "");

    [Theory]
    [InlineData(Sum + "sums[l][j] = sum; outs[l + 1][j] = Math.Tanh(sum);")]
    [InlineData(Sum + "sums[l][j] = sum; outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    [InlineData(Sum + "sums[l][j] = sum; outs[1 + l][j] = Math.Tanh(sum);")]
    [InlineData(Sum + "int next = l + 1; sums[next - 1][j] = sum; outs[next][j] = Math.Tanh(sum);")]
    [InlineData(AddedUp + "outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    [InlineData(AddedUp + "sums[l][j] += biases[j]; outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    public Task Output_one_slot_on(string unit) => Verify.ReportsAsync(Net(unit));

    [Theory]
    [InlineData("sums[l] = new double[3]; outs[l + 1] = new double[3];", Sum + "sums[l][j] = sum; outs[l + 1][j] = Math.Tanh(sum);")]
    [InlineData("sums[l] = new double[3]; outs[l + 1] = new double[3];", AddedUp + "outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    [InlineData("outs[l + 1] = new double[3];", AddedUp + "outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    public Task Rows_that_the_loop_makes(string layer, string unit) => Verify.ReportsAsync(Net(unit, layer: layer));

    [Fact]
    public Task Sum_one_slot_before() => Verify.ReportsAsync(Net(
        "double sum = 0; for (int i = 0; i < outs[l - 1].Length; i++) sum += weights[l - 1][i, j] * outs[l - 1][i]; sums[l - 1][j] = sum; outs[l][j] = Math.Tanh(sum);", from: "1", to: "weights.Length"));

    [Fact]
    public Task Both_one_slot_on() => Verify.ReportsAsync(Net(
        "double sum = 0; for (int i = 0; i < outs[l].Length; i++) sum += weights[l][i, j] * outs[l][i]; sums[l + 1][j] = sum; outs[l + 1][j] = Math.Tanh(sum);"));

    [Theory]
    [InlineData("for (int l = weights.Length; l >= 1; l--)", "{|BP1001:1 - Math.Pow(Math.Tanh(sums[l - 1][i]), 2)|}")]
    [InlineData("for (int l = weights.Length - 2; l >= 0; l--)", "{|BP1001:1 - Math.Pow(Math.Tanh(sums[l + 1][i]), 2)|}")]
    [InlineData("int l = 0;", "{|BP1001:1 - Math.Pow(Math.Tanh(sums[weights.Length - 1][i]), 2)|}")]
    public Task Other_indices_in_the_backward_pass(string backward, string slope) =>
        Verify.ReportsAsync(Net(Sum + "sums[l][j] = sum; outs[l + 1][j] = Math.Tanh(sum);", slope, backward: backward));

    [Theory]
    [InlineData(Sum + "sums[l][j] = sum; outs[l + 1][j] = Math.Tanh(sum); outs[l + 1][j] *= biases[j];")]
    [InlineData(Sum + "sums[l][j] = sum; outs[l + 1][j] = Math.Tanh(sum); sums[l][j] += 1;")]
    [InlineData(Sum + "sums[l][j] = sum; outs[l + 1][j] = Math.Tanh(sum); sums[l + 1][j] = sum;")]
    [InlineData(Sum + "sums[l][j] = sum; outs[l + 1][j] = 1 / (1 + Math.Exp(-sum));")]
    [InlineData(AddedUp + "outs[l + 1][j] = Math.Tanh(sums[l][j]); sums[l][j] = 0;")]
    [InlineData(AddedUp + "outs[l + 1][j] = Math.Tanh(sums[l][j]); sums[l][j] -= 1;")]
    [InlineData("for (int i = 0; i < outs[l].Length; i++) sums[l][i] += weights[l][i, j] * outs[l][i]; outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    [InlineData("for (int i = 0; i < outs[l].Length; i++) { sums[l][j] += outs[l][i]; sums[l][i] += 1; } outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    [InlineData("for (int i = 0; i < outs[l].Length; i++) { sums[l][j] += outs[l][i]; sums[i][j] += 1; } outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    [InlineData(AddedUp + "outs[l + 1][j] = Math.Tanh(sums[l][j]); Fill(sums[l]);")]
    [InlineData("Fill(sums[l]); for (int i = 0; i < outs[l].Length; i++) sums[l][j] += outs[l][i]; outs[l + 1][j] = Math.Tanh(sums[l][j]);")]
    public Task Not_what_the_cache_holds(string unit) => Verify.NoAdviceAsync("BP1001", Silent(Net(unit)));

    [Theory]
    [InlineData("sums[1][0] = 0;")]
    [InlineData("Fill(sums[2]);")]
    [InlineData("outs[weights.Length][0] = 1;")]
    public Task Written_once_more(string more) =>
        Verify.NoAdviceAsync("BP1001", Silent(Net(AddedUp + "outs[l + 1][j] = Math.Tanh(sums[l][j]);", more: more)));

    [Theory]
    [InlineData("h[t - 1]", "{|BP1001:1 - Math.Pow(Math.Tanh(z[t]), 2)|}")]
    [InlineData("h[t + 2]", "{|BP1001:1 - Math.Pow(Math.Tanh(z[t]), 2)|}")]
    [InlineData("h[2 * t]", "1 - Math.Pow(Math.Tanh(z[t]), 2)")]
    [InlineData("h[t - 1] = h[t]", "1 - Math.Pow(Math.Tanh(z[t]), 2)")]
    public Task One_index(string target, string slope) => Verify.ReportsAsync($$"""
        using System;

        public sealed class Rnn
        {
            private double[] z = new double[9];
            private double[] h = new double[9];

            public void Forward(double[] x)
            {
                for (int t = 1; t < x.Length; t++)
                {
                    z[t] = 0.5 * x[t];
                    {{target}} = Math.Tanh(z[t]);
                }
            }

            public double Slope(int t) => {{slope}};
        }
        """);

    [Fact]
    public Task Of_another_layer() => Verify.NoAdviceAsync("BP1001", Silent(Net(
        Sum + "sums[l][j] = sum; outs[l + 1][j] = Math.Tanh(sum);", "1 - Math.Tanh(weights[l][0, i]) * Math.Tanh(weights[l][0, i])")));
}
