using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// Makes descriptors by one rubric: <see cref="Proved"/> where the finding is proved from the code, <see cref="Advice"/>
/// where it is advice. The category follows from the id's group.
/// </summary>
internal static class RuleDescriptor
{
    public static DiagnosticDescriptor Proved(string id, string title, string message, string description) =>
        Create(id, title, message, description, DiagnosticSeverity.Warning);

    public static DiagnosticDescriptor Advice(string id, string title, string message, string description) =>
        Create(id, title, message, description, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(
        string id, string title, string message, string description, DiagnosticSeverity severity) =>
#pragma warning disable RS2000, RS1033 // Release tracking follows the ids of the rule files; descriptions are sentences.
        new(id, title, message, Category(id), severity, isEnabledByDefault: true, description);
#pragma warning restore RS2000, RS1033

    private static string Category(string id) => id[2] switch
    {
        '1' => "Performance",
        '2' => "GradientPath",
        '3' => "Derivative",
        _ => "VerifiedGradient",
    };
}
