using Backprop.Analyzers.Tests.Planting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>A piece of code and what must be said about it: the ids behind <c>//!</c> stand for a report on that line.</summary>
internal static class Sample
{
    private const string Expectation = "//!";

    /// <summary>The code compiles, its gradient is right, and nothing is said about it.</summary>
    public static async Task IsRightAndSilent(string source)
    {
        var compilation = Compile(source);
        using (var network = new Network(compilation))
            GradientProof.Run(network).ThrowIfWrong();
        await IsSilent(compilation);
    }

    /// <summary>The code compiles, and nothing is said about it, whatever its gradient.</summary>
    public static Task IsSilent(string source) => IsSilent(Compile(source));

    /// <summary>The code's gradient is wrong, and the rules say so on exactly the marked lines.</summary>
    public static async Task IsWrongAndReported(string source)
    {
        var compilation = Compile(Unmarked(source));
        using (var network = new Network(compilation))
            Assert.False(GradientProof.Run(network).Right, "the gradient is right");
        await IsReported(compilation, source);
    }

    /// <summary>The rules say what is marked, of code that cannot be run here: TorchSharp's numbers are computed by a native library.</summary>
    public static Task IsReported(string source) => IsReported(Compile(Unmarked(source)), source);

    private static async Task IsReported(CSharpCompilation compilation, string source) =>
        Assert.Equal(Expected(source), Detection.Faults(await Detection.Run(compilation)).Select(Line).Order());

    private static async Task IsSilent(CSharpCompilation compilation)
    {
        var warnings = Detection.Warnings(await Detection.Run(compilation)).Select(Quoted).ToArray();
        Assert.True(warnings.Length == 0, string.Join('\n', warnings));
    }

    private static CSharpCompilation Compile(string source)
    {
        var compilation = Sources.Compile(Sources.Parse(source));
        Assert.Empty(Sources.Errors(compilation));
        return compilation;
    }

    private static string Unmarked(string source) =>
        string.Join('\n', source.Split('\n').Select(line => line.Split(Expectation)[0].TrimEnd()));

    // The rules may not read it off the comments, so these are gone from what is compiled.
    private static IEnumerable<string> Expected(string source) =>
        source.Split('\n').SelectMany((line, index) => line.Split(Expectation).Skip(1)
            .SelectMany(ids => ids.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(id => $"{id} at {index + 1}")).Order();

    private static string Quoted(Diagnostic report) =>
        $"{report} at: {report.Location.SourceTree?.GetText().Lines.GetLineFromPosition(report.Location.SourceSpan.Start).ToString().Trim()}";

    private static string Line(Diagnostic report) =>
        $"{report.Id} at {report.Location.GetLineSpan().StartLinePosition.Line + 1}";
}
