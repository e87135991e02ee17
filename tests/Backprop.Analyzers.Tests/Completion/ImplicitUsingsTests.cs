using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Model.Completion;
using Backprop.Analyzers.Tests.Hostile;
using Backprop.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.Tests.Completion;

/// <summary>A project with ImplicitUsings before the first restore, where neither Math nor List binds.</summary>
public sealed class ImplicitUsingsTests
{
    private static readonly string Without = Faulty.Source
        .Replace("using System;\n", "", StringComparison.Ordinal).Replace("using System.Collections.Generic;\n", "", StringComparison.Ordinal);

    [Fact]
    public async Task WhatIsReportedWithUsings_IsReportedWithoutThem()
    {
        var (with, without) = (await Analysis.RunAsync(Faulty.Source), await Analysis.RunAsync(Without));
        Assert.NotEmpty(with);
        Assert.Equal(with.Select(Text).Order(), without.Select(Text).Order());

        static string Text(Diagnostic found) =>
            $"{found.Id} {found.GetMessage(null)} {found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan)}";
    }

    // A constructor with initialisers, a primary one, a property with an arrow, an accessor, a nested type, a lambda in a field.
    [Fact]
    public Task EveryKindOfMember_IsFoundAgain() => Verify.UnrestoredAsync("""
        public sealed class Network(double[] seed)
        {
            private readonly Func<double, double> slope = v => Sigmoid(v) * (1 - {|BP1002:Sigmoid(v)|});
            private readonly double first = Math.Exp(-1.0);

            public double Slope => Sigmoid(seed[0]) * (1 - {|BP1002:Sigmoid(seed[0])|});

            public double At
            {
                get { return Sigmoid(seed[1]) * (1 - {|BP1002:Sigmoid(seed[1])|}); }
            }

            public double Of(double v)
            {
                double Local(double u) => Sigmoid(u) * (1 - {|BP1002:Sigmoid(u)|});
                return Local(v) * first * slope(v);
            }

            private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

            private struct Cell
            {
                public Cell(double v) : this() => Value = Sigmoid(v) * (1 - {|BP1002:Sigmoid(v)|});

                public double Value { get; }
            }
        }
        """);

    [Fact]
    public Task TypeInTwoParts_OfWhichOneHasItsUsings() => Verify.UnrestoredAsync("""
        namespace First
        {
            using System;

            public partial class Unit
            {
                public static double Squash(double z) => Math.Tanh(z);
            }
        }

        namespace First
        {
            public partial class Unit
            {
                private List<double> zs = new(), hs = new();

                public double Forward(double z)
                {
                    zs.Clear();
                    hs.Clear();
                    zs.Add(z);
                    var h = Squash(z);
                    hs.Add(h);
                    return h;
                }

                public static double Slope(double z) => 1 - Squash(z) * {|BP1002:Squash(z)|} + 0 * Math.Abs(z);
            }
        }
        """);

    // Of what has a type before the restore: the method is one's own.
    [Fact]
    public Task Fix_WorksOnTheCodeAsItStands() => Verify.FixesUnrestoredAsync<UseOutputFormFixer>(
        Layer("{|BP1001:Sigmoid(z[i]) * (1 - Sigmoid(z[i]))|}"), Layer("a[i] * (1 - a[i])"));

    private static string Layer(string slope) => $$"""
        public sealed class Layer
        {
            private readonly double[] z = new double[4], a = new double[4];

            public void Forward(double[] x)
            {
                for (int i = 0; i < z.Length; i++)
                {
                    z[i] = 2 * x[i];
                    a[i] = Sigmoid(z[i]);
                }
            }

            public void Backward(double[] da, double[] dz)
            {
                for (int i = 0; i < z.Length; i++)
                    dz[i] = da[i] * ({{slope}});
            }

            private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        }
        """;

    [Fact]
    public Task RightCode_StaysSilent() => Verify.UnrestoredAsync("""
        public sealed class Layer
        {
            private readonly List<double> a = new();

            public void Forward(double[] x)
            {
                a.Clear();
                foreach (var v in x) a.Add(Math.Tanh(v));
            }

            public double[] Backward(double[] da) => da.Select((d, i) => d * (1 - a[i] * a[i])).ToArray();
        }
        """);

    // What does not bind with the usings either means nothing.
    [Fact]
    public Task CodeThatNeedsMore_StaysSilent() => Verify.UnrestoredAsync("""
        public sealed class Layer
        {
            private readonly List<Unheard> a = new();

            public double Slope(Unheard u) => Squash(u.Z) * (1 - Squash(u.Z));

            private static double Squash(Unheard v) => 1 / (1 + Math.Exp(-v));
        }
        """);

    [Theory]
    [InlineData("using System; class A { double F(double z) => Math.Tanh(z); }")]
    [InlineData("namespace N { using System; class A { double F(double z) => Math.Tanh(z); } }")]
    [InlineData("class A { double F(double z) => System.Math.Tanh(z); }")]
    [InlineData("class A { double F(double z) => Math.Tanh(z); } static class Math { public static double Tanh(double z) => z; }")]
    [InlineData("class A { N.Random Random; object F() => Random; } namespace N { class Random { } }")]
    [InlineData("class A { int List; int F(A a) => a.List + List; } // Math, Func")]
    [InlineData("namespace System { class A { double F(double z) => Math.Tanh(z); } }")]
    public void CompilationThatLacksNothing_IsItself(string source) => Assert.False(IsCompleted(source));

    [Theory]
    [InlineData("class A { double F(double z) => Math.Tanh(z); }")]
    [InlineData("using System; class A { List<double> zs; }")]
    [InlineData("namespace N; class A { Func<double, double> f; }")]
    public void CompilationThatLacksSome_IsCompleted(string source) => Assert.True(IsCompleted(source));

    [Fact]
    public void OlderLanguage_HasNoGlobalUsings() =>
        Assert.False(IsCompleted("class A { double F(double z) => Math.Tanh(z); }", LanguageVersion.CSharp9));

    private static bool IsCompleted(string source, LanguageVersion version = LanguageVersion.Latest)
    {
        var compilation = CSharpCompilation.Create("sources", [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(version))], PlatformReferences.All);
        return Completed.Of(compilation, compilation.SyntaxTrees, CancellationToken.None).SyntaxTrees.Count() > 1;
    }
}
