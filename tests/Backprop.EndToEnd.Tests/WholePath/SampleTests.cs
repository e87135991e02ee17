using Backprop.EndToEnd.Tests.Package;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.WholePath;

/// <summary>
/// `dotnet build samples/ForumThread` warns at the lines that the sample marks, and nowhere else; and what the README shows of
/// that build and of a run is what they print.
/// </summary>
[Collection(PackedPackage.Collection)]
public sealed class SampleTests(BuiltSample sample) : IClassFixture<BuiltSample>
{
    [Fact]
    public void Build_PrintsTheMarkedWarningsAndNothingElse()
    {
        var marked = Finding.Marked(Repository.PathOf("samples", "ForumThread"));

        Assert.Equal(["BP1001", "BP2001", "BP2002", "BP3001"], marked.Select(finding => finding.Id).Distinct().Order());
        Assert.Equal(marked, Finding.Printed(sample.Output));
    }

    [Fact]
    public void Build_PrintsWhatTheReadmeShows() => Assert.Equal(Warnings(sample.Output), Warnings(Readme()));

    [Fact]
    public async Task Run_PrintsTheNumbersOfTheReadme()
    {
        var output = await Dotnet.Succeed(Repository.Root, sample.Program);

        var table = output.Split('\n').Select(line => line.TrimEnd()).TakeWhile(line => !line.StartsWith("Largest")).ToArray();
        Assert.Contains(table, line => line.StartsWith("published", StringComparison.Ordinal));
        Assert.Contains(string.Join('\n', table).Trim(), Readme().Replace("\n    ", "\n"));
    }

    private static string Readme() => File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");

    // The lines of a build that warn, with paths below the repository, in the order of the files.
    private static string[] Warnings(string text) =>
        [.. text.Split('\n').Where(line => line.Contains(": warning ", StringComparison.Ordinal))
            .Select(line => line.Replace(Repository.Root + Path.DirectorySeparatorChar, "").Split(" [")[0].Trim()).Distinct().Order(StringComparer.Ordinal)];
}
