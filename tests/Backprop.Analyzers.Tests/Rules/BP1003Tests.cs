using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

public sealed class BP1003Tests
{
    [Fact]
    public async Task CandidateOfACell_IsRead()
    {
        const string source = """
            using System;

            public sealed class Cell
            {
                public double NetIn, In, NetNew, New, Old;
            }

            public sealed class Gates
            {
                private readonly Cell[] cells = { new Cell(), new Cell() };

                private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

                public double Forward(double x)
                {
                    double sum = 0;
                    for (int i = 0; i < cells.Length; i++)
                    {
                        var cell = cells[i];
                        cell.NetIn = 0.5 * x + i;
                        cell.In = Sigmoid(cell.NetIn);
                        cell.NetNew = 0.3 * x - i;
                        cell.New = Math.Tanh(cell.NetNew);
                        sum += cell.In * cell.New;
                    }

                    return sum;
                }

                public double[] Backward(double error)
                {
                    var d = new double[cells.Length];
                    for (int i = 0; i < cells.Length; i++)
                    {
                        var c = cells[i];
                        d[i] = error * {|BP1003:Math.Tanh(c.NetNew)|} * c.In * (1 - c.In)
                            + error * c.In * ({|BP1001:1 - Math.Tanh(c.NetNew) * Math.Tanh(c.NetNew)|});
                    }

                    return d;
                }
            }

            public static class Probe
            {
                public static double[] Run()
                {
                    var gates = new Gates();
                    gates.Forward(0.7);
                    return gates.Backward(0.2);
                }
            }
            """;
        var fixedSource = source.Replace("{|BP1003:Math.Tanh(c.NetNew)|}", "c.New");
        await Verify.FixesAsync<UseCacheFixer>(source, fixedSource);
        NumericProof.Exact(source, fixedSource.Replace("{|BP1001:", "").Replace("|}", ""));
    }

    [Fact]
    public async Task ClosureOnATape_ReadsItsOwnNode()
    {
        const string source = """
            using System;

            public sealed class Num
            {
                public double Data { get; set; }
                public double Grad { get; set; }
                public Action Back { get; set; } = () => { };

                public Num(double data)
                {
                    Data = data;
                }

                public static Num Exp(Num a)
                {
                    var result = new Num(Math.Exp(a.Data));
                    result.Back = () =>
                    {
                        a.Grad += {|BP1003:Math.Exp(a.Data)|} * result.Grad;
                    };
                    return result;
                }
            }

            public static class Probe
            {
                public static double[] Run()
                {
                    var a = new Num(0.4);
                    var b = Num.Exp(a);
                    b.Grad = 2;
                    b.Back();
                    return new[] { a.Grad };
                }
            }
            """;
        var fixedSource = source.Replace("{|BP1003:Math.Exp(a.Data)|}", "result.Data");
        await Verify.FixesAsync<UseCacheFixer>(source, fixedSource);
        NumericProof.Exact(source, fixedSource);
    }

    [Fact]
    public Task NumbersWithoutANetwork_LambdaOverALocal_IsSilent() => Verify.NoAdviceAsync("BP1003", """
        using System;
        using System.Linq;

        public static class Moments
        {
            public static double Sum(double[] weights, double x)
            {
                var level = Math.Exp(x);
                return weights.Sum(w => w * Math.Exp(x)) / level;
            }
        }
        """);

    private const string Graph = """
        public abstract class Node
        {
            protected Node(Graph graph) => Graph = graph;

            public Graph Graph { get; }
            public System.Collections.Generic.List<Node> Inputs { get; } = new System.Collections.Generic.List<Node>();
            public Node Up { get; set; }

            public void Take(Node gradient) => Up = gradient;

            public abstract void Differentiate();

            public abstract Node Copy();

            public static Node operator *(Node a, Node b) => new Times(a.Graph, a, b);
        }

        public sealed class Times : Node
        {
            public Times(Graph graph, Node a, Node b) : base(graph)
            {
                Inputs.Add(a);
                Inputs.Add(b);
            }

            public override void Differentiate()
            {
                Inputs[0].Take(Up * Inputs[1]);
                Inputs[1].Take(Up * Inputs[0]);
            }

            public override Node Copy() => Inputs[0] * Inputs[1];
        }

        public sealed class Graph
        {
            public Node Exp(Node x) => new Exp(this, x);

            public Node Sin(Node x) => new Sin(this, x);

            public Node Cos(Node x) => new Cos(this, x);
        }

        public sealed class Exp : Node
        {
            public Exp(Graph graph, Node x) : base(graph) => Inputs.Add(x);

            public override void Differentiate() => Inputs[0].Take(Up * DERIVATIVE);

            public override Node Copy() => Graph.Exp(Inputs[0]);
        }

        public sealed class Sin : Node
        {
            public Sin(Graph graph, Node x) : base(graph) => Inputs.Add(x);

            public override void Differentiate() => Inputs[0].Take(Up * Graph.Cos(Inputs[0]));

            public override Node Copy() => Graph.Sin(Inputs[0]);
        }

        public sealed class Cos : Node
        {
            public Cos(Graph graph, Node x) : base(graph) => Inputs.Add(x);

            public override void Differentiate() => Inputs[0].Take(Up * Graph.Sin(Inputs[0]));

            public override Node Copy() => Graph.Cos(Inputs[0]);
        }
        """;

    [Theory]
    [InlineData("{|BP1003:Graph.Exp(Inputs[0])|}")]
    [InlineData("this")]
    public Task NodeOfAGraph_ThatMakesItselfAgain(string derivative) => Verify.ReportsAsync(Graph.Replace("DERIVATIVE", derivative));

    /// <summary>A node needs no word of anything costly, and no loop, to be looked at.</summary>
    [Fact]
    public Task NodeOfAGraph_WithoutACostlyWord() =>
        Verify.ReportsAsync(Graph.Replace("DERIVATIVE", "{|BP1003:Graph.Exp(Inputs[0])|}").Replace("Exp", "Root"));

    [Theory]
    [InlineData("no member that differentiates", "return error * Math.Tanh(net);")]
    [InlineData("of another value", "return error * Math.Tanh(net + 1) * (1 - y * y);")]
    [InlineData("written before", "net = error; return Math.Tanh(net) * (1 - y * y);")]
    public Task Silent(string why, string body)
    {
        _ = why;
        return Verify.NoAdviceAsync("BP1003", $$"""
            using System;

            public sealed class Unit
            {
                private double net;
                private double y;

                public double Forward(double x)
                {
                    net = 2 * x;
                    y = Math.Tanh(net);
                    return y;
                }

                public double Backward(double error)
                {
                    {{body}}
                }
            }
            """);
    }
}
