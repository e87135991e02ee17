using System.Collections.Concurrent;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
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
    private static readonly string[] Maxima = ["Max", "max", "Maximum", "maximum", "Relu", "relu", "ReLU", "PointwiseMaximum"];

    private static readonly WordSet Rectifiers = new(Maxima);

    private static readonly WordSet Bends = new([.. Maxima, "Min", "Clamp", "Abs", "if", "switch"]);

    private static readonly WordSet Loops = new(["for", "while", "foreach", "ForEach"]);
    private static readonly WordSet ReversalWords = new(Reversals.All.Append("PopBack"));

    private readonly Lazy<WordSet> costly;
    private readonly ConcurrentDictionary<SyntaxTree, int[]> mentions = new();
    private readonly ConcurrentDictionary<SyntaxTree, int[]> rectified = new();
    private readonly NetworkSources sources;

    public Gate(Compilation compilation, CancellationToken cancellation)
    {
        sources = new NetworkSources(compilation, cancellation);
        costly = new(() => CostlyMembers.Of(sources.Trees));
    }

    /// <summary>False where nothing in the compilation is worth to be looked at.</summary>
    public bool IsOpen => sources.Trees.Count > 0;

    /// <summary>The sources that are looked at.</summary>
    public IReadOnlyCollection<SyntaxTree> Trees => sources.Trees;

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
            return MayActivate(reference.SyntaxTree, reference.Span)
                || MayRectify(reference.SyntaxTree, reference.Span) && MayWalkBack(TreeWords.Of(reference.SyntaxTree), reference.Span);
        });

    /// <summary>True where a piece of source mentions something that leads to a costly function.</summary>
    public bool MayActivate(SyntaxNode node) => MayActivate(node.SyntaxTree, node.Span);

    public bool MayActivate(SyntaxTree tree, TextSpan span) =>
        IsIn(mentions.GetOrAdd(tree, one => TreeWords.Of(one).Positions(costly.Value).ToArray()), span);

    public bool MayActivate(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
            if (MayActivate(reference.SyntaxTree, reference.Span)) return true;
        return false;
    }

    /// <summary>True where a piece of source mentions the maximum of something.</summary>
    public bool MayRectify(SyntaxNode node) => MayRectify(node.SyntaxTree, node.Span);

    private bool MayRectify(SyntaxTree tree, TextSpan span) => IsIn(rectified.GetOrAdd(tree, one => TreeWords.Of(one).Positions(Rectifiers).ToArray()), span);

    // Asked of each member many times: where in a tree those words stand is found once.
    private static bool IsIn(int[] positions, TextSpan span)
    {
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
}
