using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Backprop.EndToEnd.Tests.Package;

[Collection(PackedPackage.Collection)]
public sealed class ContentTests(PackedPackage package)
{
    private const string Analyzers = "analyzers/dotnet/cs/Backprop.Analyzers.dll";
    private const string CodeFixes = "analyzers/dotnet/cs/Backprop.Analyzers.CodeFixes.dll";

    // What Roslyn 4.8 brings along in the .NET 8 SDK and Visual Studio 17.8. A newer one would keep the analyzers from being
    // loaded there (CS8032). System.Composition is not among them: it is only needed for [Shared], which fixes do without.
    private static readonly Dictionary<string, Version> Ceiling = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(4, 8, 0, 0),
        ["System.Collections.Immutable"] = new(7, 0, 0, 0),
        ["System.Reflection.Metadata"] = new(7, 0, 0, 0),
        ["System.Memory"] = new(4, 0, 1, 2),
        ["System.Threading.Tasks.Extensions"] = new(4, 2, 0, 1),
        ["Backprop.Analyzers"] = new(0, 1, 0, 0),
    };

    [Fact]
    public void Entries_AreExactlyThese() => Assert.Equal(
    [
        "Backprop.Analyzers.nuspec",
        "LICENSE",
        "README.md",
        CodeFixes,
        Analyzers,
        "build/Backprop.Analyzers.targets",
        "build/presets/all-errors.globalconfig",
        "build/presets/all-warnings.globalconfig",
        "build/presets/default.globalconfig",
        "build/presets/none.globalconfig",
        "buildMultiTargeting/Backprop.Analyzers.targets",
        "buildTransitive/Backprop.Analyzers.targets",
        "icon.png",
    ], package.Entries());

    [Fact]
    public void Nuspec_IsADevelopmentDependencyWithoutDependencies()
    {
        var metadata = XDocument.Parse(package.ReadText("Backprop.Analyzers.nuspec")).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;

        Assert.Equal((PackedPackage.Id, "true", "MIT", "README.md", "icon.png"),
            (Value("id"), Value("developmentDependency"), Value("license"), Value("readme"), Value("icon")));
        Assert.DoesNotContain(metadata.Elements(), e => e.Name.LocalName is "dependencies" or "frameworkAssemblies");
    }

    [Theory]
    [InlineData(Analyzers)]
    [InlineData(CodeFixes)]
    public void References_AreThoseOfTheOldestHost(string dll)
    {
        var references = References(dll);

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            Assert.True(Ceiling.TryGetValue(reference.Name, out var highest), $"{dll} needs {reference.Name}, which no host promises.");
            Assert.True(reference.Version <= highest, $"{dll} needs {reference.Name} {reference.Version}; hosts have {highest}.");
        });
    }

    [Fact]
    public void Analyzers_NeedNoWorkspaces() =>
        Assert.DoesNotContain(References(Analyzers), reference => reference.Name.Contains("Workspaces"));

    [Fact]
    public void Icon_IsA128PixelPng()
    {
        var icon = package.Read("icon.png");

        Assert.Equal("\u0089PNG\r\n\u001a\n", string.Concat(icon.Take(8).Select(b => (char)b)));
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    private (string Name, Version Version)[] References(string dll)
    {
        using var file = new PEReader(new MemoryStream(package.Read(dll)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => (metadata.GetString(r.Name), r.Version))];
    }
}
