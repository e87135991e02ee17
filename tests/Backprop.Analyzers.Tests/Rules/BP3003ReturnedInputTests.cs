using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>A layer whose backward pass returns what its forward pass was handed.</summary>
public sealed class BP3003ReturnedInputTests
{
    private static string Layers(string members, string slope = "1 - Math.Pow(Math.Tanh(v), 2)", string access = "private") => $$"""
        using System;
        using System.Linq;

        public interface ICurve
        {
            double At(double v);

            double Rise(double v);
        }

        public sealed class Squash : ICurve
        {
            public double At(double v) => Math.Tanh(v);

            public double Rise(double v) => {{slope}};
        }

        public sealed class Row
        {
            public double[] Cells = new double[3];

            public Row Copy() => new Row { Cells = (double[])Cells.Clone() };
        }

        public interface IStage
        {
            Row Up(Row given);

            Row Down(Row error, double rate);
        }

        public sealed class Curved : IStage
        {
            private readonly ICurve curve = new Squash();
            private Row nets = new Row();

            public Row Up(Row given)
            {
                nets = given;
                var made = new Row();
                for (var i = 0; i < made.Cells.Length; i++) made.Cells[i] = curve.At(nets.Cells[i]);
                return made;
            }

            public Row Down(Row error, double rate)
            {
                var made = new Row();
                for (var i = 0; i < made.Cells.Length; i++) made.Cells[i] = error.Cells[i] * curve.Rise(nets.Cells[i]);
                return made;
            }
        }

        public sealed class Shares : IStage
        {
            {{access}} Row seen = new Row();

            {{members}}

            private static Row Share(Row given)
            {
                var made = given.Copy();
                for (var i = 0; i < made.Cells.Length; i++) made.Cells[i] = Math.Exp(given.Cells[i]);
                var sum = made.Cells.Sum();
                for (var i = 0; i < made.Cells.Length; i++) made.Cells[i] /= sum;
                return made;
            }
        }
        """;

    [Theory]
    [InlineData("public Row Up(Row given) { seen = given; return Share(given); } public Row Down(Row error, double rate) => {|BP3003:seen|};")]
    [InlineData("public Row Up(Row given) { seen = given.Copy(); return Share(seen); } public Row Down(Row error, double rate) { return {|BP3003:this.seen|}; }")]
    public async Task InsteadOfAGradient(string members) => await Verify.NoAdviceAsync("BP3003", Layers(members));

    [Theory]
    // The error is handed down, or what another member made of it.
    [InlineData("public Row Up(Row given) { seen = given; return Share(given); } public Row Down(Row error, double rate) => error;")]
    [InlineData("public Row Up(Row given) { seen = given; return Share(given); } public void Take(Row error) { seen = error; } public Row Down(Row error, double rate) => seen;")]
    // The output, of which a loss has made its gradient.
    [InlineData("public Row Up(Row given) { seen = Share(given); return seen; } public Row Down(Row error, double rate) => seen;")]
    // A stage that passes its input on has nothing to differentiate.
    [InlineData("public Row Up(Row given) { seen = given; return seen; } public Row Down(Row error, double rate) => seen;")]
    public async Task AnythingElse(string members) => await Verify.NoAdviceAsync("BP3003", Layers(members));

    [Fact]
    public async Task WhereNobodyDifferentiates_ItMayBeAnInverse() => await Verify.NoAdviceAsync("BP3003", Layers(
        "public Row Up(Row given) { seen = given; return Share(given); } public Row Down(Row error, double rate) => seen;", "0.5 * Math.Log((1 + v) / (1 - v))"));

    [Fact]
    public async Task WhatOthersMayWrite_IsNotKnown() => await Verify.NoAdviceAsync("BP3003", Layers(
        "public Row Up(Row given) { seen = given; return Share(given); } public Row Down(Row error, double rate) => seen;", access: "public"));
}
