using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Backprop.Analyzers.Tests.Model;

/// <summary>What the gate reads off the text: "certainly not" must be certain.</summary>
public class TreeWordsTests
{
    [Theory]
    [InlineData("for (var s = last; s != null; s = s.Before) { }", true)]
    [InlineData("node=node.next;", true)]
    [InlineData("node = node?.next;", true)]
    [InlineData("a = b.a; if (s == s.Before) { }", false)]
    public void Advance(string text, bool expected) => Assert.Equal(expected, Words(text).Advance(All(text)));

    [Theory]
    [InlineData("y = a * b;", true)]
    [InlineData("y *= b;", true)]
    [InlineData("/* a comment */ y = a + b;", false)]
    public void Multiplies(string text, bool expected) => Assert.Equal(expected, Words(text).Multiplies(All(text)));

    [Theory]
    [InlineData("carry = carry + 1;", "carry", 2, true)]
    [InlineData("carry = other;", "carry", 2, false)]
    [InlineData("carrying = carry;", "carry", 2, false)]
    public void MentionOften(string text, string word, int often, bool expected) => Assert.Equal(expected, Words(text).Mention(word, All(text), often));

    [Theory]
    [InlineData("double Slope(double x) => x;", true)]
    [InlineData("T Slope<T>(T x) => x;", true)]
    [InlineData("double[] Slope(double[] x) => x;", true)]
    [InlineData("y = Slope(x);", false)]
    [InlineData("return Slope(x);", false)]
    [InlineData("y = f.Slope(x);", false)]
    public void Declarations(string text, bool expected) => Assert.Equal(expected, Words(text).Declarations(new WordSet(["Slope"])).Any());

    [Theory]
    [InlineData("y = Math.Exp(x);", true)]
    [InlineData("f = Math.Exp; y = f(x);", false)]
    [InlineData("y = x; // once it was Math.Exp(x)", false)]
    [InlineData("// Exp(\ny = Exp(x);", true)]
    [InlineData("/// <summary>Exp(x)</summary>", false)]
    [InlineData("Log(\"see http://a.b\"); y = Exp(x);", true)]
    [InlineData("if (s == \"//\") y = Exp(x);", true)]
    [InlineData("y = a / b / Exp(x);", true)]
    public void Calls(string text, bool expected) => Assert.Equal(expected, Words(text).Call(new WordSet(["Exp"]), All(text)));

    [Fact]
    public void AWordStandsWhereItStarts()
    {
        const string text = "for (int t = T - 1; t >= 0; t--) Step(t);";
        Assert.Equal([9, 20, 28, 38], Words(text).Positions("t", All(text)));
        Assert.Equal([20, 28], Words(text).Positions("t", TextSpan.FromBounds(12, 30)));
    }

    private static TreeWords Words(string text) => TreeWords.Of(CSharpSyntaxTree.ParseText(text));

    private static TextSpan All(string text) => new(0, text.Length);
}
