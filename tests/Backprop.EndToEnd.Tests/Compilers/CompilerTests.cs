using System.Text.Json;
using Backprop.EndToEnd.Tests.Package;
using Backprop.EndToEnd.Tests.Tools;
using Backprop.EndToEnd.Tests.WholePath;

namespace Backprop.EndToEnd.Tests.Compilers;

/// <summary>
/// The package in a project that is built by the oldest compiler it promises to work in, by the newest that the feed serves and
/// by the SDK's own: each loads it, and each finds the same.
/// </summary>
[Collection(PackedPackage.Collection)]
public sealed class CompilerTests(PackedPackage package, CompilerTests.Sdk sdk) : IClassFixture<CompilerTests.Sdk>
{
    private const string Toolset = "Microsoft.Net.Compilers.Toolset";

    [Fact]
    public void Sdk_ReportsTheSamplesMarksAndEachPagesRule()
    {
        Assert.Equal(Finding.Marked(Repository.PathOf("samples", "ForumThread")), sdk.Findings.Where(finding => !finding.File.StartsWith("BP")));
        Assert.All(RulePages.Examples, page =>
            Assert.Contains(sdk.Findings, finding => (finding.File, finding.Id) == (page.File, page.Id)));
    }

    [Fact]
    public async Task Oldest_FindsTheSame()
    {
        using var compiler = new OldestCompiler();
        await compiler.Build();
        using var project = Project(package);
        await project.Restore();

        var built = await Built(project, compiler.Properties);

        Assert.StartsWith(Repository.RoslynVersion, built.Compiler);
        Assert.Equal(sdk.Findings, built.Findings);
    }

    [Fact]
    public async Task Newest_FindsTheSame()
    {
        using var project = Project(package, $"""<PackageReference Include="{Toolset}" Version="*" PrivateAssets="all" />""");
        var restored = await Dotnet.Run(project.Folder, "restore");
        Assert.True(restored.ExitCode == 0, $"Not tried, for no feed of this machine serves {Toolset}:\n{restored.Output}");

        var built = await Built(project);

        Assert.StartsWith(Version(project), built.Compiler);
        Assert.Equal(sdk.Findings, built.Findings);
    }

    // A framework and a language that all of the compilers know. The framework's own analyzers are those of the SDK and want its compiler.
    private static ConsumerProject Project(PackedPackage package, string items = "")
    {
        var project = new ConsumerProject(package.Feed, "net8.0", items);
        foreach (var page in RulePages.Examples)
        {
            project.Write(page.File, page.Source);
        }

        return project;
    }

    private static async Task<(string Compiler, Finding[] Findings)> Built(ConsumerProject project, params string[] options)
    {
        var (result, findings) = await project.Build(["-p:EnableNETAnalyzers=false", .. options]);
        Assert.True(result.ExitCode == 0, result.Output);
        // Not loaded, made for a newer compiler, crashed. The first two are no results of the log where nothing was loaded.
        Assert.All(["CS8032", "CS9057", "AD0001"], id => Assert.DoesNotContain(id, result.Output + string.Join(' ', findings.AsEnumerable())));
        using var log = JsonDocument.Parse(File.ReadAllText(project.Log));
        var driver = log.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver");
        return (driver.GetProperty("version").GetString() ?? "", [.. findings.Where(finding => finding.Id.StartsWith("BP"))]);
    }

    private static string Version(ConsumerProject project)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Folder, "obj", "project.assets.json")));
        return assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Single(library => library.Name.StartsWith(Toolset + "/", StringComparison.OrdinalIgnoreCase)).Name.Split('/')[1];
    }

    public sealed class Sdk(PackedPackage package) : IAsyncLifetime
    {
        internal Finding[] Findings { get; private set; } = [];

        public async Task InitializeAsync()
        {
            using var project = Project(package);
            await project.Restore();
            Findings = (await Built(project)).Findings;
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
