using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>Hostile and half-typed code is unknown, soon, and never a crash.</summary>
public class BoundsTests
{
    [Theory]
    [InlineData("static double F(double x) { while (true) { x = Math.Tanh(x); } }")]
    [InlineData("static double F(double x) { for (;;) { } }")]
    [InlineData("static double F(double x) { again: x += 1; goto again; }")]
    [InlineData("static double F(double x) => F(x + 1);")]
    [InlineData("static double F(double x) => G(x); static double G(double x) => F(x);")]
    [InlineData("static double F(double x) => new V(x) + new V(x); class V(double x) { double X => x; public static double operator +(V l, V r) => l.Y; double Y => this + this; }")]
    [InlineData("double F(double x) => P + x; double P => Q; double Q => P;")]
    [InlineData("static double F(double x) { var a = new double[int.MaxValue]; return Math.Tanh(x); }")]
    [InlineData("static double F(double x) { var a = new double[100000, 100000]; return a[0, 0]; }")]
    [InlineData("static double F(double x) { var l = new List<double>(); while (true) l.Add(x); }")]
    [InlineData("static double F(double x) => Enumerable.Range(0, int.MaxValue).Select(i => x).Sum();")]
    [InlineData("static double F(double x) { Parallel.For(0, int.MaxValue, i => { x += i; }); return x; }")]
    [InlineData("static double F(double x) { foreach (var v in G()) x += v; return x; } static IEnumerable<double> G() { while (true) yield return 1; }")]
    [InlineData("static double F(double x) { Func<double, double> f = null; f = v => f(v); return f(x); }")]
    [InlineData("static double F(double x) { double[] a = { x }; dynamic d = a; d.Set(a); return Math.Tanh(a[0]); }")]
    [InlineData("static C other; double F(double x) { double[] a = { x }; other?.Spoil(a); return Math.Tanh(a[0]); } void Spoil(double[] a) => a[0] = 1;")]
    [InlineData("static bool on; double F(double x) { double[] a = { x }; var b = on && Spoil(a); return Math.Tanh(a[0]); } bool Spoil(double[] a) { a[0] = 1; return true; }")]
    [InlineData("static bool on; double F(double x) { if (on) return x; return Math.Tanh(x); }")]
    [InlineData("double F(double x) => Math.Tanh(Inner(x)); protected virtual double Inner(double x) => x; class D : C { protected override double Inner(double x) => 2 * x; }")]
    [InlineData("double F(double x) => Math.Tanh(K * x); protected virtual double K => 1; class D : C { protected override double K => 2; }")]
    [InlineData("static B b; static double F(double x) => Math.Tanh(x) * b.One; class B { public virtual double One => 1; }")]
    [InlineData("static double F(double x) => Math.Round(Math.Tanh(x), MidpointRounding.AwayFromZero);")]
    [InlineData("static unsafe double F(double x) { double* p = &x; *p = 2; return Math.Tanh(x); }")]
    [InlineData("static double F(double x) { throw new InvalidOperationException(); }")]
    [InlineData("static double F(double x) => new Random().NextDouble() + x;")]
    [InlineData("static double F(double x) => Math.Tanh(x) + DateTime.Now.Second;")]
    [InlineData("static double F(double x) => Math.Tanh(x) * System.IO.File.ReadAllText(\"x\").Length;")]
    [InlineData("static double F(double x) => Math.Tanh(x) * slope; public static double slope = 1;")]
    [InlineData("double F(double x) => Math.Tanh(slope * x); private readonly double slope = 1; public C(double slope) { this.slope = slope; }")]
    public void Unknown(string members) => Assert.Equal("unknown", Snippet.Reading(members));

    [Fact]
    public void LongSumsAndDeepNestingNeedNoStack()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("Math.Tanh(x)", 2000));
        var nested = string.Concat(Enumerable.Repeat("(1 + x * ", 300)) + "x" + new string(')', 300);
        var snippet = new Snippet($"static double F(double x) => ({sum}) / 2000; static double G(double x) => {nested}; static double H(double x) => x > 5 ? x : 1 + H(x + 0.001);");
        Assert.All(new[] { "F", "G", "H" }, name => Assert.NotNull(snippet.Interpreter.Bodies.BodyOf(snippet.Method(name))));
        var readings = "";
        var thread = new Thread(() => readings = $"{snippet.ReadingOf("F")}, {snippet.ReadingOf("G")}, {snippet.ReadingOf("H")}", 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal("tanh Function, unknown, unknown", readings);
    }

    [Fact]
    public void CancellationIsHonoured()
    {
        using var source = new CancellationTokenSource();
        var snippet = new Snippet("static double F(double x) { for (int i = 0; i < 1000; i++) x += i; return x; }", cancellation: source.Token);
        Assert.NotNull(snippet.Interpreter.Invoke(snippet.Method("F"), null, [Number.Of(1.0)]));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => snippet.Interpreter.Invoke(snippet.Method("F"), null, [Number.Of(1.0)]));
    }

    /// <summary>Every prefix of a source, and every source with one token missing, is answered without an exception.</summary>
    [Fact]
    public void HalfTypedCode()
    {
        const string source = """
            static double F(double x) { var a = new double[2, 2]; foreach (var v in a) x += v; var (p, q) = (x, G(x)); return x switch { > 1 => p, _ => Math.Tanh(q) }; }
            static double G(double x) { Func<double, double> f = v => v is > 0 and < 1 ? v : -v; try { checked { x++; } } finally { x--; } return f(x) - new R(1) { V = 2 }.V; }
            record R(int K) { public double V { get; init; } public static R operator +(R l, R r) => l with { V = r.V }; }
            """;
        var tokens = Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseTokens(source).ToArray();
        foreach (var token in tokens)
        {
            Answer(source[..token.SpanStart]);
            Answer(source.Remove(token.SpanStart, token.Span.Length));
        }
    }

    private static void Answer(string members)
    {
        var snippet = new Snippet(members, allowErrors: true);
        foreach (var method in Methods(snippet.Type("C")))
        {
            snippet.Fingerprints.OfMethod(method);
        }
    }

    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type)
        => type.GetMembers().OfType<IMethodSymbol>().Concat(type.GetTypeMembers().SelectMany(Methods));

    [Theory]
    [InlineData("static double F(double x) { return Math.Tanh(x) }")]
    [InlineData("static double F(double x) { Undefined(); return Math.Tanh(x); }")]
    [InlineData("static double F(double x) => Math.Tanh(x) + y;")]
    [InlineData("static double F(double x) => Math.Tanh(\"x\");")]
    public void CodeWithErrorsMeansNothing(string members)
        => Assert.Equal("unknown", new Snippet(members, allowErrors: true).ReadingOf("F"));
}
