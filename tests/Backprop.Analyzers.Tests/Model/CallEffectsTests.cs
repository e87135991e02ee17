using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Tests.Model;

/// <summary>What a call may write does not depend on which call was asked about first.</summary>
public sealed class CallEffectsTests
{
    private const string Chain = """
        static class Chain
        {
            static double[] A(double[] v) => B(v);
            static double[] B(double[] v) => C(v);
            static double[] C(double[] v) => D(v);
            static double[] D(double[] v) => E(v);
            static double[] E(double[] v) => F(v);
            static double[] F(double[] v) => new[] { v[0] };

            static double[] Of(double[] v) => A(v);
            static double[] Nearer(double[] v) => D(v);
        }
        """;

    [Fact]
    public void ADeepCallAskedFirst_DoesNotHideWhatANearerOneSees()
    {
        var model = new CompilationModel(Compilations.Of(Chain));
        Assert.True(model.Effects.Of(CallIn(model, "Of")).Anything); // too deep to be looked at
        Assert.True(model.Effects.Of(CallIn(model, "Nearer")).Computes);
    }

    [Fact]
    public void TheOtherWayRound_TheSame()
    {
        var model = new CompilationModel(Compilations.Of(Chain));
        Assert.True(model.Effects.Of(CallIn(model, "Nearer")).Computes);
        Assert.True(model.Effects.Of(CallIn(model, "Nearer")).Computes);
    }

    [Fact]
    public void OfTwoThatCallEachOther_NeitherHidesWhatTheOtherWrites()
    {
        var model = new CompilationModel(Compilations.Of("""
            class Unit
            {
                double bias, scale;

                void Even(int n) { bias = n; Odd(n - 1); }
                void Odd(int n) { scale = n; Even(n - 1); }

                void AsksEven() => Even(4);
                void AsksOdd() => Odd(3);
            }
            """));
        Assert.All(["AsksEven", "AsksOdd"], member =>
        {
            var reach = model.Effects.Of(CallIn(model, member));
            Assert.True(reach.Anything || reach.Members.Count == 2);
        });
    }

    [Fact]
    public void OneThatCallsItself_WritesWhatItWrites()
    {
        var model = new CompilationModel(Compilations.Of("""
            class Unit
            {
                double bias;

                void Down(int n) { bias = n; if (n > 0) Down(n - 1); }

                void Asks() => Down(4);
            }
            """));
        var reach = model.Effects.Of(CallIn(model, "Asks"));
        Assert.False(reach.Anything);
        Assert.Single(reach.Members);
    }

    private static IOperation CallIn(CompilationModel model, string member)
    {
        var method = model.Compilation.GetSymbolsWithName(member, SymbolFilter.Member).OfType<IMethodSymbol>().Single();
        var body = model.Bodies.BodyOf(method);
        Assert.NotNull(body);
        return body.Descendants().OfType<IInvocationOperation>().Single();
    }
}
