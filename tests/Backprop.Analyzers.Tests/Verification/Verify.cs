using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Backprop.Analyzers.Tests.Verification;

/// <summary>
/// The analyzer over one source: <c>{|BP1001:...|}</c> marks what must be reported, nothing else may be. With a fix, the
/// testing library also applies it to one report, to a document, a project and a solution.
/// </summary>
internal static class Verify
{
    public static Task ReportsAsync(string source) => new Test<EmptyCodeFixProvider>(source).RunAsync(TestContext.Cancellation);

    public static Task SilentAsync(string source) => ReportsAsync(source);

    /// <summary>As before a restore: what does not bind is no matter of the test.</summary>
    public static Task UnrestoredAsync(string source) =>
        new Test<EmptyCodeFixProvider>(source) { CompilerDiagnostics = CompilerDiagnostics.None }.RunAsync(TestContext.Cancellation);

    /// <summary>The same with a fix.</summary>
    public static Task FixesUnrestoredAsync<TFix>(string source, string fixedSource)
        where TFix : CodeFixProvider, new() =>
        new Test<TFix>(source) { FixedCode = fixedSource, CompilerDiagnostics = CompilerDiagnostics.None }.RunAsync(TestContext.Cancellation);

    /// <summary>Nothing but advice, whose own tests say where it stands.</summary>
    public static Task NoWarningAsync(string source)
    {
        var test = new Test<EmptyCodeFixProvider>(source);
        test.DisabledDiagnostics.AddRange(
            new BackpropAnalyzer().SupportedDiagnostics.Where(d => d.DefaultSeverity < DiagnosticSeverity.Warning).Select(d => d.Id));
        return test.RunAsync(TestContext.Cancellation);
    }

    /// <summary>Silent as far as one rule is concerned; others may have their say.</summary>
    public static Task NoAdviceAsync(string id, string source)
    {
        var test = new Test<EmptyCodeFixProvider>(source);
        test.DisabledDiagnostics.AddRange(new BackpropAnalyzer().SupportedDiagnostics.Select(d => d.Id).Where(other => other != id));
        return test.RunAsync(TestContext.Cancellation);
    }

    /// <summary>Equal sources mean: reported, but no fix is offered.</summary>
    public static Task FixesAsync<TFix>(string source, string fixedSource, int? iterations = null)
        where TFix : CodeFixProvider, new() =>
        new Test<TFix>(source)
        {
            FixedCode = fixedSource,
            NumberOfIncrementalIterations = iterations,
            NumberOfFixAllIterations = source == fixedSource ? 0 : 1,
        }.RunAsync(TestContext.Cancellation);

    private static class TestContext
    {
        public static CancellationToken Cancellation => CancellationToken.None;
    }

    private sealed class Test<TFix> : CSharpCodeFixTest<BackpropAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        public Test(string source)
        {
            TestCode = source;
            ReferenceAssemblies = PlatformReferences.None;
            TestState.AdditionalReferences.AddRange(PlatformReferences.All);
        }

        protected override ParseOptions CreateParseOptions() =>
            ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(LanguageVersion.Latest);
    }
}
