using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>Members compiled into a class C beside types of their own, with the interpreter over them.</summary>
internal sealed class Snippet
{
    public Snippet(string members, string types = "", bool allowErrors = false, CancellationToken cancellation = default)
    {
        Compilation = Compilations.Of($"public class C\n{{\n{members}\n}}\n{types}", allowErrors);
        Interpreter = new Interpreter(Compilation, new SourceBodies(Compilation, cancellation), cancellation);
        Fingerprints = new Fingerprints(Interpreter);
    }

    public CSharpCompilation Compilation { get; }

    public Interpreter Interpreter { get; }

    public Fingerprints Fingerprints { get; }

    /// <summary>"tanh Function", or "unknown".</summary>
    public static string Reading(string members, string types = "", string method = "F")
        => new Snippet(members, types).ReadingOf(method);

    public string ReadingOf(string method, string type = "C") => Text(Fingerprints.OfMethod(Method(method, type)));

    public static string Text(Fingerprint? fingerprint)
        => fingerprint is null ? "unknown" : $"{fingerprint.Activation.Name} {fingerprint.Form}";

    public IMethodSymbol Method(string name, string type = "C")
        => Type(type).GetMembers(name).OfType<IMethodSymbol>().First();

    public INamedTypeSymbol Type(string name) => Compilation.GetTypeByMetadataName(name) ?? throw new ArgumentException($"no type {name}");

    public Datum? Run(string method, params Datum[] arguments) => Interpreter.Invoke(Method(method), null, arguments);

    public double Value(string method, params double[] arguments)
        => Run(method, [.. arguments.Select(argument => (Datum)Number.Of(argument))]) is Number number
            ? number.Value
            : throw new InvalidOperationException($"{method} is unknown");

    /// <summary>The operation of the first expression in the source that is written like this.</summary>
    public IOperation Expression(string text)
    {
        var tree = Compilation.SyntaxTrees.Last();
        var node = tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>().First(found => found.ToString() == text);
        return Compilation.GetSemanticModel(tree).GetOperation(node) ?? throw new ArgumentException($"no operation for {text}");
    }
}
