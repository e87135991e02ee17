using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model.Completion;

/// <summary>
/// A project with ImplicitUsings has its global usings from a file that the build generates. They are missing where a source
/// names a type of one of those namespaces, does not import it, and nothing of the name is in scope.
/// </summary>
internal static class ImplicitUsings
{
    private static readonly string[] Namespaces =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    // What nearly every network is written with.
    private static readonly (string Namespace, WordSet Types)[] Telling =
    [
        ("System", new(["Math", "MathF", "Func", "Action", "Random", "Array", "Tuple", "Console", "Exception"])),
        ("System.Collections.Generic", new(["List", "Dictionary", "IEnumerable", "IList", "IReadOnlyList", "Stack", "Queue"])),
    ];

    /// <summary>What the SDK generates.</summary>
    public static string Source { get; } = string.Concat(Namespaces.Select(name => $"global using global::{name};\n"));

    public static bool AreMissing(CompilationUnitSyntax unit, Imports imports, Compilation compilation) =>
        unit.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp10 }
        && Telling.Any(one => !imports.Contain(one.Namespace) && FirstName(unit, one.Types, imports) is { } name && !IsInScope(name, compilation));

    private static SyntaxToken? FirstName(CompilationUnitSyntax unit, WordSet words, Imports imports)
    {
        foreach (var position in TreeWords.Of(unit.SyntaxTree).Positions(words))
            if (unit.FindToken(position) is var token && IsOpenName(token) && !imports.Name(token.ValueText)) return token;
        return null;
    }

    // Math.Tanh(z), List<double> zs: not System.Math, nor x.List, nor a name that is declared here, nor a comment.
    private static bool IsOpenName(SyntaxToken token) => token.Parent is SimpleNameSyntax name && name.Identifier == token && name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name,
        AliasQualifiedNameSyntax or NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax or AttributeSyntax => false,
        _ => true,
    };

    [SuppressMessage(
        "MicrosoftCodeAnalysisCorrectness",
        "RS1030:Do not invoke Compilation.GetSemanticModel() method within a diagnostic analyzer",
        Justification = "Asks for what is in scope at one name of a source, without binding any of its code.")]
    private static bool IsInScope(SyntaxToken name, Compilation compilation) =>
        !compilation.GetSemanticModel(name.SyntaxTree!).LookupSymbols(name.SpanStart, name: name.ValueText).IsEmpty;
}
