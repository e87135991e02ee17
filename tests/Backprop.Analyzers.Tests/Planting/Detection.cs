using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>What the package's analyzers say about a compilation.</summary>
internal static class Detection
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. System.Reflection.Assembly.Load("Backprop.Analyzers").GetTypes()
            .Where(type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static async Task<ImmutableArray<Diagnostic>> Run(CSharpCompilation compilation)
    {
        if (Analyzers.IsEmpty)
            return [];
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), Crash, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        return await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync();
    }

    public static IEnumerable<Diagnostic> Warnings(IEnumerable<Diagnostic> reports) =>
        reports.Where(report => report.Severity >= DiagnosticSeverity.Warning);

    /// <summary>All warnings, and whatever is said of a lost gradient path at any severity.</summary>
    public static IEnumerable<Diagnostic> Faults(IEnumerable<Diagnostic> reports) =>
        reports.Where(report => report.Severity >= DiagnosticSeverity.Warning
            || report.Id.StartsWith("BP2", StringComparison.Ordinal));

    private static void Crash(Exception exception, DiagnosticAnalyzer analyzer, Diagnostic report) =>
        throw new InvalidOperationException($"{analyzer} crashed: {report.GetMessage()}", exception);
}
