using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Functions that are handed over side by side.</summary>
public sealed class BP3003CreationTests
{
    [Theory]
    [InlineData("new Squash(\"odd\", x => Math.Sin(3 * x), x => {|BP3003:Math.Cos(3 * x)|})")]
    [InlineData("new Squash(\"odd\", Logistic, x => {|BP3003:1 - Logistic(x)|})")]
    [InlineData("new Squash(\"odd\", Math.Tanh, {|BP3003:Math.Tanh|})")]
    [InlineData("new Squash(\"odd\", x => Math.Tanh(x), x => { var t = Math.Tanh(x); return 1 - t * t; })")]
    [InlineData("new Squash(\"odd\", x => Math.Tanh(x), y => 1 - y * y)")]
    [InlineData("new Squash(\"odd\", x => Math.Max(0, x), x => x > 0 ? 1 : 0.1)")]
    public async Task ConstructorArguments(string creation) => await Verify.ReportsAsync($$"""
        using System;

        public sealed class Squash
        {
            public static readonly Squash Tanh = new Squash("tanh", Math.Tanh, x => 1 / Math.Pow(Math.Cosh(x), 2));
            public static readonly Squash Rectifier = new Squash("relu", x => x > 0 ? x : 0, x => x > 0 ? 1 : 0);
            public static readonly Squash Odd = {{creation}};

            public Squash(string name, Func<double, double> map, Func<double, double> rate) => (Name, Map, Rate) = (name, map, rate);

            public string Name { get; }

            public Func<double, double> Map { get; }

            public Func<double, double> Rate { get; }

            private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));
        }
        """);

    [Fact]
    public async Task TuplesInADictionary() => await Verify.ReportsAsync("""
        using System;
        using System.Collections.Generic;

        public static class Squashes
        {
            public static readonly Dictionary<string, (Func<double, double> Map, Func<double, double> Rate)> All = new()
            {
                ["tanh"] = (x => Math.Tanh(x), y => 1 - y * y),
                ["logistic"] = (x => 1 / (1 + Math.Exp(-x)), y => {|BP3003:y * (1 + y)|}),
                ["relu"] = (x => Math.Max(0, x), y => y > 0 ? 1 : 0),
            };
        }
        """);

    [Fact]
    public async Task Initialisers() => await Verify.ReportsAsync("""
        using System;

        public sealed class Squash
        {
            public Func<float, float> Map { get; set; }

            public Func<float, float> Rate { get; set; }
        }

        public static class Squashes
        {
            public static Squash Of(int kind)
            {
                if (kind == 0) return new Squash { Map = x => MathF.Tanh(x), Rate = x => 1 - MathF.Pow(MathF.Tanh(x), 2) };
                return new Squash { Map = x => 1 / (1 + MathF.Exp(-x)), Rate = x => {|BP3003:MathF.Exp(-x) / (1 + MathF.Exp(-x))|} };
            }
        }
        """);

    [Fact]
    public async Task RootsAreFoundWithDerivativesToo() => await Verify.SilentAsync("""
        using System;

        public static class Roots
        {
            public static readonly (Func<double, double>, Func<double, double>)[] All =
            {
                (x => Math.Exp(x) - 2, x => Math.Exp(x)),
                (x => x * x - 2, x => 2 * x),
                (x => Math.Exp(-x) - x, x => Math.Exp(-x) - 1),
            };
        }
        """);

    private const string Functions = """
        private static double Squash(double v) => Math.Tanh(v);
            private static double SquashRise(double v) => 1 - Squash(v) * Squash(v);
            private static double Soft(double v) => 1 / (1 + Math.Exp(-v));
            private static double SoftRise(double v) => Soft(v) * (1 - Soft(v));
            private static double Late(double v) => v > 0 ? v : Math.Exp(v) - 1;
            private static double LateRise(double v) => v > 0 ? v : Math.Exp(v);
            private static double Same(double v) => v;
            private static double One(double v) => 1;
        """;

    private static string Tables(string maps, string slopes, string type = "Func<double, double>[]") => $$"""
        using System;
        using System.Collections.Generic;

        public enum Kind { Squash, Soft, Same, Late }

        public static class Curves
        {
            public static readonly {{type}} Maps = {{maps}};
            public static readonly {{type}} Slopes = {{slopes}};

            {{Functions}}
        }
        """;

    [Theory]
    [InlineData("{ Squash, Soft, Same }", "{ SquashRise, SoftRise, {|BP3003:Same|} }")]
    [InlineData("{ Squash, Soft, Late, null }", "{ SquashRise, SoftRise, {|BP3003:LateRise|}, null }")]
    [InlineData("new Func<double, double>[] { v => Math.Tanh(v), Soft }", "new Func<double, double>[] { v => 1 / Math.Pow(Math.Cosh(v), 2), v => {|BP3003:1 - Soft(v)|} }")]
    [InlineData("{ Squash, Soft, Same }", "{ SquashRise, SoftRise, One }")]
    [InlineData("{ Squash, Soft, Same }", "{ SquashRise, One, Same, One }")]
    [InlineData("{ Squash, Soft, Same }", "{ Math.Sqrt, One, Math.Abs }")]
    [InlineData("{ Squash, Soft, Late }", "{ Soft, Late, Squash }")]
    public async Task TablesSideBySide(string maps, string slopes) => await Verify.NoAdviceAsync("BP3003", Tables(maps, slopes));

    [Theory]
    [InlineData("new() { [Kind.Squash] = Squash, [Kind.Soft] = Soft, [Kind.Same] = Same }", "new() { [Kind.Same] = {|BP3003:Same|}, [Kind.Soft] = SoftRise, [Kind.Squash] = SquashRise }")]
    [InlineData("new() { { Kind.Squash, Squash }, { Kind.Soft, Soft }, { Kind.Late, Late } }", "new() { { Kind.Squash, SquashRise }, { Kind.Late, {|BP3003:LateRise|} }, { Kind.Soft, SoftRise } }")]
    [InlineData("new() { [Kind.Squash] = Squash, [Kind.Soft] = Soft, [Kind.Same] = Same }", "new() { [Kind.Same] = One, [Kind.Soft] = SoftRise, [Kind.Squash] = SquashRise }")]
    [InlineData("new() { [Kind.Squash] = Squash, [Kind.Soft] = Soft, [Kind.Same] = Same }", "new() { [Kind.Late] = Same, [Kind.Soft] = SoftRise, [Kind.Squash] = SquashRise }")]
    public async Task DictionariesOfTheSameKeys(string maps, string slopes) => await Verify.NoAdviceAsync("BP3003", Tables(maps, slopes, "Dictionary<Kind, Func<double, double>>"));
}
