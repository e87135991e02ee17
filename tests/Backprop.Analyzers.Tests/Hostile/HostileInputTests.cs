using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Tests.Hostile;

public sealed class HostileInputTests
{
    [Fact]
    public async Task FaultyFile_IsReported_SoThatItsBrokenFormsTestSomething() =>
        Assert.True((await Analysis.RunAsync(Faulty.Source)).Select(d => d.Id).Distinct().Count() >= 4);

    /// <summary>As it is typed: the file ends at every token in turn.</summary>
    [Fact]
    public async Task CutOffAtEveryToken_NeverThrows_AndReportsOnlyWhereTheMemberIsWhole()
    {
        var root = CSharpSyntaxTree.ParseText(Faulty.Source).GetRoot();
        foreach (var token in root.DescendantTokens())
            AssertOnlyInWholeMembers(await Analysis.RunAsync(Faulty.Source[..token.SpanStart]), Faulty.Source[..token.SpanStart]);
    }

    /// <summary>As it is edited: one token after the other is missing.</summary>
    [Fact]
    public async Task WithoutOneToken_NeverThrows_AndReportsOnlyWhereTheMemberIsWhole()
    {
        var root = CSharpSyntaxTree.ParseText(Faulty.Source).GetRoot();
        foreach (var token in root.DescendantTokens())
        {
            var source = Faulty.Source.Remove(token.SpanStart, token.Span.Length);
            AssertOnlyInWholeMembers(await Analysis.RunAsync(source), source);
        }
    }

    [Theory]
    [InlineData("public static double F(double x) { while (true) { } }")]
    [InlineData("public static double F(double x) { for (;;) x += 1; }")]
    [InlineData("public static double F(double x) => F(x + 1) * (1 - F(x));")]
    [InlineData("public static double F(double x) => G(x) * (1 - Math.Tanh(x)); public static double G(double x) => F(x) - 1;")]
    [InlineData("public static double F(double x) { var a = new double[2000000000]; return Math.Tanh(a[0]); }")]
    [InlineData("public static double F(double x) => x > 0 ? throw new Exception() : Math.Exp(x);")]
    [InlineData("public static double F(double x) { goto top; top: x = Math.Tanh(x); goto top; }")]
    public async Task ActivationThatNeverComesBack_IsSilent(string activation) => Assert.Empty(await Analysis.RunAsync($$"""
        using System;

        public static class Activation
        {
            {{activation}}
            public static double Slope(double z) => 1 - Math.Pow(F(z), 2);
            public static double Use(double z, double d) { var a = F(z); return d * (1 - F(z) * F(z)) * Slope(a); }
        }
        """));

    [Fact]
    public async Task RecursionThroughOperatorsAndProperties_EndsAndIsSilent() => Assert.Empty(await Analysis.RunAsync("""
        using System;

        public sealed class Loop
        {
            public double this[int i] => this[i + 1] * Value;
            public double Value => Other.Value + this[0];
            public Loop Other => new Loop { Seed = Value };
            public double Seed { get; set; }
            public static Loop operator *(Loop a, Loop b) => (a + b) * a;
            public static Loop operator +(Loop a, Loop b) => a * b;
            public static implicit operator double(Loop a) => Math.Tanh(a * a);
            public static double Slope(Loop z) => 1 - Math.Tanh(z) * Math.Tanh(z * z);
        }
        """));

    [Fact]
    public async Task MethodOf4000Lines_IsDoneWithinAMinute()
    {
        var body = new StringBuilder();
        for (var i = 0; i < 4000; i++)
            body.AppendLine($"        for (var t{i} = n - 1; t{i} >= 0; t{i}--) w[{i % 7}] += d[t{i}] * (1 - Math.Tanh(z[t{i}]) * z[{i % 5}]);");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await Analysis.RunAsync(
            "using System; public static class Long { public static void Run(double[] w, double[] d, double[] z, int n) {\n" + body + "} }",
            limit.Token);
    }

    [Fact]
    public async Task DeeplyNestedExpression_DoesNotOverflowTheStack()
    {
        var sum = string.Join(" + ", Enumerable.Range(0, 2000).Select(i => $"Math.Tanh(z * {i})"));
        Assert.Empty(await Analysis.RunAsync($"using System; public static class Deep {{ public static double Run(double z) => {sum}; }}"));
        var nested = string.Concat(Enumerable.Repeat("Math.Tanh(", 300)) + "z" + new string(')', 300);
        Assert.Empty(await Analysis.RunAsync($"using System; public static class Deep {{ public static double Run(double z) => 1 - {nested}; }}"));
    }

    [Fact]
    public async Task Cancelled_StopsWithTheHostsOwnException()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Analysis.RunAsync(Faulty.Source, cancelled.Token));
    }

    [Fact]
    public async Task EmptyAndForeignFiles_AreSilent()
    {
        Assert.Empty(await Analysis.RunAsync(""));
        Assert.Empty(await Analysis.RunAsync("\0\u0001 not C# at all }}} {{{ \"\"\""));
        Assert.Empty(await Analysis.RunAsync("interface I { double Slope(double z); } enum E { A } delegate double D(double x);"));
    }

    private static void AssertOnlyInWholeMembers(IEnumerable<Diagnostic> found, string source)
    {
        foreach (var diagnostic in found)
        {
            var member = diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>();
            Assert.False(member is null || member.ContainsDiagnostics, $"{diagnostic} in broken code:\n{source}");
        }
    }
}
