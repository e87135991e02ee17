using System.Text;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Backprop.Analyzers.Model.Completion;

/// <summary>
/// The libraries of games and graphics cards that are known by name only. Where a source imports one and the compilation has
/// it not, because nothing was restored or the engine brings it along, a library of that name is made with its functions of
/// numbers, declarations only: what they compute says the library's table, as of the real ones.
/// </summary>
internal static class MissingLibraries
{
    private static readonly string[] Numbers = ["float", "double"];

    private static readonly EmitOptions Declarations = new(metadataOnly: true);

    /// <summary>The types that a source imports, of libraries of which nothing is there.</summary>
    public static IEnumerable<string> Of(Imports imports, Compilation compilation) => GamesAndGpus.Types
        .Where(type => (imports.Contain(type) || imports.Contain(GamesAndGpus.NamespaceOf(type))) && !Exists(GamesAndGpus.NamespaceOf(type), compilation));

    private static bool Exists(string name, Compilation compilation)
    {
        INamespaceSymbol? space = compilation.GlobalNamespace;
        foreach (var part in name.Split('.')) space = space?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part);
        return space is not null;
    }

    /// <summary>A library with those types, against what the compilation itself refers to; null where that does not even have numbers.</summary>
    public static MetadataReference? Made(IEnumerable<string> types, Compilation compilation, CancellationToken cancellation)
    {
        var sources = types.Select(type => CSharpSyntaxTree.ParseText(SourceOf(type), cancellationToken: cancellation));
        using var image = new MemoryStream();
        return CSharpCompilation.Create("MissingLibraries", sources, compilation.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .Emit(image, options: Declarations, cancellationToken: cancellation).Success ? MetadataReference.CreateFromImage(image.ToArray()) : null;
    }

    /// <summary>The declaration of one: <c>public static float Exp(float x) => 0;</c>.</summary>
    public static string SourceOf(string type)
    {
        var name = type.Substring(GamesAndGpus.NamespaceOf(type).Length + 1);
        var text = new StringBuilder($"namespace {GamesAndGpus.NamespaceOf(type)}\n{{\npublic static class {name}\n{{\n");
        text.Append("public const float PI = 3.14159274f, E = 2.71828175f, Epsilon = 1.401298E-45f, Infinity = 1f / 0f, NegativeInfinity = -1f / 0f;\n");
        foreach (var number in type == GamesAndGpus.Unity ? Numbers.Take(1) : Numbers)
        {
            foreach (var function in GamesAndGpus.Functions.Keys) Declare(text, Cased(function, name), number, 1);
            foreach (var function in GamesAndGpus.OfSeveral) Declare(text, Cased(function.Key, name), number, function.Value.Numbers);
        }

        return text.Append("}\n}\n").ToString();
    }

    private static void Declare(StringBuilder text, string function, string number, int count) => text
        .Append($"public static {number} {function}(")
        .Append(string.Join(", ", Enumerable.Range(0, count).Select(i => $"{number} x{i}")))
        .Append(") => 0;\n");

    // Unity.Mathematics.math.exp
    private static string Cased(string function, string type) => char.IsLower(type[0]) ? char.ToLowerInvariant(function[0]) + function.Substring(1) : function;
}
