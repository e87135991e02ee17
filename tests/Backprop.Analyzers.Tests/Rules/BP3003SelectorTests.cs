using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>Activations that are told apart by an enum or a name.</summary>
public sealed class BP3003SelectorTests
{
    [Fact]
    public async Task FunctionsReturnedForAKind() => await Verify.ReportsAsync("""
        using System;

        public enum Kind { Plain, Squash, Rectify, Leak, Bend }

        public static class Curves
        {
            public static Func<double, double> Of(Kind kind)
            {
                switch (kind)
                {
                    case Kind.Plain:
                        return x => x;
                    case Kind.Squash:
                        return x => Math.Tanh(x);
                    case Kind.Rectify:
                        return x => 0 >= x ? 0 : x;
                    case Kind.Leak:
                        return x => 0 >= x ? 0.02 * x : x;
                    default:
                        return x =>
                        {
                            var e = Math.Exp(x);
                            return e / (1 + e);
                        };
                }
            }

            public static Func<double, double> SlopeOf(Kind kind)
            {
                switch (kind)
                {
                    case Kind.Plain:
                        return x => 1;
                    case Kind.Squash:
                        return x => 1 / Math.Pow(Math.Cosh(x), 2);
                    case Kind.Rectify:
                        return x => 0 >= x ? 0 : 1;
                    case Kind.Leak:
                        return x => {|BP3003:0 >= x ? 0.2 : 1|};
                    default:
                        return x =>
                        {
                            var e = Math.Exp(-x);
                            return {|BP3003:e * (1 - e)|};
                        };
                }
            }
        }

        public sealed class Unit
        {
            private readonly Func<double, double> slope = Curves.SlopeOf(Kind.Squash);

            public double Backward(double error, double z) => error * slope(z);
        }
        """);

    [Fact]
    public async Task SwitchExpressionOverAnEnumOfTheObject() => await Verify.ReportsAsync("""
        using System;

        public enum Kind { Plain, Squash, Logistic }

        public sealed class Unit
        {
            private readonly Kind kind;
            private double a;

            public Unit(Kind kind) => this.kind = kind;

            public double Forward(double x) => a = Map(x);

            public double Backward(double error) => error * Rate(a);

            private double Map(double z) => kind switch
            {
                Kind.Squash => Math.Tanh(z),
                Kind.Logistic => 1 / (1 + Math.Exp(-z)),
                _ => z,
            };

            private double Rate(double y) => kind switch
            {
                Kind.Squash => 1 - y * y,
                Kind.Logistic => {|BP3003:y * (1 + y)|},
                _ => 1,
            };
        }
        """);

    [Fact]
    public async Task ValuesBeyondAnInt_AndSeveralInOneCase() => await Verify.ReportsAsync("""
        using System;

        public enum Kind : ulong { Plain = 1, Squash = 5_000_000_000, Bend = 5_000_000_001, Beyond = ulong.MaxValue, Logistic = 7 }

        public sealed class Unit
        {
            public double Backward(Kind kind, double z, double error) => error * Rate(kind, z);

            public double Map(Kind kind, double z) => kind switch
            {
                Kind.Squash or Kind.Bend => Math.Tanh(z),
                Kind.Logistic => 1 / (1 + Math.Exp(-z)),
                _ => z,
            };

            public double Rate(Kind kind, double z)
            {
                switch (kind)
                {
                    case Kind.Bend:
                    case Kind.Squash:
                        var t = Math.Tanh(z);
                        return 1 - t * t;
                    case Kind.Logistic:
                        var s = 1 / (1 + Math.Exp(-z));
                        return {|BP3003:s - s * s * s|};
                    default:
                        return 1;
                }
            }
        }
        """);

    [Fact]
    public async Task NamesAndIfs() => await Verify.ReportsAsync("""
        using System;

        public static class Curves
        {
            public static double Map(double z, string name)
            {
                if (name == "tanh") return Math.Tanh(z);
                if (name == "sine") return Math.Sin(2 * z);
                return Math.Max(0, z);
            }

            public static double Rate(double z, string name)
            {
                if (name == "tanh")
                {
                    var t = Math.Tanh(z);
                    return 1 - t * t;
                }

                if (name == "sine") return {|BP3003:Math.Cos(2 * z)|};
                return z > 0 ? 1 : 0;
            }
        }

        public sealed class Unit
        {
            public double Backward(double error, double z) => error * Curves.Rate(z, "sine");
        }
        """);

