using System.Reflection;
using System.Text.RegularExpressions;
using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Hostile;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Backprop.Analyzers.Tests.Consistency;

/// <summary>What is written about a rule is what the rule does: page, release list and fixes against the descriptors.</summary>
public sealed class RulePageTests
{
    public static TheoryData<string> Ids => new(new BackpropAnalyzer().SupportedDiagnostics.Select(d => d.Id));

    [Theory, MemberData(nameof(Ids))]
    public void Page_SaysTitleSeverityAndFix(string id)
    {
        var page = Page(id);
        var descriptor = Descriptor(id);
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page);
        Assert.Contains($"Default severity: {descriptor.DefaultSeverity}.", page);
        Assert.Contains($"dotnet_diagnostic.{id}.severity", page);
        foreach (var section in new[] { "## Reported", "## When it is not reported", "## Known limits", "## Configure" })
            Assert.Contains(section, page);
        var fixable = typeof(DocumentEditFixer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Any(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds.Contains(id));
        Assert.Equal(fixable, !page.Contains("Fix: none."));
    }

    /// <summary>The first example is reported by its rule, the others are not.</summary>
    [Theory, MemberData(nameof(Ids))]
    public async Task Page_ExamplesAreWhatTheyClaim(string id)
    {
        var examples = Regex.Matches(Page(id), "```csharp\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value).ToArray();
        Assert.True(examples.Length >= 2, "A page shows what is reported and what is right.");
        Assert.Contains(await Analysis.RunAsync(examples[0]), d => d.Id == id);
        foreach (var right in examples.Skip(1))
            Assert.DoesNotContain(await Analysis.RunAsync(right), d => d.Id == id);
    }

    [Fact]
    public void ReleaseList_HasEveryRule_WithItsCategoryAndSeverity()
    {
        var rows = File.ReadAllLines(Source("AnalyzerReleases.Unshipped.md")).Concat(File.ReadAllLines(Source("AnalyzerReleases.Shipped.md")))
            .Where(line => line.StartsWith("BP", StringComparison.Ordinal)).Order();
        var expected = new BackpropAnalyzer().SupportedDiagnostics.Select(d => $"{d.Id} | {d.Category} | {d.DefaultSeverity} | {d.Title}").Order();
        Assert.Equal(expected, rows);
    }

    private static DiagnosticDescriptor Descriptor(string id) => new BackpropAnalyzer().SupportedDiagnostics.Single(d => d.Id == id);

    private static string Page(string id) => File.ReadAllText(Source(Path.Combine("Rules", id + ".md"))).ReplaceLineEndings("\n");

    private static string Source(string file) => Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "AnalyzerSource").Value!, file);
}
