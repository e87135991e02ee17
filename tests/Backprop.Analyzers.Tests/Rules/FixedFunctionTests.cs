using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Functions that static members hold for good: they are called like methods, and are known like methods.</summary>
public sealed class FixedFunctionTests
{
    private static string Unit(string functions, string learning) => $$"""
        using System;

        public sealed class Unit
        {
            {{functions}}
            private readonly double[] weights = new double[3];
            private double net, fired;

            public void Fire(double[] x)
            {
                net = 0;
                for (int i = 0; i < x.Length; i++) net += weights[i] * x[i];
                fired = Bend(net);
            }

            public double Learn(double error) => error * {{learning}};

            public static void Steepen() => steep *= 2;

            private static double steep = 1;
        }
        """;

    private const string Bend = "private static readonly Func<double, double> Bend = v => 1 / (1 + Math.Exp(-v));\n";

    [Theory]
    [InlineData("private static readonly Func<double, double> Rise = v => Bend(v) * (1 - {|BP1002:Bend(v)|});", "{|BP1001:Rise(net)|}")]
    [InlineData("private static Func<double, double> Rise = v => { var s = Bend.Invoke(v); return s * (1 - s); };", "{|BP1001:Rise(net)|}")]
    [InlineData("private static Func<double, double> Rise { get; } = Slope; private static double Slope(double v) => Bend(v) * (1 - {|BP1002:Bend(v)|});", "{|BP1001:Rise.Invoke(net)|}")]
    public Task Lambdas_of_static_members(string rise, string learning) => Verify.ReportsAsync(Unit(Bend + rise, learning));

    [Fact]
    public Task The_library_s_function() => Verify.ReportsAsync(Unit(
        "private static readonly Func<double, double> Bend = Math.Tanh, Rise = v => 1 - Bend(v) * {|BP1002:Bend(v)|};", "{|BP1001:Rise(net)|}"));

    [Theory]
    [InlineData("public static Func<double, double> Rise = v => { var s = Bend(v); return s * (1 - s); };", "Rise(net)")] // anybody may set another
    [InlineData("private static Func<double, double> Rise = v => { var s = Bend(v); return s * (1 - s); }; public static void Flatten() => Rise = v => 1;", "Rise(net)")]
    [InlineData("private static readonly Func<double, double> Rise = v => { var s = Bend(steep * v); return s * (1 - s); };", "Rise(net)")]
    [InlineData("private static readonly Func<double, double> Rise = v => { Steepen(); var s = Bend(v); return s * (1 - s); };", "Rise(net)")]
    [InlineData("private static readonly Func<double, double> Rise = s => s * (1 - s);", "Rise(fired)")]
    [InlineData("private static readonly Func<double, double> Rise = v => v <= 0 ? Rise(v + 1) : Bend(v) * (1 - v);", "Rise(net)")]
    public Task Nothing_is_known_or_to_be_saved(string rise, string learning) => Verify.NoWarningAsync(Unit(Bend + rise, learning));

    [Fact]
    public Task Another_function_each_time() => Verify.SilentAsync(Unit(
        "private static Func<double, double> Bend = v => 1 / (1 + Math.Exp(-v)); public static void Choose(Func<double, double> bend) => Bend = bend;\n"
        + "private static readonly Func<double, double> Rise = v => Bend(v) * (1 - Bend(v));", "Rise(net)"));

    private static string Chosen(string setting) => Unit(
        $$"""
        private static readonly Func<double, double> Soft = v => 1 / (1 + Math.Exp(-v));
        private static readonly Func<double, double> Rise = v => { var s = Soft(v); return s * (1 - s); };
        private Func<double, double> Bend { get; set; }
        private Func<double, double> Slope { get; set; }

        public Unit() { {{setting}} }

        """, "Slope(net)");

    [Fact]
    public Task Held_by_an_object_beside_them() =>
        Verify.ReportsAsync(Chosen("Bend = Soft; Slope = Rise;").Replace("Slope(net)", "{|BP1004:Slope(net)|}"));

    [Fact]
    public Task Held_by_an_object_and_not_its_derivative() => Verify.NoAdviceAsync("BP1004", Chosen("Bend = v => v; Slope = Rise;"));
}
