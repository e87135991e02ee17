using System.Globalization;
using Backprop.EndToEnd.Tests.Package;
using Backprop.EndToEnd.Tests.Tools;

namespace Backprop.EndToEnd.Tests.WholePath;

/// <summary>
/// A project outside the repository that installs the package and holds the sample's faulty backward passes. Packages go to
/// a folder of its own, so that no stale copy of the package under test is used; what the repository's own build restored
/// is taken from there.
/// </summary>
internal sealed class ConsumerProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConsumerProject(string feed, string framework = "net10.0", string items = "")
    {
        foreach (var source in Directory.EnumerateFiles(Repository.PathOf("samples", "ForumThread"), "*.cs"))
        {
            File.Copy(source, _folder[Path.GetFileName(source)]);
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, "Consumer", "Program.cs"), _folder["Program.cs"], overwrite: true);
        File.WriteAllText(_folder["nuget.config"], $"""
            <configuration>
              <packageSources>
                <add key="the package under test" value="{feed}" />
              </packageSources>
            </configuration>
            """);
        File.WriteAllText(_folder["Consumer.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <RestoreFallbackFolders>{Repository.PackageRoot}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
                <NoWarn>$(NoWarn);NU1603</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MathNet.Numerics" Version="{Repository.MathNetVersion}" />
                <PackageReference Include="{PackedPackage.Id}" Version="{PackedPackage.Version}" PrivateAssets="all" />
                {items}
                <Compile Remove="packages/**" />
              </ItemGroup>
            </Project>
            """);
    }

    public string Folder => _folder.Path;

    /// <summary>What the compiler wrote of its last run.</summary>
    public string Log => _folder["findings.sarif"];

    public Task<string> Restore() => Dotnet.Succeed(Folder, "restore");

    /// <summary>Builds anew; the findings are those of the compiler's own log, the output is what a user sees.</summary>
    public async Task<(Dotnet.Result Result, Finding[] Findings)> Build(params string[] options)
    {
        File.Delete(Log);
        var result = await Dotnet.Run(Folder, ["build", "--no-restore", "--no-incremental", $"-p:ErrorLog={Log}%2Cversion=2.1", .. options]);
        return (result, File.Exists(Log) ? Finding.Logged(Log) : []);
    }

    public Task<string> Fix(IEnumerable<string> ids) => Dotnet.Succeed(Folder,
        ["format", "analyzers", "--no-restore", "--severity", "info", "--diagnostics", .. ids]);

    /// <summary>What the program prints: the gradients of each version, by name.</summary>
    public async Task<Dictionary<string, double[]>> Run()
    {
        var output = await Dotnet.Succeed(Folder, "run", "--no-build", "--",
            Repository.PathOf("tests", "Backprop.Runtime.Tests", "Data", "course-rnn.json"));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(
            words => words[0], words => words[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray());
    }

    public void Write(string file, string text) => File.WriteAllText(_folder[file], text);

    public void Delete(string file) => File.Delete(_folder[file]);

    public void Dispose() => _folder.Dispose();
}
