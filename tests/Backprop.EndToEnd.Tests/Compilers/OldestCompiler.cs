using Backprop.EndToEnd.Tests.Tools;
using Microsoft.CodeAnalysis;

namespace Backprop.EndToEnd.Tests.Compilers;

/// <summary>
/// The compiler of the .NET 8 SDK and of Visual Studio 17.8, on the .NET 8 runtime. Feeds do not all keep the package that puts
/// it into a build (Microsoft.Net.Compilers.Toolset 4.8), but this repository needs Roslyn 4.8 itself. That is the whole
/// compiler but for its Main, which is compiled here.
/// </summary>
internal sealed class OldestCompiler : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The MSBuild properties that have a build call it.</summary>
    public string[] Properties =>
        [$"-p:CscToolPath={_folder["out"]}", $"-p:CscToolExe=csc{(OperatingSystem.IsWindows() ? ".exe" : "")}"];

    public async Task Build()
    {
        foreach (var file in new[] { "Csc.cs", "csc.csproj" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "OldestCompiler", file), _folder[file]);
        }

        File.WriteAllBytes(_folder["roslyn.key"], typeof(Compilation).Assembly.GetName().GetPublicKey() ?? []);
        await Dotnet.Succeed(_folder.Path, "build", "--output", _folder["out"], $"-p:RoslynVersion={Repository.RoslynVersion}");
    }

    public void Dispose() => _folder.Dispose();
}
