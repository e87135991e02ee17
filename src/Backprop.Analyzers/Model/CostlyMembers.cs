using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The names of all that leads to a costly function: found anew in rounds, as helpers call helpers. In a large library some
/// method of any name does; a name is taken where a good part of those that have it do. By the text and the syntax alone, for
/// the gate: decides no report.
/// </summary>
internal static class CostlyMembers
{
    private const int LongestChain = 2;
    private const int LongestFormula = 2_000;
    private const int LongestHandOn = 160;

    /// <summary>Of an interface's implementations some are rectifiers or the identity, and layers have passes of the same name.</summary>
    private const int OneIn = 8;
    private const int Few = 32;

    /// <summary>From so many files on, a few methods of some name lead to anything.</summary>
    private const int LargeLibrary = 200;

    private static readonly WordSet Making = new(["new"]);
    private static readonly WordSet AnonymousMethod = new(["delegate"]);

    public static WordSet Of(IReadOnlyCollection<SyntaxTree> trees)
    {
        var all = new WordSet(CostlyNames.All);
        var fresh = all;
        var leading = new Dictionary<string, int>();
        for (var round = 0; round <= LongestChain; round++)
        {
            // public double Slope(double x) => Derivative(x): what only hands on, last of all, is a name of the same.
            var longest = round < LongestChain ? LongestFormula : LongestHandOn;
            var made = new HashSet<string>();
            foreach (var tree in trees) Mentioning(tree, fresh, longest, made, leading);
            if (made.Count > 0 && new WordSet(made) is var types)
                foreach (var tree in trees)
                    foreach (var name in HandedFunctions.HandingOn(tree, types, LongestHandOn)) Count(name, leading);
            var callers = Leading(trees, leading).Where(all.Add).ToList();
            if (callers.Count == 0) break;
            fresh = new WordSet(callers);
        }

        return all;
    }

    private static IEnumerable<string> Leading(IReadOnlyCollection<SyntaxTree> trees, Dictionary<string, int> leading)
    {
        var names = new WordSet(leading.Keys);
        var few = trees.Count < LargeLibrary ? Few : 1;
        var declared = new Dictionary<int, int>();
        foreach (var hash in trees.SelectMany(tree => TreeWords.Of(tree).Declarations(names)))
            Count(hash, declared);
        return leading.Keys.Where(name => !declared.TryGetValue(WordSet.HashOf(name), out var count) || count <= few || leading[name] * OneIn >= count);
    }

    // Only what computes: a method or operator, whatever it is called; or what an object is made with that hands on to it.
    private static void Mentioning(SyntaxTree tree, WordSet words, int longest, HashSet<string> made, Dictionary<string, int> leading)
    {
        var (end, makes, text, root) = (0, Makes.Anything, TreeWords.Of(tree), (SyntaxNode?)null);
        foreach (var position in text.Positions(words))
        {
            if (position < end && (makes == Makes.Nothing || makes == Makes.OfNames && text.IsCalled(position))) continue;
            var word = (root ??= tree.GetRoot()).FindToken(position);
            var (type, holder) = HandedFunctions.At(word);
            if (type is not null) made.Add(type);
            if (holder is not null) Count(holder, leading);
            if (position < end || word.Parent?.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || !IsFormula(method, longest)) continue;
            (end, makes) = (method.Span.End, MadeIn(method, text));
            Count(method.Identifier.ValueText, leading);
        }
    }

    // new Squash(Math.Tanh), or new Squash(x => Math.Tanh(x)): only where there is a function does what it calls matter.
    private static Makes MadeIn(MethodDeclarationSyntax method, TreeWords text)
    {
        if (!text.Mention(Making, method.Span)) return Makes.Nothing;
        var inside = method.ExpressionBody is { } arrow ? arrow.Expression.Span : method.Span;
        return text.Has("=>", inside) || text.Mention(AnonymousMethod, inside) ? Makes.Anything : Makes.OfNames;
    }

    private enum Makes { Nothing, OfNames, Anything }

    private static void Count<T>(T one, Dictionary<T, int> counts) where T : notnull => counts[one] = counts.TryGetValue(one, out var count) ? count + 1 : 1;

    // A training loop that evaluates one somewhere is no helper; void Run(double[] z, out double[] a) is.
    private static bool IsFormula(MethodDeclarationSyntax method, int longest) => method.Span.Length < longest
        && (method.ReturnType is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } || HasResult(method));

    private static bool HasResult(MethodDeclarationSyntax method)
    {
        foreach (var parameter in method.ParameterList.Parameters)
            if (parameter.Modifiers.Any(SyntaxKind.OutKeyword)) return true;
        return false;
    }
}
