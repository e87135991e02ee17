using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>BP1001 beside types that have members of the same names, and types that write the very members.</summary>
public sealed class ForeignWritesTests
{
    private const string Cell = """
        using System;

        public interface IState
        {
            double Out { get; set; }
        }

        public sealed class State : IState
        {
            public double Net;
            public double Out { get; set; }
        }

        public sealed class Cell
        {
            public State Step(double x)
            {
                var state = new State();
                state.Net = 0.5 * x + 0.1;
                state.Out = Math.Tanh(state.Net);
                return state;
            }

            public double Slope(State state) => SLOPE;
        }

        """;

    private const string Recomputed = "1 - Math.Pow(Math.Tanh(state.Net), 2)";

    [Fact]
    public Task AnotherTypesMemberOfTheSameName_IsNoWrite() => Verify.ReportsAsync(Cell.Replace("SLOPE", "{|BP1001:" + Recomputed + "|}") + """
        public sealed class Row
        {
            public double Net;
            public double Out;
        }

        public sealed class Table
        {
            public void Fill(Row row)
            {
                row.Net = 1;
                row.Out = 2;
            }
        }
        """);

    [Theory]
    [InlineData("State s", "s.Out = 0.9 * s.Out")]
    [InlineData("IState s", "s.Out = 0.9 * s.Out")]
    [InlineData("State s", "s.Net += 1")]
    public Task TheMemberItself_WrittenElsewhere_IsSilent(string parameter, string write) => Verify.SilentAsync(Cell.Replace("SLOPE", Recomputed) + $$"""
        public sealed class Dropout
        {
            public void Run({{parameter}})
            {
                {{write}};
            }
        }
        """);
}