    [Theory]
    [InlineData("Kind.Logistic => y * (1 - y)", "error * Rate(kind, a)")]
    [InlineData("Kind.Logistic => 1", "error * Rate(kind, a)")]
    [InlineData("Kind.Logistic => throw new NotSupportedException()", "error * Rate(kind, a)")]
    [InlineData("Kind.Logistic => y * (1 + y)", "error + Rate(kind, a)")]
    public async Task RightOnes_AndThoseThatAreNoGradients(string arm, string use) => await Verify.NoWarningAsync($$"""
        using System;

        public enum Kind { Plain, Squash, Logistic }

        public sealed class Unit
        {
            private double a;

            public double Forward(Kind kind, double x) => a = Map(kind, x);

            public double Backward(Kind kind, double error) => {{use}};

            private static double Map(Kind kind, double z) => kind switch
            {
                Kind.Squash => Math.Tanh(z),
                Kind.Logistic => 1 / (1 + Math.Exp(-z)),
                _ => z,
            };

            private static double Rate(Kind kind, double y) => kind switch
            {
                Kind.Squash => 1 - y * y,
                {{arm}},
                _ => 1,
            };
        }
        """);

    [Fact]
    public async Task FunctionAndSlopeFilledSideBySide() => await Verify.ReportsAsync("""
        using System;

        public enum Kind { Plain, Squash, Leak }

        public static class Curves
        {
            public static void Fill(float[,] z, Kind kind, float[,] a, float[,] slope)
            {
                for (int i = 0; i < z.GetLength(0); i++)
                {
                    for (int j = 0; j < z.GetLength(1); j++)
                    {
                        var v = z[i, j];
                        switch (kind)
                        {
                            case Kind.Squash:
                                var t = MathF.Tanh(v);
                                a[i, j] = t;
                                slope[i, j] = 1 - t * t;
                                break;
                            case Kind.Leak:
                                a[i, j] = v > 0 ? v : 0.02f * v;
                                slope[i, j] = {|BP3003:v > 0 ? 1 : 0.3f|};
                                break;
                            default:
                                a[i, j] = v;
                                slope[i, j] = 1;
                                break;
                        }
                    }
                }
            }
        }
        """);

    // A library that is not restored is in the way of the cases that call it, and of no others.
    [Theory]
    [InlineData("{|CS0103:Gpu|}.Tanh(z)", "z", "{|BP3003:z > 0 ? 1 : 0.2|}")]
    [InlineData("Math.Tanh(z)", "{|CS0103:Gpu|}.Same(z)", "z > 0 ? 1 : 0.2")]
    [InlineData("Math.Tanh(z)", "z", "{|CS0103:Gpu|}.Same(z > 0 ? 1 : 0.2)")]
    public async Task CasesThatDoNotBind(string first, string leaking, string slope) => await Verify.ReportsAsync($$"""
        using System;

        public enum Kind { Squash, Rectify, Leak }

        public static class Curves
        {
            public static double Of(Kind kind, double z)
            {
                switch (kind)
                {
                    case Kind.Squash:
                        return {{first}};
                    case Kind.Rectify:
                        return Math.Max(0, z);
                    default:
                        return z > 0 ? {{leaking}} : 0.02 * z;
                }
            }

            public static double SlopeOf(Kind kind, double z)
            {
                switch (kind)
                {
                    case Kind.Squash:
                        return 1 / Math.Pow(Math.Cosh(z), 2);
                    case Kind.Rectify:
                        return z > 0 ? 1 : 0;
                    default:
                        return {{slope}};
                }
            }
        }

        public sealed class Unit
        {
            public double Backward(double error, Kind kind, double z) => error * Curves.SlopeOf(kind, z);
        }
        """);
}
