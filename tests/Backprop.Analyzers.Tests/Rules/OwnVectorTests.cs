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

    private static string Tape(string indexer, string rise, string keep = "Block made = curve.Up(x);", string call = "curve.Down(x)") => $$"""
        using System;
        using System.Collections.Generic;

        public class Block
        {
            public int Height { get; set; }
            public double[] Items;
            public double[] Slopes;
            public double[] Memory;

            {{indexer}}

            public Block(int height)
            {
                Height = height;
                Items = new double[height];
                Slopes = new double[height];
                Memory = new double[height];
            }
        }

        public interface ICurve
        {
            Block Up(Block x);

            Block Down(Block x);
        }

        public sealed class Rise : ICurve
        {
            private static double One(double v) => 1 / (1 + Math.Exp(-v));

            public Block Up(Block x)
            {
                var made = new Block(x.Height);
                for (int i = 0; i < x.Items.Length; i++) made.Items[i] = One(x.Items[i]);
                return made;
            }

            public Block Down(Block x)
            {
                var made = new Block(x.Height);
                for (int i = 0; i < x.Items.Length; i++)
                {
                    {{rise}}
                }
                return made;
            }
        }

        public sealed class Tape
        {
            private readonly List<Action> back = new();

            public Block Bend(ICurve curve, Block x)
            {
                {{keep}}
                back.Add(() =>
                {
                    var slope = {{call}};
                    for (int i = 0; i < x.Items.Length; i++) x.Slopes[i] += slope.Items[i] * made.Slopes[i];
                });
                return made;
            }
        }
        """;

    private const string Indexer = "public double this[int i] { get { return Items[i]; } set { Items[i] = value; } }";
    private const string FromInput = "var act = One(x.Items[i]); made.Items[i] = act * (1 - act);";

    [Theory]
    [InlineData(Indexer, FromInput)]
    [InlineData("public double this[int i] { get => this.Items[i]; set => this.Items[i] = value; }", FromInput)]
    [InlineData("public double this[int i] => Items[i]; public double this[int i, int j] => Items[i * Height + j];", "made.Items[i] = One(x.Items[i]) * (1 - One(x.Items[i]));")]
    public async Task SeveralStores_OneIsIndexed(string indexer, string rise) =>
        await Verify.NoAdviceAsync("BP1004", Tape(indexer, rise, call: "{|BP1004:curve.Down(x)|}"));

    [Theory]
    // Which of the arrays holds the values is not known.
    [InlineData("", FromInput)]
    [InlineData("public double this[int i] => Items[i]; public double this[int i, int j] => Slopes[i + j];", FromInput)]
    // From the output, of something else, or no derivative.
    [InlineData(Indexer, "made.Items[i] = x.Items[i] * (1 - x.Items[i]);")]
    [InlineData(Indexer, FromInput, "Block made = curve.Up(new Block(3));")]
    [InlineData(Indexer, "made.Slopes[i] = One(x.Items[i]) * (1 - One(x.Items[i]));")]
    [InlineData(Indexer, "made.Items[i] = One(x.Slopes[i]) * (1 - One(x.Slopes[i]));")]
    public async Task SeveralStores_Unknown(string indexer, string rise, string keep = "Block made = curve.Up(x);") =>
        await Verify.NoAdviceAsync("BP1004", Tape(indexer, rise, keep));
}
