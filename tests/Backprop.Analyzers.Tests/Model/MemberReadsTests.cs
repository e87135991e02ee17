using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Tests.Model;

/// <summary>What a method reads is all of it, whichever method of a recursion was asked about first.</summary>
public sealed class MemberReadsTests
{
    private const string Mutual = """
        class Unit
        {
            double bias, scale;

            double Even(int n) => n == 0 ? bias : Odd(n - 1);
            double Odd(int n) => n == 0 ? scale : Even(n - 1);
        }
        """;

    [Theory]
    [InlineData("Even", "Odd")]
    [InlineData("Odd", "Even")]
    public void OfTwoThatCallEachOther_BothReadWhatEitherReads(string first, string second)
    {
        var model = new CompilationModel(Compilations.Of(Mutual));
        Assert.Equal(["bias", "scale"], ReadBy(model, first));
        Assert.Equal(["bias", "scale"], ReadBy(model, second));
    }

    [Fact]
    public void ADeepMethodAskedFirst_DoesNotHideWhatANearerOneReads()
    {
        var chain = string.Join(" ", Enumerable.Range(0, 9).Select(i => $"double F{i}(double x) => F{i + 1}(x);"));
        var model = new CompilationModel(Compilations.Of($"class Chain {{ double last; {chain} double F9(double x) => x + last; }}"));
        Assert.Null(model.Effects.Reads.Of(Method(model, "F0"))); // too deep to be looked at
        Assert.Equal(["last"], ReadBy(model, "F4"));
    }

    private static string[] ReadBy(CompilationModel model, string method)
    {
        var reads = model.Effects.Reads.Of(Method(model, method));
        Assert.NotNull(reads);
        return [.. reads.Select(read => read.Name).Order(StringComparer.Ordinal)];
    }

    private static IMethodSymbol Method(CompilationModel model, string name) =>
        model.Compilation.GetSymbolsWithName(name, SymbolFilter.Member).OfType<IMethodSymbol>().Single();
}
