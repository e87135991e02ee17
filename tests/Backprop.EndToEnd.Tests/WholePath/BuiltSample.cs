using Backprop.EndToEnd.Tests.Package;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.WholePath;

/// <summary>`dotnet build samples/ForumThread`, once, with the analyzer project in it; into outputs of its own.</summary>
public sealed class BuiltSample(PackedPackage package) : IAsyncLifetime
{
    public string Output { get; private set; } = "";

    public string Program => Path.Combine(package.Artifacts, "bin", "ForumThread", "release", "ForumThread.dll");

    public async Task InitializeAsync() => Output = await Dotnet.Succeed(Repository.Root,
        "build", "samples/ForumThread", "--artifacts-path", package.Artifacts, "--configuration", "Release");

    public Task DisposeAsync() => Task.CompletedTask;
}
