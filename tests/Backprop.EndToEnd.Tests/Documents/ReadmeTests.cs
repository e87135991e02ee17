using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.Documents;

/// <summary>Both READMEs list the rules that there are: `| id | title | severity | fix |`, in the order of the ids.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Descriptors_AreThere() => Assert.NotEmpty(RuleFacts.Descriptors);

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Backprop.Analyzers.Package/README.md")]
    public void FormatCommand_NamesTheRulesWithAFix(string readme) => Assert.Contains(
        $"    dotnet format analyzers --severity info --diagnostics {string.Join(' ', RuleFacts.FixableIds.Order(StringComparer.Ordinal))}",
        File.ReadLines(Repository.PathOf(readme)));

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Backprop.Analyzers.Package/README.md")]
    public void RuleTable_EqualsTheDescriptors(string readme) => Assert.Equal(
        RuleFacts.Descriptors.Select(rule =>
            $"| {rule.Id} | {rule.Title} | {RuleFacts.Severity(rule)} | {(RuleFacts.FixableIds.Contains(rule.Id) ? "yes" : "no")} |"),
        File.ReadLines(Repository.PathOf(readme)).Where(line => line.StartsWith("| BP", StringComparison.Ordinal)));

    [Fact]
    public void EachRule_HasItsPage() => Assert.All(RuleFacts.Descriptors, rule =>
        Assert.True(File.Exists(Repository.PathOf("src", "Backprop.Analyzers", "Rules", $"{rule.Id}.md")), $"No page for {rule.Id}."));
}
