using Backprop.EndToEnd.Tests.Package;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.WholePath;

/// <summary>One MSBuild property sets all severities, and what the user's own files say of a rule wins over it.</summary>
[Collection(PackedPackage.Collection)]
public sealed class SeverityTests(SeverityTests.Installed installed) : IClassFixture<SeverityTests.Installed>
{
    private readonly ConsumerProject _project = installed.Project;
    private readonly Finding[] _marked = Finding.Marked(Repository.PathOf("samples", "ForumThread"));

    [Fact]
    public async Task None_ReportsNothing()
    {
        var (result, findings) = await _project.Build("-p:BackpropAnalysisMode=none");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(findings);
    }

    [Fact]
    public async Task AllErrors_FailsTheBuild_ButTheUsersFileWins()
    {
        _project.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.BP2001.severity = none\n");

        var (result, findings) = await _project.Build("-p:BackpropAnalysisMode=All-Errors");

        _project.Delete(".editorconfig");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error BP1001", result.Output);
        Assert.Equal(_marked.Where(finding => finding.Id != "BP2001"), findings);
    }

    [Fact]
    public async Task AnotherValue_IsAnErrorThatNamesTheChoices()
    {
        var (result, _) = await _project.Build("-p:BackpropAnalysisMode=everything");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("BackpropAnalysisMode is 'everything'; it must be none, default, all-warnings or all-errors.", result.Output);
    }

    public sealed class Installed(PackedPackage package) : IAsyncLifetime
    {
        internal ConsumerProject Project { get; } = new(package.Feed);

        public Task InitializeAsync() => Project.Restore();

        public Task DisposeAsync()
        {
            Project.Dispose();
            return Task.CompletedTask;
        }
    }
}
