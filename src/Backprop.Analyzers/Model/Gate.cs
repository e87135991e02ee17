using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Decides from the text alone whether a type can be of interest, so that code without a network costs next to nothing: no
/// semantic model, no operations. A type may evaluate an activation where it mentions one of the libraries' costly
/// functions, or a member of the compilation that mentions one, itself or over a few further members; it may walk back in
/// time where it has a loop and counts down, mirrors an index, reverses or takes from a stack. It only ever says "certainly
/// not" or "maybe", and decides no report.
/// </summary>
internal sealed class Gate
{
    private const int LongestChain = 2;

    private static readonly WordSet Loops = new(["for", "while", "foreach", "ForEach"]);
    private static readonly WordSet Reversals = new(["Reverse", "OrderByDescending", "Pop", "TryPop", "RemoveLast", "RemoveAt", "PopBack"]);

    private readonly Lazy<WordSet> costly;

    public Gate(Compilation compilation) => costly = new(() => CostlyMembers(compilation));

    public bool Admits(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct && type.DeclaringSyntaxReferences.Any(reference =>
        {
            var text = reference.SyntaxTree.GetText(cancellation).ToString();
            return MayActivate(text, reference.Span.Start, reference.Span.End) || MayWalkBack(text, reference.Span.Start, reference.Span.End);
        });

    /// <summary>True where a piece of source mentions something that leads to a costly function.</summary>
    public bool MayActivate(SyntaxNode node) =>
        MayActivate(node.SyntaxTree.GetText().ToString(), node.SpanStart, node.Span.End);

    /// <summary>True where a piece of source has a loop that may walk back.</summary>
    public static bool MayWalkBack(SyntaxNode node) => MayWalkBack(node.SyntaxTree.GetText().ToString(), node.SpanStart, node.Span.End);

    private bool MayActivate(string text, int start, int end) => costly.Value.AnyIn(text, start, end);

    private static bool MayWalkBack(string text, int start, int end) =>
        Loops.AnyIn(text, start, end) && (Reversals.AnyIn(text, start, end) || CountsDown(text, start, end));

    // t--, t -= 1, T - 1 - t: two minus signs close together in one line, or one before an equals sign.
    private static bool CountsDown(string text, int start, int end)
    {
        for (var i = text.IndexOf('-', start, end - start); i >= 0 && i + 1 < end; i = text.IndexOf('-', i + 1, end - i - 1))
        {
            if (text[i + 1] == '=') return true;
            // ---- a ruler in a comment
            if (text[i + 1] == '-' && i + 2 < end && text[i + 2] == '-')
            {
                while (i + 1 < end && text[i + 1] == '-') i++;
                continue;
            }

            var near = Math.Min(end, i + 24);
            for (var j = i + 1; j < near && text[j] != '\n'; j++)
                if (text[j] == '-') return true;
        }

        return false;
    }

    /// <summary>The names of all that leads to a costly function: found anew in rounds, as helpers call helpers.</summary>
    private static WordSet CostlyMembers(Compilation compilation)
    {
        var words = new WordSet(CostlyNames.All);
        var trees = compilation.SyntaxTrees.Select(tree => (Tree: tree, Text: tree.GetText().ToString())).ToArray();
        for (var round = 0; round < LongestChain; round++)
        {
            var grown = false;
            foreach (var (tree, text) in trees)
                if (words.AnyIn(text, 0, text.Length)) grown |= AddMembers(tree, text, words);
            if (!grown) break;
        }

        return words;
    }

    private static bool AddMembers(SyntaxTree tree, string text, WordSet words)
    {
        var grown = false;
        foreach (var node in tree.GetRoot().DescendantNodes(node => node is not (StatementSyntax or ExpressionSyntax or ParameterListSyntax)))
            if (Name(node) is { } name && words.AnyIn(text, node.SpanStart, node.Span.End)) grown |= words.Add(name);
        return grown;
    }

    // Only what computes: a method or operator, whatever it is called, and a lambda kept in a field.
    private static string? Name(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax { ReturnType: not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } method
            when IsShort(method) => method.Identifier.ValueText,
        _ => null,
    };

    // A formula; a training loop that evaluates one somewhere is no helper.
    private static bool IsShort(MethodDeclarationSyntax method) => method.Span.Length < 2_000;
}
