using Backprop.EndToEnd.Tests.Package;
using Microsoft.CodeAnalysis;

namespace Backprop.EndToEnd.Tests.Documents;

/// <summary>
/// The presets in the package name every rule that the analyzer has. They are made from its release tracking files
/// (src/Backprop.Analyzers/AnalyzerReleases.*.md), so a red test here means that a rule's row is missing or wrong there.
/// </summary>
[Collection(PackedPackage.Collection)]
public sealed class PresetTests(PackedPackage package)
{
    [Fact]
    public void Default_HasEachRuleAtItsDefault() => Assert.Equal(Expected(RuleFacts.Severity), Lines("default"));

    [Theory]
    [InlineData("none", "none")]
    [InlineData("all-warnings", "warning")]
    [InlineData("all-errors", "error")]
    public void Others_HaveEachRuleAtOneSeverity(string preset, string severity) =>
        Assert.Equal(Expected(_ => severity), Lines(preset));

    private static string[] Expected(Func<DiagnosticDescriptor, string> severity) =>
    [
        "is_global = true", "global_level = -100",
        .. RuleFacts.Descriptors.Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {severity(rule)}"),
    ];

    private string[] Lines(string preset) =>
        package.ReadText($"build/presets/{preset}.globalconfig").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
