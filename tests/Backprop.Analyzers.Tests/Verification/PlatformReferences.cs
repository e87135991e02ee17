using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace Backprop.Analyzers.Tests.Verification;

/// <summary>
/// The .NET reference pack of the SDK that runs the tests, and the packages beside the tests: nothing is downloaded.
/// </summary>
internal static class PlatformReferences
{
    public static ImmutableArray<MetadataReference> All { get; } = Find().ToImmutableArray();

    /// <summary>For the testing library: no package of its own, the references are added to each test.</summary>
    public static ReferenceAssemblies None { get; } = new("net10.0");

    private static IEnumerable<MetadataReference> Find()
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var pack = Directory.EnumerateDirectories(Path.Combine(dotnet, "packs", "Microsoft.NETCore.App.Ref")).Order().Last();
        var platform = Directory.EnumerateFiles(pack, "*.dll", SearchOption.AllDirectories)
            .Where(file => file.Contains($"{Path.DirectorySeparatorChar}ref{Path.DirectorySeparatorChar}"));
        var packages = new[] { "MathNet.Numerics.dll", "System.Numerics.Tensors.dll", "NumSharp.dll", "TorchSharp.dll" }
            .Select(name => Path.Combine(AppContext.BaseDirectory, name));
        return platform.Concat(packages).Select(file => MetadataReference.CreateFromFile(file));
    }
}
