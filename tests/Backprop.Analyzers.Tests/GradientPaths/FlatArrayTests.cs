using Backprop.Analyzers.Tests.CarryStyles;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>All parameters, and all of their gradients, in one array: the parts are told apart by where they begin.</summary>
public class FlatArrayTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Is_right_and_silent(bool methods) => Sample.IsRightAndSilent(Program(methods));

    [Theory]
    [InlineData(false, "grad[", "] += dz * xs[t][j]", "BP2004")]
    [InlineData(true, "grad[", "] += dz * xs[t][j]", "BP2004")]
    [InlineData(false, "grad[", "] += dz * h[t][j]", "BP2004")]
    [InlineData(true, "grad[", "] += dz * h[t][j]", "BP2004")]
    public Task An_overwritten_part_is_found(bool methods, string start, string rest, string id) =>
        Sample.IsWrongAndReported(Edited(Program(methods), start, rest, rest.Replace("+=", "="), id));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task The_state_of_another_step_is_found(bool methods) =>
        Sample.IsWrongAndReported(Edited(Program(methods), "grad[", "dz * h[t][j]", "dz * h[t + 1][j]", "BP2005"));

    /// <summary>What is used up in every step need not outlive it.</summary>
    [Fact]
    public Task Gradients_that_each_step_applies_are_silent() => Sample.IsSilent(Program(true)
        .Replace("] += dz * xs[t][j]", "] = dz * xs[t][j]").Replace("next = past;", "next = past; for (int q = 0; q < p.Length; q++) p[q] -= 0.1 * grad[q];"));

    private static string Edited(string code, string start, string text, string wrong, string id) => string.Join('\n', code.Split('\n')
        .Select(line => line.Contains(start, StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal) ? line.Replace(text, wrong) + " //! " + id : line));

    // p = input weights, recurrent weights, output weights, bias
    private static string Program(bool methods)
    {
        string B(string i) => methods ? $"B({i})" : $"bias + {i}";
        string W(string i, string j) => methods ? $"W({i}, {j})" : $"{i} * inputs + {j}";
        string U(string i, string j) => methods ? $"U({i}, {j})" : $"recurrent + {i} * units + {j}";
        string V(string k, string i) => methods ? $"V({k}, {i})" : $"output + {k} * units + {i}";
        return $$"""
            public class Flat
            {
                private readonly int inputs, units, outputs, recurrent, output, bias;
                private readonly double[] p;
                private double[][] h = [], miss = [];

                public Flat(double[] p, int inputs, int units, int outputs)
                {
                    this.p = p;
                    this.inputs = inputs;
                    this.units = units;
                    this.outputs = outputs;
                    recurrent = units * inputs;
                    output = recurrent + units * units;
                    bias = output + outputs * units;
                }

                private int B(int i) => bias + i;
                private int W(int i, int j) => i * inputs + j;
                private int U(int i, int j) => recurrent + i * units + j;
                private int V(int k, int i)
                {
                    return output + k * units + i;
                }

                public double Forward(double[][] xs, double[][] wanted)
                {
                    double loss = 0;
                    h = new double[xs.Length + 1][];
                    h[0] = new double[units];
                    miss = new double[xs.Length][];
                    for (int t = 0; t < xs.Length; t++)
                    {
                        h[t + 1] = new double[units];
                        for (int i = 0; i < units; i++)
                        {
                            double sum = p[{{B("i")}}];
                            for (int j = 0; j < inputs; j++) sum += p[{{W("i", "j")}}] * xs[t][j];
                            for (int j = 0; j < units; j++) sum += p[{{U("i", "j")}}] * h[t][j];
                            h[t + 1][i] = Math.Tanh(sum);
                        }
                        miss[t] = new double[outputs];
                        for (int k = 0; k < outputs; k++)
                        {
                            for (int i = 0; i < units; i++) miss[t][k] += p[{{V("k", "i")}}] * h[t + 1][i];
                            miss[t][k] -= wanted[t][k];
                            loss += miss[t][k] * miss[t][k] / 2;
                        }
                    }
                    return loss;
                }

                public double[] Backward(double[][] xs)
                {
                    var grad = new double[p.Length];
                    var next = new double[units];
                    for (int t = xs.Length - 1; t >= 0; t--)
                    {
                        var past = new double[units];
                        for (int i = 0; i < units; i++)
                        {
                            double dh = next[i];
                            for (int k = 0; k < outputs; k++)
                            {
                                grad[{{V("k", "i")}}] += miss[t][k] * h[t + 1][i];
                                dh += p[{{V("k", "i")}}] * miss[t][k];
                            }
                            double dz = dh * (1 - h[t + 1][i] * h[t + 1][i]);
                            grad[{{B("i")}}] += dz;
                            for (int j = 0; j < inputs; j++) grad[{{W("i", "j")}}] += dz * xs[t][j];
                            for (int j = 0; j < units; j++)
                            {
                                grad[{{U("i", "j")}}] += dz * h[t][j];
                                past[j] += p[{{U("i", "j")}}] * dz;
                            }
                        }
                        next = past;
                    }
                    return grad;
                }
            }

            public static class Entry
            {
                public const int ParameterCount = 3 + 6 + 9 + 6;

                public static double Loss(double[] parameters, double[][] inputs, double[][] targets) =>
                    new Flat(parameters, 2, 3, 2).Forward(inputs, targets);

                public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
                {
                    var net = new Flat(parameters, 2, 3, 2);
                    net.Forward(inputs, targets);
                    return net.Backward(inputs);
                }
            }
            """;
    }
}
