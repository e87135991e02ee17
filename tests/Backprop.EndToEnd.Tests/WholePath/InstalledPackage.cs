using Backprop.EndToEnd.Tests.Documents;
using Backprop.EndToEnd.Tests.Package;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.WholePath;

/// <summary>The whole path, walked once: install, build, run, fix, build, run. The tests look at what each stop showed.</summary>
public sealed class InstalledPackage(PackedPackage package) : IAsyncLifetime
{
    private readonly ConsumerProject _project = new(package.Feed);

    internal ConsumerProject Project => _project;

    internal Stop Before { get; private set; } = Stop.NotReached;

    internal Stop After { get; private set; } = Stop.NotReached;

    public async Task InitializeAsync()
    {
        await _project.Restore();
        Before = await Look();
        await _project.Fix(RuleFacts.Descriptors.Select(rule => rule.Id));
        After = await Look();
    }

    public Task DisposeAsync()
    {
        _project.Dispose();
        return Task.CompletedTask;
    }

    private async Task<Stop> Look()
    {
        var (result, findings) = await _project.Build();
        Assert.True(result.ExitCode == 0, result.Output);
        var sources = Directory.EnumerateFiles(_project.Folder, "*.cs").ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        return new Stop(findings, result.Output, await _project.Run(), sources);
    }

    internal sealed record Stop(
        Finding[] Findings, string Output, Dictionary<string, double[]> Numbers, Dictionary<string, string> Sources)
    {
        public static readonly Stop NotReached = new([], "", [], []);
    }
}
