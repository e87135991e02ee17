using System.Text.RegularExpressions;
using Backprop.EndToEnd.Tests.Documents;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.Compilers;

/// <summary>The first example of each rule's page, which that rule reports: together they have every rule speak.</summary>
internal static partial class RulePages
{
    public static IEnumerable<(string Id, string File, string Source)> Examples => RuleFacts.Descriptors.Select(rule =>
    {
        var page = File.ReadAllText(Repository.PathOf("src", "Backprop.Analyzers", "Rules", $"{rule.Id}.md")).ReplaceLineEndings("\n");
        return (rule.Id, $"{rule.Id}.cs", Apart(rule.Id, Example().Match(page).Groups["code"].Value));
    });

    // The pages' types share their names: each file has a namespace of its own, behind its usings.
    private static string Apart(string id, string code) => Usings().Replace(code, usings => $"{usings.Value}namespace Page{id};\n", 1);

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\A(using [\w.]+;\n)*")]
    private static partial Regex Usings();
}
