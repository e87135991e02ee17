using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Slopes in the lambdas of queries: <c>z.Select((v, i) => ...)</c> names the elements of z.</summary>
public sealed class QueriedElementTests
{
    private static string Layer(string backward, string forward = "a = z.Select(v => Squash(v)).ToArray();", string more = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;

        public sealed class Layer
        {
            private double[][] w;
            private double[] z, a;

            private static double Squash(double v) => 1 / (1 + Math.Exp(-v));

            private static double Slope(double v)
            {
                var s = Squash(v);
                return s * (1 - s);
            }

            public void Forward(double[] x)
            {
                z = w.Select(row => row.Zip(x, (p, q) => p * q).Sum()).ToArray();
                {{forward}}
            }

            public double[] Backward(double[] e)
            {
                {{backward}}
            }

            {{more}}
        }
        """;

    [Theory]
    [InlineData("return z.Select((v, i) => e[i] * {|BP1001:Slope(v)|}).ToArray();")]
    [InlineData("return z.Select((v, i) => e[i] * ({|BP1001:Squash(v) * (1 - Squash(v))|})).ToArray();")]
    [InlineData("return e.Select((d, i) => d * {|BP1001:Slope(z[i])|}).ToArray();")]
    [InlineData("return a.Select((s, i) => e[i] * (s - 1) * {|BP1001:Slope(z[i])|}).ToArray();")]
    [InlineData("var d = z.Select((v, k) => { var slope = {|BP1001:Slope(v)|}; return slope * e[k]; }).ToList(); return d.ToArray();")]
    [InlineData("return e.Select((d, i) => d * {|BP1001:Slope(z[i])|}).ToArray();", "for (int i = 0; i < a.Length; i++) a[i] = Squash(z[i]);")]
    public Task OfThePreActivation(string backward, string forward = "a = z.Select(v => Squash(v)).ToArray();") =>
        Verify.NoAdviceAsync("BP1001", Layer(backward, forward));

    [Theory]
    [InlineData("z = e; return z.Select((v, i) => e[i] * Slope(v)).ToArray();")]
    [InlineData("return z.Skip(1).Select((v, i) => e[i] * Slope(v)).ToArray();")]
    [InlineData("return z.Where(v => v > 0).Select((v, i) => e[i] * Slope(v)).ToArray();")]
    [InlineData("return z.Reverse().Select((v, i) => e[i] * Slope(v)).ToArray();")]
    [InlineData("return e.Select((v, i) => a[i] * Slope(v)).ToArray();")]
    [InlineData("a[0] = 1; return z.Select((v, i) => e[i] * Slope(v)).ToArray();")]
    [InlineData("for (int i = 0; i < z.Length; i++) z[i] += e[i]; return z.Select((v, i) => e[i] * Slope(v)).ToArray();")]
    [InlineData("return z.Select((v, i) => e[i] * Slope(v)).ToArray();", "a = z.Reverse().Select(v => Squash(v)).ToArray();")]
    [InlineData("return z.Select((v, i) => e[i] * Slope(v)).ToArray();", "a = z.Select(v => Squash(v)).OrderBy(v => v).ToArray();")]
    [InlineData("return z.Select((v, i) => e[i] * Slope(v)).ToArray();", "a = z.Select((v, i) => Squash(v) * x[i]).ToArray();")]
    public Task OfAnythingElse(string backward, string forward = "a = z.Select(v => Squash(v)).ToArray();") =>
        Verify.NoAdviceAsync("BP1001", Layer(backward, forward));

    [Theory]
    [InlineData("a = z.Select((v, i) => Squash(v)).ToArray();")]
    [InlineData("a = Enumerable.Range(0, z.Length).Select(i => Squash(z[i])).ToArray();")]
    public Task TheForwardPassItself_RepeatsNothing(string activate) => Verify.NoWarningAsync(Layer(
        "return a.Select((s, i) => e[i] * s * (1 - s)).ToArray();", "Activate();", "private void Activate() { " + activate + " }"));

    [Theory]
    [InlineData("var d = new double[s.Length]; for (int i = 0; i < d.Length; i++) d[i] = e[i] * {|BP1001:Slope(sums[i])|}; return d;")]
    [InlineData("return sums.Select((v, i) => (s[i] - e[i]) * {|BP1001:Slope(v)|}).ToArray();")]
    [InlineData("return sums.Reverse().Select((v, i) => (s[i] - e[i]) * Slope(v)).ToArray();")]
    [InlineData("sums = e; return sums.Select((v, i) => (s[i] - e[i]) * Slope(v)).ToArray();")]
    [InlineData("var d = new double[s.Length]; for (int i = 0; i < d.Length; i++) { s[i] *= 0.5; d[i] = e[i] * Slope(sums[i]); } return d;")]
    [InlineData("var d = new double[s.Length]; sums[0] = 3; for (int i = 0; i < d.Length; i++) d[i] = e[i] * Slope(sums[i]); return d;")]
    public Task OfALocalThatWasMappedAMomentAgo(string rest) => Verify.NoAdviceAsync("BP1001", Layer(
        "var sums = w.Select(row => row.Zip(e, (p, q) => p * q).Sum()).ToArray(); var s = sums.Select(Squash).ToArray();" + rest));

    [Theory]
    [InlineData("a = w.Select(row => Squash(row.Zip(x, (p, q) => p * q).Sum())).ToArray();", "return a.Zip(e, (s, d) => d * {|BP3001:Slope(s)|}).ToArray();")]
    [InlineData("a = w.Select((row, i) => Squash(row[0] * x[i])).ToArray();", "return e.Select((d, i) => d * {|BP3001:Slope(a[i])|}).ToArray();")]
    [InlineData("a = Array.ConvertAll(w, row => Squash(row[0] * x[0]));", "for (int i = 0; i < a.Length; i++) e[i] *= {|BP3001:Slope(a[i])|}; return e;")]
    [InlineData("a = w.Select(row => { var sum = 0.0; for (int j = 0; j < x.Length; j++) sum += row[j] * x[j]; return Squash(sum); }).ToArray();", "return e.Select((d, i) => d * {|BP3001:Slope(a[i])|}).ToArray();")]
    public Task AnOutputThatALambdaReturns_IsDifferentiatedAgain(string forward, string backward) => Verify.NoAdviceAsync("BP3001", Layer(backward, forward));

    [Theory]
    [InlineData("b = a.Select(v => Squash(v)).ToArray();", "private double[] b;")]
    [InlineData("b = a.Select(Squash).ToArray();", "private double[] b;")]
    [InlineData("b = new double[a.Length]; for (int i = 0; i < a.Length; i++) b[i] = Squash(a[i]);", "private double[] b;")]
    [InlineData("Console.WriteLine(a.Select(v => Squash(v)).ToArray().Length);", "")]
    [InlineData("Console.WriteLine(a.Select(Squash).ToArray().Length);", "")]
    public async Task ActivatedAgain_ItIsAPreActivationAsWell(string second, string more)
    {
        foreach (var slope in new[] { "e.Select((d, i) => d * Slope(a[i]))", "a.Zip(e, (s, d) => d * Slope(s))" })
            await Verify.NoAdviceAsync("BP3001", Layer("return " + slope + ".ToArray();", "a = w.Select(row => Squash(row[0] * x[0])).ToArray();" + second, more));
    }

    [Theory]
    [InlineData("a = w.Select(row => 2 * Squash(row[0] * x[0])).ToArray();", "return e.Select((d, i) => d * Slope(a[i])).ToArray();")]
    [InlineData("a = w.Select((row, i) => i > 2 ? row[0] : Squash(row[0] * x[0])).ToArray();", "return e.Select((d, i) => d * Slope(a[i])).ToArray();")]
    [InlineData("a = w.Select(row => { if (row.Length > 3) return row[0]; return Squash(row[0] * x[0]); }).ToArray();", "return e.Select((d, i) => d * Slope(a[i])).ToArray();")]
    [InlineData("a = w.Select(row => Squash(row[0] * x[0])).ToArray(); for (int i = 0; i < a.Length; i++) a[i] = z[i];", "return e.Select((d, i) => d * Slope(a[i])).ToArray();")]
    [InlineData("var made = w.Select(row => Squash(row[0] * x[0])).ToArray(); a = z;", "return e.Select((d, i) => d * Slope(a[i])).ToArray();")]
    [InlineData("a = w.Select(row => Squash(row[0] * x[0])).ToArray();", "return e.Select((d, i) => d * Slope(z[i])).ToArray();")]
    public Task WhatIsNotAlwaysAnOutput(string forward, string backward) => Verify.NoAdviceAsync("BP3001", Layer(backward, forward));

    [Theory]
    [InlineData("var s = given.Select(v => Squash(v)).ToArray(); return new[] { Math.Tanh(s[0]) * Math.Tanh(s[1]) };")]
    [InlineData("var s = given.Where(v => v > 0).Select(v => Squash(v)).ToList(); return new[] { Math.Tanh(s[0]) * Math.Tanh(s[1]) };")]
    [InlineData("var s = new List<double>(e).ConvertAll(v => Squash(v)); return new[] { Math.Tanh(s[0]) * Math.Tanh(s[1]) };")]
    public Task ElementsOfASequence_AreNotTheSame(string backward) =>
        Verify.NoAdviceAsync("BP1002", Layer("IEnumerable<double> given = Given(); " + backward, more: "private IEnumerable<double> Given() { yield return 0.5; yield return 0.25; }").Replace("s * (1 - s)", "s - s * s"));

    [Fact]
    public Task AListsOwnConversion_SaysNothingOfOtherValues() => Verify.NoAdviceAsync("BP1001",
        Layer("var s = new List<double>(e).ConvertAll(v => Squash(v)); var other = e[1] * 3; return new[] { (s[0] - 1) * Slope(other) };"));
}
