using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Functions in local variables that are declared first and set later, before an object is made with them.</summary>
public sealed class FunctionsSetOnceTests
{
    private static string Code(string setting, string call) => $$"""
        using System;

        public sealed class Squash(Func<double, double> map, Func<double, double> rate)
        {
            public double Map(double v) => map(v);

            public double Rate(double v) => rate(v);
        }

        public sealed class Cell(Squash squash)
        {
            private double total, fired;

            public double Fire(double x, double w)
            {
                total = w * x;
                fired = squash.Map(total);
                return fired;
            }

            public double Blame(double error) => error * {{call}};
        }

        public static class Start
        {
            public static Cell Of(bool plain)
            {
                Func<double, double> map;
                Func<double, double> rate;
                {{setting}}
                return new Cell(new Squash(map, rate));
            }

            private static void Choose(out Func<double, double> rate) => rate = a => 1 - a * a;
        }
        """;

    [Fact]
    public Task Set_once_is_what_it_is() => Verify.ReportsAsync(
        Code("map = v => Math.Tanh(v); rate = v => 1 - Math.Pow(Math.Tanh(v), 2);", "{|BP1004:squash.Rate(total)|}"));

    [Theory]
    [InlineData("map = Math.Tanh; if (plain) rate = a => 1 - a * a; else rate = v => 1 - Math.Pow(Math.Tanh(v), 2);")]
    [InlineData("map = Math.Tanh; rate = v => 1 - Math.Pow(Math.Tanh(v), 2); if (plain) Choose(out rate);")]
    [InlineData("map = Math.Tanh; Choose(out rate);")]
    public Task What_may_be_another_is_not_known(string setting) => Verify.SilentAsync(Code(setting, "squash.Rate(total)"));
}
