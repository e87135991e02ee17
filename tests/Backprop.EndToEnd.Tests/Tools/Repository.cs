using System.Reflection;

namespace Backprop.EndToEnd.Tests.Tools;

/// <summary>Where things are: this repository's folders, and what the build knew about packages.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder that the packages of this repository's own build were restored to.</summary>
    public static string PackageRoot => Metadata("NuGetPackageRoot");

    public static string MathNetVersion => Metadata("MathNetVersion");

    /// <summary>The oldest Roslyn that must load the analyzers.</summary>
    public static string RoslynVersion => Metadata("RoslynVersion");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Analyzers.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Analyzers.sln above {AppContext.BaseDirectory}.");
    }

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value
        ?? throw new InvalidOperationException($"The build left {key} empty.");
}
