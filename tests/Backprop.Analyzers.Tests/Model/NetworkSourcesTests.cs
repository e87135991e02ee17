using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Pairs;
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

    // Letters that are in words themselves, so that no step goes far; and of either half of the text, every place.
    [Theory]
    [InlineData("tanh")]
    [InlineData("Sigmoid")]
    [InlineData("ReLU")]
    [InlineData("perceptron")]
    [InlineData("ニューラル")]
    public void NoPlaceHidesAWord(string word)
    {
        for (var before = 0; before < 20; before++)
            for (var behind = 0; behind < 20; behind++)
            {
                Assert.True(NetworkWords.AreIn((new string('e', before) + word + new string('r', behind)).AsSpan()));
                Assert.False(NetworkWords.AreIn((new string('e', before) + word.Substring(1) + new string('r', behind)).AsSpan()));
            }
    }

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

    // The logistic distribution of a library of statistics speaks of the sigmoid, and its base class is no activation's.
    [Theory]
    [InlineData("", 40, false)]
    [InlineData("/* of a neuron */", 40, true)]
    [InlineData("", 3, true)]
    public void AFamilyIsOfNetworksWhereAGoodPartOfItIs(string comment, int others, bool expected)
    {
        var compilation = Compilation([comment + "abstract class Root { }", "/* sigmoid */ class Logistic : Root { }",
            .. Enumerable.Range(0, others).Select(i => $"class Other{i} : Root {{ }}"), .. Enumerable.Repeat("class Apart { }", 40)]);
        var root = compilation.GetTypeByMetadataName("Root")!;
        Assert.Equal(expected, new Family(root, new Hierarchy(compilation), new Gate(compilation, CancellationToken.None)).IsOfNetworks);
    }

    private static string[] Looked(string[] sources) =>
        [.. new NetworkSources(Compilation(sources), CancellationToken.None).Trees.Select(tree => tree.ToString())];

    private static CSharpCompilation Compilation(string[] sources) => CSharpCompilation.Create(
        "large", sources.Select(source => CSharpSyntaxTree.ParseText(source)), PlatformReferences.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
