using System.Reflection;
using System.Text.RegularExpressions;
using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Hostile;
using Backprop.Analyzers.Tests.Planting;
using Backprop.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.Tests.Consistency;

/// <summary>What is written about a rule is what the rule does: page, release list and fixes against the descriptors.</summary>
public sealed class RulePageTests
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    public static TheoryData<string> Ids => new(new BackpropAnalyzer().SupportedDiagnostics.Select(d => d.Id));

    public static TheoryData<string> Fixable => new(FixableIds.Distinct().Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Ids))]
    public void Page_SaysTitleSeverityAndFix(string id)
    {
        var page = Page(id);
        var descriptor = Descriptor(id);
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page);
        Assert.Contains($"Default severity: {descriptor.DefaultSeverity}.", page);
        Assert.Contains($"dotnet_diagnostic.{id}.severity", page);
        Assert.Contains($"#pragma warning disable {id}", page);
        foreach (var section in new[] { "## Reported", "## When it is not reported", "## Known limits", "## Configure" })
            Assert.Contains(section, page);
        Assert.Equal(FixableIds.Contains(id), !page.Contains("Fix: none."));
    }

    /// <summary>The first example is reported by its rule, the others are not.</summary>
    [Theory, MemberData(nameof(Ids))]
    public async Task Page_ExamplesAreWhatTheyClaim(string id)
    {
        var examples = Examples(id);
        Assert.True(examples.Length >= 2, "A page shows what is reported and what is right.");
        // Code that does not compile would be left alone, and pass for right.
        Assert.All(examples, example => Assert.Empty(Program(example).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)));
        Assert.Contains(await Analysis.RunAsync(examples[0]), d => d.Id == id);
        foreach (var right in examples.Skip(1))
            Assert.DoesNotContain(await Analysis.RunAsync(right), d => d.Id == id);
    }

    /// <summary>Where there is a fix, the second example is what the fix makes of the first one, to the letter.</summary>
    [Theory, MemberData(nameof(Fixable))]
    public async Task Page_SecondExampleIsWhatTheFixWrites(string id)
    {
        var examples = Examples(id);
        var tree = CSharpSyntaxTree.ParseText(examples[0], Parsing, path: "Page.cs");
        var report = (await Analysis.RunAsync(examples[0])).First(d => d.Id == id);
        var fixes = await Repair.Fixes(tree, report);
        Assert.Equal(examples[1], Assert.Single(fixes).Program.SyntaxTrees[0].ToString());
    }

    [Fact]
    public void ReleaseList_HasEveryRule_WithItsCategoryAndSeverity()
    {
        var rows = File.ReadAllLines(Source("AnalyzerReleases.Unshipped.md")).Concat(File.ReadAllLines(Source("AnalyzerReleases.Shipped.md")))
            .Where(line => line.StartsWith("BP", StringComparison.Ordinal)).Order();
        var expected = new BackpropAnalyzer().SupportedDiagnostics.Select(d => $"{d.Id} | {d.Category} | {d.DefaultSeverity} | {d.Title}").Order();
        Assert.Equal(expected, rows);
    }

    private static string[] FixableIds { get; } =
    [
        .. typeof(DocumentEditFixer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds),
    ];

    private static string[] Examples(string id) =>
        [.. Regex.Matches(Page(id), "```csharp\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    private static CSharpCompilation Program(string source) => CSharpCompilation.Create(
        "page", [CSharpSyntaxTree.ParseText(source, Parsing)], PlatformReferences.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static DiagnosticDescriptor Descriptor(string id) => new BackpropAnalyzer().SupportedDiagnostics.Single(d => d.Id == id);

    private static string Page(string id) => File.ReadAllText(Source(Path.Combine("Rules", id + ".md"))).ReplaceLineEndings("\n");

    private static string Source(string file) => Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "AnalyzerSource").Value!, file);
}
