using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>
/// The two training runs that the benchmark `--quick shared` compares are what they claim to be: BP1004's fix makes the one
/// of the other, over an interface, five implementations and three callers, and what is learned stays the same to 1e-12.
/// </summary>
public sealed class MeasuredFixTests
{
    private const string Probe = """

        public static class Probe
        {
            public static double[] Run() => TrainingRun.Of(units: 20, steps: 400);
        }
        """;

    [Fact]
    public async Task TheFixMakesTheOneOfTheOther_AndKeepsItsNumbers()
    {
        var before = Read("FromInput")
            .Replace("Squash.Slope(Net)", "{|BP1004:Squash.Slope(Net)|}")
            .Replace("unit.Squash.Slope(unit.Net)", "{|BP1004:unit.Squash.Slope(unit.Net)|}")
            .Replace("squash.Slope(net)", "{|BP1004:squash.Slope(net)|}");
        var after = Read("FromOutput");
        await Verify.FixesAsync<SharedOutputFormFixer>(before, after, iterations: 1);
        NumericProof.Close(before, after, 1e-12);
    }

    // Without the namespace and the first type's summary, which tell the two apart, and with the usings that are implied there.
    private static string Read(string name)
    {
        using var stream = typeof(MeasuredFixTests).Assembly.GetManifestResourceStream("SharedDerivative/" + name);
        Assert.NotNull(stream);
        var text = new StreamReader(stream).ReadToEnd();
        return "using System;\nusing System.Linq;\n\n" + text[text.IndexOf("public interface", StringComparison.Ordinal)..] + Probe;
    }
}
