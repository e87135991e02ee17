using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>Methods with many variables, and functions that keep those of their birth.</summary>
public class VariablesTests
{
    [Theory, InlineData(2), InlineData(6), InlineData(7), InlineData(30)]
    public void AllAreFoundAgain(int count)
    {
        var declared = string.Concat(Enumerable.Range(0, count).Select(i => $"double v{i} = {(i == 0 ? "x" : $"v{i - 1}")}; v{i} += 0; "));
        Assert.Equal("tanh Function", Snippet.Reading($"static double F(double x) {{ {declared} return Math.Tanh(v{count - 1}); }}"));
    }

    [Fact]
    public void AFunctionKeepsTheIterationItWasMadeIn() => Assert.Equal("tanh Function", Snippet.Reading(
        """
        static double F(double x)
        {
            var fs = new List<Func<double>>();
            for (var i = 0; i < 3; i++) { double a = i, b = a, c = b, d = c, e = d, g = e, h = g; fs.Add(() => h * x); }
            return Math.Tanh(fs[1]());
        }
        """));
}
