using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>What the package's analyzers say about a compilation.</summary>
internal static class Detection
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new BackpropAnalyzer()];

    public static async Task<ImmutableArray<Diagnostic>> Run(CSharpCompilation compilation)
    {
        var crashes = new ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => crashes.Enqueue(exception), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var reports = await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync();
        return crashes.IsEmpty ? reports : throw new AggregateException("an analyzer crashed", crashes);
    }

    public static IEnumerable<Diagnostic> Warnings(IEnumerable<Diagnostic> reports) =>
        reports.Where(report => report.Severity >= DiagnosticSeverity.Warning);

    /// <summary>All warnings, and whatever is said of a lost gradient path at any severity.</summary>
    public static IEnumerable<Diagnostic> Faults(IEnumerable<Diagnostic> reports) =>
        reports.Where(report => report.Severity >= DiagnosticSeverity.Warning
            || report.Id.StartsWith("BP2", StringComparison.Ordinal));
}
