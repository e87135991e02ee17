using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>An array that a call returned is written to, in a loop, a call or under another name: what it holds is no output any more.</summary>
public sealed class ChangedResultTests
{
    private static string Layer(string between, string slope) => $$"""
        using System;
        using System.Collections.Generic;

        public sealed class Layer
        {
            private double[] kept;

            private static double[] Squash(double[] v)
            {
                var r = new double[v.Length];
                for (int i = 0; i < r.Length; i++) r[i] = 1 / (1 + Math.Exp(-v[i]));
                return r;
            }

            private static double[] Slope(double[] v)
            {
                var r = new double[v.Length];
                for (int i = 0; i < r.Length; i++)
                {
                    var s = 1 / (1 + Math.Exp(-v[i]));
                    r[i] = s * (1 - s);
                }

                return r;
            }

            private static void Drop(double[] v)
            {
                for (int i = 0; i < v.Length; i++) v[i] *= 0.5;
            }

            private void Change() => kept[0] = 3;

            public double[] Train(double[] x, double[] y)
            {
                var z = Array.ConvertAll(x, v => 0.5 * v);
                var a = Squash(z);
                {{between}}
                var g = {{slope}};
                for (int i = 0; i < g.Length; i++) g[i] *= a[i] - y[i];
                return g;
            }
        }
        """;

    [Theory]
    [InlineData("")]
    [InlineData("for (int i = 0; i < x.Length; i++) y[i] *= 0.5;")]
    [InlineData("kept = a; for (int i = 0; i < 3; i++) y[i] = kept[i];")]
    public Task ItStillHoldsTheOutput(string between) => Verify.NoAdviceAsync("BP1001", Layer(between, "{|BP1001:Slope(z)|}"));

    [Theory]
    [InlineData("for (int i = 0; i < a.Length; i++) a[i] *= 0.5;")]
    [InlineData("foreach (var q in x) a[0] = q;")]
    [InlineData("int k = 0; while (k < 3) { a[k] = 0; k++; }")]
    [InlineData("for (int i = 0; i < 3; i++) a[^1] = i;")]
    [InlineData("var b = a; for (int i = 0; i < 3; i++) b[i] = 1;")]
    [InlineData("for (int i = 0; i < 3; i++) Drop(a);")]
    [InlineData("for (int i = 0; i < 3; i++) { var part = a; part[i] = 1; }")]
    [InlineData("kept = a; for (int i = 0; i < 3; i++) kept[i] = 2;")]
    [InlineData("kept = a; for (int i = 0; i < 3; i++) Change();")]
    [InlineData("var all = new[] { a, z }; for (int i = 0; i < 3; i++) all[0][i] = 1;")]
    [InlineData("var all = new[] { a, z }; all[y.Length % 2][0] = 1;")]
    [InlineData("Action change = () => a[0] = 2; change();")]
    public Task ItWasChanged(string between) => Verify.NoWarningAsync(Layer(between, "Slope(z)"));
}
