using System.IO.Compression;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.Package;

/// <summary>
/// The package as `dotnet pack` makes it, in a feed of its own outside the repository. Built beside the repository's own
/// outputs, never into them: other test projects are built and run at the same time.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    public const string Collection = "the packed package";
    public const string Id = "Backprop.Analyzers";
    public const string Version = "0.1.0-endtoend";

    private readonly TemporaryFolder _folder = new();

    public string Feed => _folder["feed"];

    /// <summary>For builds of this repository's projects that share the analyzers built for the package.</summary>
    public string Artifacts => _folder["artifacts"];

    private string File => Path.Combine(Feed, $"{Id}.{Version}.nupkg");

    public async Task InitializeAsync() => await Dotnet.Succeed(Repository.Root,
        "pack", "src/Backprop.Analyzers.Package", "--artifacts-path", Artifacts, "--output", Feed, $"-p:Version={Version}");

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The paths in the package, without those that the package format itself asks for.</summary>
    public string[] Entries()
    {
        using var archive = ZipFile.OpenRead(File);
        return [.. archive.Entries.Select(e => e.FullName)
            .Where(name => !name.StartsWith("_rels/") && !name.StartsWith("package/") && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];
    }

    public byte[] Read(string entry)
    {
        using var archive = ZipFile.OpenRead(File);
        using var stream = archive.GetEntry(entry)?.Open() ?? throw new FileNotFoundException($"No {entry} in the package.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public string ReadText(string entry) => new StreamReader(new MemoryStream(Read(entry))).ReadToEnd();
}

[CollectionDefinition(PackedPackage.Collection)]
public sealed class PackedPackageDefinition : ICollectionFixture<PackedPackage>;
