using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Lists in locals that are filled side by side with sums and outputs; the sums are differentiated at indices of their own.</summary>
public sealed class ParallelListTests
{
    private const string Filling = "var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); outputs.Add(signal);";
    private const string Last = "{|BP1004:bend.Rise(sums.Last())|}";
    private const string Each = "var z = sums[sums.Count - l]; var slope = {|BP1004:bend.Rise(z)|};";

    private static string Net(string filling = Filling, string last = Last, string each = Each, string lists = "var outputs = new List<Vector<double>> { signal }; var sums = new List<Vector<double>>();", string slope = "var s = At(v); return s.PointwiseMultiply(1 - s);") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using MathNet.Numerics.LinearAlgebra;

        public interface IBend
        {
            Vector<double> At(Vector<double> v);

            Vector<double> Rise(Vector<double> v);
        }

        public sealed class Soft : IBend
        {
            public Vector<double> At(Vector<double> v) => 1 / (1 + (-v).PointwiseExp());

            public Vector<double> Rise(Vector<double> v) { {{slope}} }
        }

        public sealed class Net
        {
            private readonly List<Matrix<double>> weights = new();
            private readonly List<Vector<double>> biases = new();
            private readonly IBend bend = new Soft();
            private List<Vector<double>> kept = new();

            public List<Vector<double>> Gradients(Vector<double> x, Vector<double> target)
            {
                var signal = x;
                {{lists}}
                for (var l = 0; l < weights.Count; l++)
                {
                    {{filling}}
                }

                var gradients = new List<Vector<double>>();
                var delta = (outputs.Last() - target).PointwiseMultiply({{last}});
                gradients.Add(delta);
                for (var l = 2; l <= weights.Count; l++)
                {
                    {{each}}
                    delta = weights[weights.Count - l + 1].TransposeThisAndMultiply(delta).PointwiseMultiply(slope);
                    gradients.Insert(0, delta);
                }

                return gradients;
            }
        }
        """;

    private static string Silent(string source) => source.Replace("{|BP1004:", "").Replace("|}", "");

    [Theory]
    [InlineData(Filling)]
    [InlineData("var z = weights[l] * outputs[l] + biases[l]; sums.Add(z); outputs.Add(bend.At(z));")]
    [InlineData("var z = weights[l] * outputs[l] + biases[l]; outputs.Add(bend.At(z)); sums.Add(z);")]
    public Task Side_by_side(string filling) => Verify.ReportsAsync(Net(filling));

    [Theory]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = 0.5 * bend.At(z); outputs.Add(signal);")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(2 * z); signal = bend.At(z); outputs.Add(signal);")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); if (l > 2) continue; signal = bend.At(z); outputs.Add(signal);")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); if (l > 2) outputs.Add(signal);")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); signal.Clear(); outputs.Add(signal);")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); outputs.Add(signal); z.Clear();")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); outputs.Add(signal); outputs[l] = x;")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); outputs.Add(signal); outputs[l][0] = 0;")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); outputs.Add(signal); sums.Add(signal);")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); outputs.Add(signal); outputs.RemoveAt(0);")]
    [InlineData("var z = weights[l] * signal + biases[l]; sums.Add(z); signal = bend.At(z); outputs.Add(signal); kept = outputs;")]
    public Task Not_what_the_function_made_of_it(string filling) => Verify.SilentAsync(Silent(Net(filling)));

    [Fact]
    public Task Another_value_is_differentiated() => Verify.SilentAsync(Silent(Net(each: "var z = 2 * sums[sums.Count - l]; var slope = bend.Rise(z);", last: "bend.Rise(x)")));

    [Fact]
    public Task One_list_under_two_names() => Verify.SilentAsync(Silent(Net(lists: "var outputs = new List<Vector<double>> { signal }; var sums = outputs;")));

    [Fact]
    public Task A_list_of_the_name_that_keeps_something_else() => Verify.SilentAsync(Silent(Net()) + """

        public sealed class List<T> : IEnumerable<T>
        {
            private readonly System.Collections.Generic.List<T> items = new();

            public int Count => items.Count;

            public T this[int i] => items[i];

            public void Add(T item) => Insert(0, item);

            public void Insert(int at, T item) => items.Insert(at, item);

            public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => items.GetEnumerator();
        }
        """);

    [Fact]
    public Task Nothing_to_save() => Verify.SilentAsync(Silent(Net(slope: "return v.PointwiseMultiply(1 - v);").Replace("bend.Rise(sums.Last())", "bend.Rise(outputs.Last())").Replace("bend.Rise(z)", "bend.Rise(outputs[outputs.Count - l])")));

    private static string Arrays(string activated, string after = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;

        public sealed class Net
        {
            private readonly List<double[][]> weights = new();

            public double[] Last(double[] x, double[] target)
            {
                var signal = x;
                var signals = new List<double[]> { x };
                var sums = new List<double[]>();
                for (int l = 0; l < weights.Count; l++)
                {
                    var z = Weighted(weights[l], signal);
                    sums.Add(z);
                    signal = {{activated}};
                    signals.Add(signal);
                    {{after}}
                }

                var delta = new double[target.Length];
                for (int i = 0; i < target.Length; i++)
                    delta[i] = (signals[signals.Count - 1][i] - target[i]) * {|BP1004:Rise(sums[sums.Count - 1][i])|};
                return delta;
            }

            private static double[] Weighted(double[][] w, double[] x)
            {
                var sums = new double[w.Length];
                for (int i = 0; i < w.Length; i++)
                    for (int j = 0; j < x.Length; j++) sums[i] += w[i][j] * x[j];
                return sums;
            }

            private static double[] All(double[] z)
            {
                var made = new double[z.Length];
                for (int i = 0; i < z.Length; i++) made[i] = Logistic(z[i]);
                return made;
            }

            private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));

            private static double Rise(double v)
            {
                var s = Logistic(v);
                return s * (1 - s);
            }
        }
        """;

    [Theory]
    [InlineData("z.Select(Logistic).ToArray()")]
    [InlineData("z.Select(v => Logistic(v)).ToArray()")]
    [InlineData("All(z)")]
    public async Task ArraysOfEachLayer_AreReported(string activated) => await Verify.ReportsAsync(Arrays(activated));

    [Theory]
    [InlineData("z.Select(v => Math.Tanh(v)).ToArray()", "")]
    [InlineData("z.Select(v => 0.9 * Logistic(v)).ToArray()", "")]
    [InlineData("z.Select(Logistic).ToArray()", "signal[0] = 1;")]
    [InlineData("z.Select(Logistic).ToArray()", "z[0] = 1;")]
    [InlineData("z.Select(Logistic).ToArray()", "sums[0] = z;")]
    public async Task ArraysOfSomethingElse_AreSilent(string activated, string after) =>
        await Verify.ReportsAsync(Arrays(activated, after).Replace("{|BP1004:", "").Replace("|}", ""));
}
