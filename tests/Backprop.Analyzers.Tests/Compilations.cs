using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.Tests;

/// <summary>Compiles snippets against the newest reference pack of the SDK, MathNet.Numerics and System.Numerics.Tensors.</summary>
internal static class Compilations
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.Linq; global using System.Numerics;
        global using System.Threading.Tasks; global using System.Numerics.Tensors;
        global using MathNet.Numerics.LinearAlgebra; global using MathNet.Numerics;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);
    private static readonly SyntaxTree GlobalUsings = CSharpSyntaxTree.ParseText(Usings, Parsing);
    private static readonly Lazy<MetadataReference[]> Platform = new(() => [.. PlatformFiles().Select(file => MetadataReference.CreateFromFile(file))]);

    public static IReadOnlyList<MetadataReference> References => Platform.Value;

    /// <summary>A library compiled from source; errors in it are an exception unless they are wanted.</summary>
    public static CSharpCompilation Of(string source, bool allowErrors = false)
    {
        var tree = CSharpSyntaxTree.ParseText(source, Parsing, path: "Snippet.cs");
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);
        var compilation = CSharpCompilation.Create("Snippet", [GlobalUsings, tree], Platform.Value, options);
        var errors = allowErrors ? [] : compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error).ToArray();
        return errors.Length == 0 ? compilation : throw new InvalidOperationException(string.Join("\n", errors.Select(error => error.ToString())));
    }

    private static IEnumerable<string> PlatformFiles()
    {
        var packs = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var newest = Directory.GetDirectories(packs).OrderBy(path => Version.Parse(Path.GetFileName(path).Split('-')[0])).Last();
        var reference = Directory.GetDirectories(Path.Combine(newest, "ref")).Single();
        return Directory.GetFiles(reference, "*.dll")
            .Concat(new[] { "MathNet.Numerics.dll", "System.Numerics.Tensors.dll", "NumSharp.dll", "TorchSharp.dll" }
                .Select(file => Path.Combine(AppContext.BaseDirectory, file)));
    }
}
