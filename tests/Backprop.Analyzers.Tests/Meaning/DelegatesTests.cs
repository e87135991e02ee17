using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>Lambdas, method groups and delegates where they stand, with what they capture.</summary>
public class DelegatesTests
{
    [Theory]
    [InlineData("x => Math.Tanh(x)", "tanh Function")]
    [InlineData("x => { var t = Math.Tanh(x); return 1 - t * t; }", "tanh DerivativeFromInput")]
    [InlineData("Math.Tanh", "tanh Function")]
    [InlineData("Own", "sigmoid Function")]
    [InlineData("this.Slow", "tanh DerivativeFromInput")]
    [InlineData("x => f(x) * (1 - f(x))", "sigmoid DerivativeFromInput")]
    [InlineData("x => Math.Tanh(k * x)", "1 * tanh(1.5 z) Function")]
    [InlineData("x => Math.Tanh(mutable * x)", "unknown")]
    [InlineData("x => Math.Tanh(x) * z", "unknown")]
    [InlineData("x => Math.Tanh(x) * late", "unknown")]
    [InlineData("x => Math.Tanh(x) * filled[0]", "unknown")]
    [InlineData("x => g(x)", "unknown")]
    [InlineData("f", "sigmoid Function")]
    [InlineData("held", "tanh Function")]
    [InlineData("pair.D", "tanh DerivativeFromOutput")]
    [InlineData("g", "unknown")]
    [InlineData("open", "unknown")]
    public void InPlace(string expression, string reading)
    {
        var snippet = new Snippet($$"""
            static double Own(double v) => 1 / (1 + Math.Exp(-v));
            double Slow(double v) => 1 - Math.Tanh(v) * Math.Tanh(v);
            void Use(Func<double, double> used) { }
            static readonly Func<double, double> held = Math.Tanh;
            static readonly (Func<double, double> F, Func<double, double> D) pair = (Math.Tanh, a => 1 - a * a);
            public static Func<double, double> open = Math.Tanh;
            void M(double z, Func<double, double> g)
            {
                double k = 1.5; double mutable = 1; double late; double[] filled = { 1 };
                Func<double, double> f = v => 1 / (1 + Math.Exp(-v));
                late = z; filled[0] = z;
                Use({{expression}});
                mutable += z;
            }
            """);
        Assert.Equal(reading, Snippet.Text(snippet.Fingerprints.OfDelegate(Passed(snippet))));
    }

    [Theory]
    [InlineData("(y, g) => (1 - y * y) * g", 0, 1)]
    [InlineData("(g, y) => g * (1 - y) * (1 + y)", 1, 0)]
    public void WithUpstreamGradient(string lambda, int input, int upstream)
    {
        var snippet = new Snippet($"void Use(Func<double, double, double> f) {{ }} void M() {{ Use({lambda}); }}");
        var operation = Assert.IsAssignableFrom<IAnonymousFunctionOperation>(Assert.IsAssignableFrom<IDelegateCreationOperation>(Passed(snippet)).Target);
        var reading = snippet.Fingerprints.ArgumentReadingsOf(operation)[0];
        Assert.Equal(("tanh DerivativeFromOutput", input, (int?)upstream), (Snippet.Text(reading.Fingerprint), reading.Input, reading.Upstream));
    }

    [Fact]
    public void ABufferOfTheObjectIsFilled()
    {
        const string members = "readonly double[] z, a; C(int n) { z = new double[n]; a = new double[n]; }"
            + "double[] F(double[] x) { for (int i = 0; i < x.Length; i++) { z[i] = x[i]; a[i] = Math.Tanh(z[i]); } return a; }"
            + "double[] D(double[] g) { for (int i = 0; i < g.Length; i++) g[i] = 1 - a[i] * a[i]; return g; }";
        Assert.Equal("tanh Function", Snippet.Reading(members));
        Assert.Equal("unknown", Snippet.Reading(members, method: "D"));
    }

    [Fact]
    public void ExpressionsWithGivenValues()
    {
        var snippet = new Snippet("static double M(double z, double[] w, int i) { var t = Math.Tanh(z); return (1 - t * t) * w[i]; }");
        var expression = snippet.Expression("(1 - t * t) * w[i]");
        var weight = expression.Descendants().OfType<IArrayElementReferenceOperation>().Single();
        var t = expression.Descendants().OfType<ILocalReferenceOperation>().First().Local;
        var reading = snippet.Fingerprints.Recognise(
            snippet.Compilation.GetSpecialType(SpecialType.System_Double),
            input => snippet.Interpreter.Evaluate(
                expression,
                new Dictionary<IOperation, Datum> { [weight] = Number.Of(1.0) },
                new Dictionary<ISymbol, Datum>(SymbolEqualityComparer.Default) { [t] = input }));
        Assert.Equal("tanh DerivativeFromOutput", Snippet.Text(reading));
        Assert.Null(snippet.Interpreter.Evaluate(expression, new Dictionary<IOperation, Datum>(), new Dictionary<ISymbol, Datum>(SymbolEqualityComparer.Default)));
    }

    [Fact]
    public void BodiesWithGivenValues()
    {
        var snippet = new Snippet("double field; double M(double z) { var s = field; for (int i = 0; i < 3; i++) s += z; return s; }");
        var body = Assert.IsAssignableFrom<IMethodBodyOperation>(snippet.Interpreter.Bodies.BodyOf(snippet.Method("M"))).BlockBody;
        var symbols = new Dictionary<ISymbol, Datum>(SymbolEqualityComparer.Default)
        {
            [snippet.Method("M").Parameters[0]] = Number.Of(2.0),
            [snippet.Type("C").GetMembers("field")[0]] = Number.Of(10.0),
        };
        Assert.NotNull(body);
        Assert.Equal(16, Assert.IsType<Number>(snippet.Interpreter.RunBody(body, new Dictionary<IOperation, Datum>(), symbols)).Value);
    }

    private static IOperation Passed(Snippet snippet)
    {
        var body = snippet.Interpreter.Bodies.BodyOf(snippet.Method("M")) ?? throw new InvalidOperationException("no body");
        return body.Descendants().OfType<IInvocationOperation>().First(call => call.TargetMethod.Name == "Use").Arguments[0].Value;
    }
}
