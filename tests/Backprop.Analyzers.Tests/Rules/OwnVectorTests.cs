using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Vectors of the user's own that are made by copying an array, with operators and helpers that compute on them.</summary>
public sealed class OwnVectorTests
{
    private const string Types = """
        using System;

        public class Ops
        {
            public double[] Times(double[] r, double[] w)
            {
                double[] o = new double[r.Length];
                for (int i = 0; i < r.Length; i++) o[i] = r[i] * w[i];
                return o;
            }

            public double Bend(double v)
            {
                double o = Math.Tanh(v);
                return o;
            }

            public double[] Bend(double[] v)
            {
                double[] o = new double[v.Length];
                for (int i = 0; i < v.Length; i++) o[i] = Bend(v[i]);
                return o;
            }

            public Vec Bend(Vec v)
            {
                Vec o;
                o.data = Bend(v.data);
                return o;
            }

            public Vec Rise(Vec v)
            {
                Vec o;
                o = 1 - (Bend(v) * {|BP1002:Bend(v)|});
                return o;
            }
        }

        public struct Vec
        {
            public static Ops Ops = new Ops();
            public double[] data;

            public Vec(double[] items)
            {
                data = new double[items.Length];
                data = Copy(items);
                Ops = new Ops();
            }

            public double[] Copy(double[] items)
            {
                double[] o = new double[items.Length];
                for (int j = 0; j < items.Length; j++) o[j] = items[j];
                return o;
            }

            public static Vec operator *(Vec a, Vec b)
            {
                double[] o = Ops.Times(a.data, b.data);
                return new Vec(o);
            }

            public static Vec operator -(double a, Vec b)
            {
                double[] o = new double[b.data.Length];
                for (int j = 0; j < o.Length; j++) o[j] = a - b.data[j];
                return new Vec(o);
            }
        }
        """;

    [Fact]
    public Task TheDerivativeEvaluatesAgain_WhatTheForwardPassLeft() => Verify.ReportsAsync(Types + """

        public class Net
        {
            private readonly Ops ops = new Ops();
            private Vec z, y, d;

            public void Forward(Vec x)
            {
                z = 1 - x;
                y = ops.Bend(z);
            }

            public void Backward(Vec up) => d = up * {|BP1001:ops.Rise(z)|};
        }
        """);

    [Fact]
    public Task TheOutputIsScaled_OnlyTheHelperIsToldOf() => Verify.ReportsAsync(Types + """

        public class Net
        {
            private readonly Ops ops = new Ops();
            private Vec z, y, d;

            public void Forward(Vec x)
            {
                z = 1 - x;
                y = ops.Bend(z) * x;
            }

            public void Backward(Vec up) => d = up * ops.Rise(z);
        }
        """);
}
