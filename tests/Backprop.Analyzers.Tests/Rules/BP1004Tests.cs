using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Calls of a shared derivative in the shapes in which code stores z and a, and those in which it must stay silent.</summary>
public sealed class BP1004Tests
{
    private const string Family = """
        using System;
        using System.Collections.Generic;

        public interface ISquash
        {
            double Apply(double v);

            double Slope(double v);
        }

        public sealed class Logistic : ISquash
        {
            public double Apply(double v) => 1 / (1 + Math.Exp(-v));

            public double Slope(double v)
            {
                var s = Apply(v);
                return s * (1 - s);
            }
        }

        public sealed class Hyperbolic : ISquash
        {
            public double Apply(double v) => Math.Tanh(v);

            public double Slope(double v) => 1 - Math.Pow(Apply(v), 2);
        }

        public sealed class Ramp : ISquash
        {
            public double Apply(double v) => Math.Max(0, v);

            public double Slope(double v) => v > 0 ? 1 : 0;
        }

        """;

    [Theory]
    [InlineData("""
        public sealed class Unit
        {
            public ISquash Squash { get; set; }
            public double Net { get; set; }
            public double Out { get; set; }
            public List<double> In { get; set; }

            public void Fire(List<double> weights)
            {
                Net = 0;
                for (int i = 0; i < weights.Count; i++) Net += In[i] * weights[i];
                Out = Squash.Apply(Net);
            }
        }

        public sealed class Row
        {
            private readonly List<Unit> units = new List<Unit>();

            public double Blame(double[] errors)
            {
                double sum = 0;
                for (int i = 0; i < units.Count; i++)
                {
                    var unit = units[i];
                    sum += errors[i] * {|BP1004:unit.Squash.Slope(unit.Net)|};
                }

                return sum;
            }
        }
        """)]
    [InlineData("""
        public abstract class Cell
        {
            public ISquash Squash;
            public double Net;
            public double Out;

            public abstract double Fire(double x);
        }

        public sealed class HiddenCell : Cell
        {
            public override double Fire(double x)
            {
                Net = 0.5 * x;
                Out = Squash.Apply(Net);
                return Out;
            }
        }

        public sealed class InputCell : Cell
        {
            public override double Fire(double x)
            {
                Net = x;
                Out = Net;
                return Out;
            }
        }

        public sealed class Column
        {
            private readonly Cell[] cells = new Cell[3];

            public double Blame(int i, double error) => error * {|BP1004:cells[i].Squash.Slope(cells[i].Net)|};
        }
        """)]
    [InlineData("""
        public sealed class Single
        {
            private readonly ISquash squash;
            private readonly double[] w = new double[4];

            public Single(ISquash squash) => this.squash = squash;

            private double Net(double[] x)
            {
                double sum = 0;
                for (int i = 0; i < w.Length; i++) sum += w[i] * x[i];
                return sum;
            }

            public void Step(double[] x, double target)
            {
                double net = Net(x);
                double y = squash.Apply(net);
                double d = (target - y) * {|BP1004:squash.Slope(net)|};
                for (int i = 0; i < w.Length; i++) w[i] += d * x[i];
            }

            public void Batch(double[][] x, double[] targets)
            {
                var nets = new double[x.Length];
                var ys = new double[x.Length];
                for (int i = 0; i < x.Length; i++)
                {
                    double net = Net(x[i]);
                    nets[i] = net;
                    ys[i] = squash.Apply(net);
                }

                for (int i = 0; i < x.Length; i++)
                {
                    double d = (targets[i] - ys[i]) * {|BP1004:squash.Slope(nets[i])|};
                    for (int j = 0; j < w.Length; j++) w[j] += d * x[i][j];
                }
            }
        }
        """)]
    [InlineData("""
        public sealed class Values
        {
            public readonly double[] W;
            public readonly double[] Dw;

            public Values(int n)
            {
                W = new double[n];
                Dw = new double[n];
            }
        }

        public sealed class Tape
        {
            private readonly List<Action> back = new List<Action>();

            public Values Squashed(ISquash squash, Values m)
            {
                var result = new Values(m.W.Length);
                for (int i = 0; i < m.W.Length; i++) result.W[i] = squash.Apply(m.W[i]);
                back.Add(() =>
                {
                    for (int i = 0; i < m.W.Length; i++) m.Dw[i] += result.Dw[i] * {|BP1004:squash.Slope(m.W[i])|};
                });
                return result;
            }
        }
        """)]
    public Task Reported(string caller) => Verify.ReportsAsync(Family + caller);

