using System.Text.RegularExpressions;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.Documents;

/// <summary>
/// The release tracking files list the rules that there are, by id, category and severity. (Roslyn's own check, RS2000, only
/// sees descriptors whose id is written into the constructor; ours come from one place that decides severity and category.)
/// </summary>
public sealed partial class ReleaseTrackingTests
{
    [Fact]
    public void Files_ListEachRuleOnce() => Assert.Equal(
        RuleFacts.Descriptors.Select(rule => $"{rule.Id} | {rule.Category} | {rule.DefaultSeverity}"),
        new[] { "Shipped", "Unshipped" }.SelectMany(kind => Rows(File.ReadAllText(
            Repository.PathOf("src", "Backprop.Analyzers", $"AnalyzerReleases.{kind}.md")))).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Rows(string text) =>
        Row().Matches(text).Select(row => $"{row.Groups["id"]} | {row.Groups["category"]} | {row.Groups["severity"]}");

    [GeneratedRegex(@"^(?<id>BP\d{4})\s*\|\s*(?<category>\w+)\s*\|\s*(?<severity>\w+)\s*\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
