using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Backprop.Analyzers.Tests.Model;

/// <summary>What is looked at: small compilations whole, large ones where they speak of networks.</summary>
public class NetworkSourcesTests
{
    private const string Other = "class Sorter { int Depth; }";

    [Theory]
    [InlineData("class HyperbolicTanhLayer { }")]
    [InlineData("// a NEURAL net")]
    [InlineData("double SoftMax;")]
    [InlineData("int tanh")]
    [InlineData("// нейронная сеть")]
    [InlineData("// 神经网络的梯度")]
    public void SpeaksOfNetworks(string text) => Assert.True(NetworkWords.AreIn(text.AsSpan()));

    [Theory]
    [InlineData("the current property of a percentage, refluent, back to the proper tan h")]
    [InlineData("tan")]
    [InlineData("")]
    public void SpeaksOfSomethingElse(string text) => Assert.False(NetworkWords.AreIn(text.AsSpan()));

    [Theory]
    [InlineData(0)]
    [InlineData(8180)]
    [InlineData(8185)]
    [InlineData(8190)]
    [InlineData(8192)]
    [InlineData(20_000)]
    public void AWordIsFoundWhereverItStands(int before)
    {
        var speaking = "//" + new string(' ', before) + "Perceptron";
        Assert.Equal([speaking], Looked([speaking, .. Enumerable.Repeat(Other, 40)]));
    }

    [Fact]
    public void ASmallCompilationIsLookedAtWhole() => Assert.Equal(15, Looked([.. Enumerable.Repeat(Other, 15)]).Length);

    [Fact]
    public void ALargeOneThatSpeaksOfNothingIsNot() => Assert.Empty(Looked([.. Enumerable.Repeat(Other, 16)]));

    [Fact]
    public void ALargeOneThatIsAboutNetworksIsLookedAtWhole() =>
        Assert.Equal(32, Looked(["class Neuron { }", "class LstmCell { }", .. Enumerable.Repeat(Other, 30)]).Length);

    [Theory]
    [InlineData(14, "", true)]
    [InlineData(100, "", false)]
    [InlineData(100, "// A neuron.", true)]
    public async Task AFaultIsReportedWhereItIsLookedFor(int others, string comment, bool reported)
    {
        var faulty = comment + """

            public class Unit
            {
                private double z, a;
                public double Forward(double x) { z = 3 * x; a = S(z); return a; }
                public double Backward(double da) => da * (S(z) * (1 - S(z)));
                private static double S(double v) => 1 / (1 + System.Math.Exp(-v));
            }
            """;
        var compilation = Compilation([faulty, .. Enumerable.Range(0, others).Select(i => $"class Other{i} {{ }}")]);
        var found = await compilation.WithAnalyzers([new BackpropAnalyzer()]).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        Assert.Equal(reported ? ["BP1001"] : [], found.Select(one => one.Id).Distinct());
    }

    private static string[] Looked(string[] sources) =>
        [.. new NetworkSources(Compilation(sources), CancellationToken.None).Trees.Select(tree => tree.ToString())];

    private static CSharpCompilation Compilation(string[] sources) => CSharpCompilation.Create(
        "large", sources.Select(source => CSharpSyntaxTree.ParseText(source)), PlatformReferences.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
