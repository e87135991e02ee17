using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Backprop.EndToEnd.Tests.Documents;

/// <summary>What the analyzers and fixes say of themselves: the source that documents and presets are held against.</summary>
internal static class RuleFacts
{
    public static DiagnosticDescriptor[] Descriptors { get; } =
        [.. Instances<DiagnosticAnalyzer>(Assembly.Load("Backprop.Analyzers")).SelectMany(a => a.SupportedDiagnostics)
            .DistinctBy(d => d.Id).OrderBy(d => d.Id, StringComparer.Ordinal)];

    public static string[] FixableIds { get; } =
        [.. Instances<CodeFixProvider>(Assembly.Load("Backprop.Analyzers.CodeFixes")).SelectMany(f => f.FixableDiagnosticIds).Distinct()];

    public static string Severity(DiagnosticDescriptor rule) => (rule.IsEnabledByDefault, rule.DefaultSeverity) switch
    {
        (false, _) => "none",
        (_, DiagnosticSeverity.Info) => "suggestion",
        (_, DiagnosticSeverity.Hidden) => "silent",
        var (_, severity) => severity.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<T> Instances<T>(Assembly assembly) =>
        assembly.GetTypes().Where(type => type is { IsAbstract: false } && typeof(T).IsAssignableFrom(type))
            .Select(type => (T)(Activator.CreateInstance(type) ?? throw new InvalidOperationException($"No {type}.")));
}
