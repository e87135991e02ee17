using System.Collections.Concurrent;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

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
    private const int LongestFormula = 2_000;
    private const int LongestHandOn = 160;

    /// <summary>Of an interface's implementations some are rectifiers or the identity, and layers have passes of the same name.</summary>
    private const int OneIn = 8;
    private const int Few = 32;

    /// <summary>From so many files on, a few methods of some name lead to anything.</summary>
    private const int LargeLibrary = 200;

    private static readonly string[] Maxima = ["Max", "max", "Maximum", "maximum", "Relu", "relu", "ReLU", "PointwiseMaximum"];

    /// <summary>What is called the maximum of a number and zero.</summary>
    public static readonly WordSet Rectifiers = new(Maxima);

    private static readonly WordSet Bends = new([.. Maxima, "Min", "Clamp", "Abs", "if", "switch"]);

    private static readonly WordSet Loops = new(["for", "while", "foreach", "ForEach"]);
    private static readonly WordSet Making = new(["new"]);
    private static readonly WordSet AnonymousMethod = new(["delegate"]);
    private static readonly WordSet ReversalWords = new(Reversals.All.Append("PopBack"));

    private readonly Lazy<WordSet> costly;
    private readonly ConcurrentDictionary<SyntaxTree, int[]> mentions = new();
    private readonly NetworkSources sources;

    public Gate(Compilation compilation, CancellationToken cancellation)
    {
        sources = new NetworkSources(compilation, cancellation);
        costly = new(() => CostlyMembers(sources.Trees));
    }

    /// <summary>False where nothing in the compilation is worth to be looked at.</summary>
    public bool IsOpen => sources.Trees.Count > 0;

    /// <summary>True for a type of which a part lies in a source that may have to do with networks.</summary>
    public bool IsOfNetworks(INamedTypeSymbol type)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
            if (sources.Contain(reference.SyntaxTree)) return true;
        return false;
    }

    public bool Admits(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct && type.DeclaringSyntaxReferences.Any(reference =>
        {
            cancellation.ThrowIfCancellationRequested();
            var words = TreeWords.Of(reference.SyntaxTree);
            return MayActivate(reference.SyntaxTree, reference.Span) || words.Mention(Rectifiers, reference.Span) && MayWalkBack(words, reference.Span);
        });

    /// <summary>True where a piece of source mentions something that leads to a costly function.</summary>
    public bool MayActivate(SyntaxNode node) => MayActivate(node.SyntaxTree, node.Span);

    public bool MayActivate(SyntaxTree tree, TextSpan span)
    {
        // Asked of each member many times: where in a tree those words stand is found once.
        var positions = mentions.GetOrAdd(tree, one => TreeWords.Of(one).Positions(costly.Value).ToArray());
        var first = Array.BinarySearch(positions, span.Start);
        if (first < 0) first = ~first;
        return first < positions.Length && positions[first] < span.End;
    }

    /// <summary>True where a piece of source mentions that, the maximum of something, or a condition.</summary>
    public bool MayBend(SyntaxTree tree, TextSpan span) =>
        MayActivate(tree, span) || TreeWords.Of(tree) is var words && (words.Mention(Bends, span) || words.Has("?", span));

    public bool MayActivate(MemberBody body)
    {
        foreach (var block in body.Blocks)
            if (MayActivate(block.Syntax)) return true;
        return false;
    }

    /// <summary>True for the name of a member that leads to a costly function.</summary>
    public bool IsCostlyName(string name) => costly.Value.MayContain(name);

    /// <summary>True where a piece of source has a loop that may walk back.</summary>
    public static bool MayWalkBack(SyntaxNode node) => MayWalkBack(TreeWords.Of(node.SyntaxTree), node.Span);

    private static bool MayWalkBack(TreeWords words, TextSpan span) =>
        words.Mention(Loops, span) && (words.Mention(ReversalWords, span) || words.CountDown(span));

    /// <summary>
    /// The names of all that leads to a costly function: found anew in rounds, as helpers call helpers. In a large library some
    /// method of any name does; a name is taken where a good part of those that have it do.
    /// </summary>
    private static WordSet CostlyMembers(IReadOnlyCollection<SyntaxTree> trees)
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
