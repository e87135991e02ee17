using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>One step or layer at an index that the member is handed: void Step(int t) { z[t] = ..; a[t] = f(z[t]); }.</summary>
public sealed class HandedIndexTests
{
    private static string Net(string members, string slope) => $$"""
        using System;
        using System.Collections.Generic;

        public sealed class Net
        {
            private readonly List<(double[] Sums, double[] Outs)> context = new();
            private double[] z = new double[8], a = new double[8];
            private double[][] rows = new double[8][], outs = new double[8][];
            private double w, last;

            public Net(int layers)
            {
                for (int i = 0; i < layers; i++) context.Add((new double[4], new double[4]));
            }

            {{members}}

            public void Back(double[] e, int i)
            {
                for (int t = 7; t >= 0; t--)
                    e[t] *= {{slope}};
            }

            private static double Slope(double v)
            {
                var t = Math.Tanh(v);
                return 1 - t * t;
            }
        }
        """;

    [Theory]
    [InlineData("public void Step(int t, double x) { z[t] = w * x; a[t] = Math.Tanh(z[t]); }", "z[t]")]
    [InlineData("public void Step(double x, int t) { z[t] = w * x; a[t + 1] = Math.Tanh(z[t]); }", "z[t]")]
    [InlineData("public void Layer(int l, double[] x) { for (int i = 0; i < x.Length; i++) { double s = 0; for (int j = 0; j < x.Length; j++) s += w * x[j]; rows[l][i] = s; outs[l][i] = Math.Tanh(s); } }", "rows[t][i]")]
    [InlineData("public void Layer(int l) { var c = context[l]; for (int i = 0; i < 4; i++) c.Outs[i] = Math.Tanh(c.Sums[i]); }", "context[t].Sums[i]")]
    public Task OutputAtTheIndex_IsReported(string members, string z) => Verify.ReportsAsync(Net(members, "{|BP1001:Slope(" + z + ")|}"));

    // At two indices, at a computed one, at another than what it is made of, in no array at all, only now and then, changed since.
    [Theory]
    [InlineData("public void Step(int t, double x) { z[t] = w * x; a[t] = Math.Tanh(z[t]); a[t - 1] *= 0.5; }")]
    [InlineData("public void Step(int t, double x) { for (int k = 0; k < t; k++) a[k] *= 0.9; z[t] = w * x; a[t] = Math.Tanh(z[t]); }")]
    [InlineData("public void Step(int t, double x) { z[t] = w * x; a[t % 2] = Math.Tanh(z[t]); }")]
    [InlineData("public void Step(int t, double x) { z[t] = w * x; last = Math.Tanh(z[t]); }")]
    [InlineData("public void Step(int t, int s, double x) { z[s] = w * x; a[t] = Math.Tanh(z[s]); }")]
    [InlineData("public void Step(int t, double x) { z[t] = w * x; a[t] = Math.Tanh(z[t]); z[t] = x; }")]
    [InlineData("public void Step(int t, double x) { z[t] = w * x; a[t] = Math.Tanh(z[t] * t); }")]
    [InlineData("public void Step(int t, double x) { z[t] = w * x; if (x > 0) a[t] = Math.Tanh(z[t]); }")]
    [InlineData("public void Step(int t, double x) { t = t % 2; z[t] = w * x; a[t] = Math.Tanh(z[t + 1]); }")]
    [InlineData("public void Step(int t, double x) { a[t] = Math.Tanh(z[t - 1]); z[t] = x; }")]
    [InlineData("public void Step(int t, double x) { a[t] = Math.Tanh(z[t]); z[t + 1] = a[t] * w; }")]
    [InlineData("public void Step(ref int t, double x) { z[t] = w * x; a[t] = Math.Tanh(z[t]); t = 0; }")]
    [InlineData("public void Step(int t, double x) { z[t] = w * x; a[t] = Math.Tanh(z[t]); } public void Decay() { for (int k = 0; k < 8; k++) a[k] *= 0.9; }")]
    [InlineData("public void Step(int t, double x) { Halve(a); z[t] = w * x; a[t] = Math.Tanh(z[t]); } private static void Halve(double[] v) { for (int i = 0; i < v.Length; i++) v[i] /= 2; }")]
    public Task WhatIsNotLeftThere_IsSilent(string members) => Verify.SilentAsync(Net(members, "Slope(z[t])"));

    // The step before is changed through another name, or by a call that is handed it.
    [Theory]
    [InlineData("var before = outs[t - 1]; for (int i = 0; i < 4; i++) before[i] *= 0.5;")]
    [InlineData("Halve(outs[t - 1]);")]
    public Task WhatChangesTheStepBefore_IsSilent(string first) => Verify.SilentAsync(Net(
        "public void Layer(int t, double[] x) { " + first + " for (int i = 0; i < 4; i++) { rows[t][i] = w * x[i]; outs[t][i] = Math.Tanh(rows[t][i]); } }"
        + " private static void Halve(double[] v) { for (int i = 0; i < v.Length; i++) v[i] /= 2; }", "Slope(rows[t][i])"));

    // The function behind an interface: advice only where the index is the same.
    [Theory]
    [InlineData("a[t] = f.Activate(z[t]);", "{|BP1004:f.Derive(z[t])|}")]
    [InlineData("last = f.Activate(z[t]);", "f.Derive(z[t])")]
    [InlineData("a[t % 2] = f.Activate(z[t]);", "f.Derive(z[t])")]
    [InlineData("a[t] = f.Activate(z[t]); a[t - 1] = 0;", "f.Derive(z[t])")]
    public Task SharedFunction(string step, string slope) => Verify.ReportsAsync($$"""
        using System;

        public interface IFunction { double Activate(double x); double Derive(double x); }

        public sealed class Hyperbolic : IFunction
        {
            public double Activate(double x) => Math.Tanh(x);

            public double Derive(double x)
            {
                var t = Activate(x);
                return 1 - t * t;
            }
        }

        public sealed class Net(IFunction f)
        {
            private double[] z = new double[8], a = new double[8];
            private double w, last;

            public void Step(int t, double x)
            {
                z[t] = w * x;
                {{step}}
            }

            public void Back(double[] e)
            {
                for (int t = 7; t >= 0; t--)
                    e[t] *= {{slope}} + 0 * last;
            }
        }
        """);
}
