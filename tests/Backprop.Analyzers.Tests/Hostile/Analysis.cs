using System.Collections.Immutable;
using Backprop.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Backprop.Analyzers.Tests.Hostile;

/// <summary>Runs the analyzer as a host does, but lets no exception pass for a diagnostic.</summary>
internal static class Analysis
{
    /// <summary>What is reported; an exception in the analyzer fails the test.</summary>
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(string source, CancellationToken cancellation = default)
    {
        var compilation = CSharpCompilation.Create(
            "hostile", [CSharpSyntaxTree.ParseText(source, path: "Hostile.cs")], PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        Exception? thrown = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => thrown = exception, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers([new BackpropAnalyzer()], options).GetAnalyzerDiagnosticsAsync(cancellation);
        if (thrown is not null) throw new InvalidOperationException("The analyzer threw: " + thrown, thrown);
        return found;
    }
}
