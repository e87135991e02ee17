using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>Turns C# text into compilations against the framework's reference pack, MathNet, TensorPrimitives, NumSharp and TorchSharp.</summary>
internal static class Sources
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] References = [.. ReferencePack(), .. Libraries()];

    private static readonly string GlobalUsings = string.Concat(
        new[] { "System", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks" }
            .Select(name => $"global using {name};\n"));

    public static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, Parsing, "Program.cs");

    public static CSharpCompilation Compile(SyntaxTree tree) => CSharpCompilation.Create(
        "Planted" + Guid.NewGuid().ToString("N"),
        [tree, CSharpSyntaxTree.ParseText(GlobalUsings, Parsing, "Usings.cs")],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));

    public static IReadOnlyList<string> Errors(Compilation compilation) =>
        [.. compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())];

    private static IEnumerable<MetadataReference> ReferencePack()
    {
        var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        var packs = Path.GetFullPath(Path.Combine(runtime, "../../../packs/Microsoft.NETCore.App.Ref"));
        var newest = Directory.GetDirectories(packs).OrderBy(folder => Version.Parse(Path.GetFileName(folder).Split('-')[0])).Last();
        var assemblies = Directory.GetDirectories(Path.Combine(newest, "ref")).Single();
        return Directory.GetFiles(assemblies, "*.dll").Select(path => MetadataReference.CreateFromFile(path));
    }

    private static IEnumerable<MetadataReference> Libraries() =>
        new[] { typeof(MathNet.Numerics.LinearAlgebra.Matrix<>), typeof(System.Numerics.Tensors.TensorPrimitives), typeof(NumSharp.NDArray) }
            .Select(type => type.Assembly.Location).Append(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
}