    [Fact]
    public Task MethodsThatHandOn_ToAbstractOnes() => Verify.ReportsAsync("""
        using System;

        public abstract class Curve
        {
            protected abstract float F(float x);

            protected abstract float D(float x);

            public float Value(float x) => F(x);

            public float Rise(float x)
            {
                return D(x);
            }
        }

        public sealed class Bend : Curve
        {
            protected override float F(float x) => (float)Math.Tanh(x);

            protected override float D(float x)
            {
                float t = new Bend().F(x);
                return 1 - t * t;
            }
        }

        public sealed class Node
        {
            public Curve Curve { get; }
            public float Raw { get; private set; }
            public float Bent { get; private set; }

            public Node(Curve curve) => Curve = curve;

            public float Fire(float[] x)
            {
                Raw = 0;
                for (int i = 0; i < x.Length; i++) Raw += x[i];
                Bent = Curve.Value(Raw);
                return Bent;
            }

            public float Rise() => {|BP1004:Curve.Rise(Raw)|};
        }
        """);

    [Theory]
    [InlineData("dropout is multiplied into the output", "Out = Squash.Apply(Net);", "Out = Squash.Apply(Net); Out *= Mask;")]
    [InlineData("another member masks it", "public double Idle() => Net;", "public void Drop() { Out = Out * Mask; }")]
    [InlineData("the output is handed over", "Squash.Slope(Net)", "{|BP3001:Squash.Slope(Out)|}")]
    [InlineData("nothing is cached", "Out = Squash.Apply(Net);", "Out = Net; return Squash.Apply(Net);")]
    [InlineData("of another value", "Squash.Slope(Net)", "Squash.Slope(Net + 1)")]
    public Task Silent(string why, string text, string instead)
    {
        _ = why;
        return Verify.SilentAsync(Family + """
            public sealed class Unit
            {
                public ISquash Squash { get; set; }
                public double Net { get; set; }
                public double Out { get; set; }
                public double Mask { get; set; }

                public double Fire(double x)
                {
                    Net = 2 * x;
                    Out = Squash.Apply(Net);
                    return Out;
                }

                public double Idle() => Net;

                public double Blame(double error) => error * Squash.Slope(Net);
            }
            """.Replace(text, instead));
    }

    [Theory]
    [InlineData("v > 0 ? v : 0", "v > 0 ? 1 : 0")]
    [InlineData("v / (1 + Math.Exp(-v))", "1 / (1 + Math.Exp(-v)) * (1 + v * (1 - 1 / (1 + Math.Exp(-v))))")]
    [InlineData("Math.Tanh(v)", "1 - v * v")]
    public Task Silent_WhereTheOutputWouldNotHelp(string function, string slope) => Verify.NoAdviceAsync("BP1004", $$"""
        using System;

        public interface ISquash
        {
            double Apply(double v);

            double Slope(double v);
        }

        public sealed class Only : ISquash
        {
            public double Apply(double v) => {{function}};

            public double Slope(double v) => {{slope}};
        }

        public sealed class Unit
        {
            private readonly ISquash squash;
            private double net;
            private double y;

            public Unit(ISquash squash) => this.squash = squash;

            public double Fire(double x)
            {
                net = 2 * x;
                y = squash.Apply(net);
                return y;
            }

            public double Blame(double error) => error * squash.Slope(net);
        }
        """);
}
