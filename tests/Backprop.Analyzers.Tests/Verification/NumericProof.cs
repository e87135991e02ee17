using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace Backprop.Analyzers.Tests.Verification;

/// <summary>
/// Runs the original and the fixed code: both are compiled, and their <c>public static double[] Probe.Run()</c> is called.
/// </summary>
internal static class NumericProof
{
    /// <summary>The fix changed no bit.</summary>
    public static void Exact(string source, string fixedSource) => Assert.Equal(Run(source), Run(fixedSource));

    /// <summary>The fix rounds differently at most.</summary>
    public static void Close(string source, string fixedSource, double tolerance = 1e-12)
    {
        var (before, after) = (Run(source), Run(fixedSource));
        Assert.Equal(before.Length, after.Length);
        for (var i = 0; i < before.Length; i++)
            Assert.True(Math.Abs(before[i] - after[i]) <= tolerance * Math.Max(1, Math.Abs(before[i])), $"[{i}] {before[i]:R} became {after[i]:R}");
    }

    public static double[] Run(string markup)
    {
        TestFileMarkupParser.GetSpans(markup, out var source, out System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Text.TextSpan> _);
        var compilation = CSharpCompilation.Create(
            "proof" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))],
            PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        var run = Assembly.Load(image.ToArray()).GetType("Probe")?.GetMethod("Run");
        Assert.NotNull(run);
        return Assert.IsType<double[]>(run.Invoke(null, null));
    }
}
