using System.Runtime.CompilerServices;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Which sources of a compilation may have to do with networks at all. A small compilation is looked at whole, and so is one
/// of which a good part speaks of networks; of any other, a library of statistics or a game, only the files that do so
/// themselves. By the text alone, comments and all, once for each tree; it decides what is looked at, and no report.
/// </summary>
internal sealed class NetworkSources
{
    /// <summary>Compilations of fewer files cost nothing worth to be saved.</summary>
    private const int Small = 16;

    /// <summary>From one file in so many on, the whole is about networks.</summary>
    private const int OneIn = 16;

    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> Known = new();

    private const int LongestString = 16_384;

    [ThreadStatic]
    private static char[]? buffer;

    private readonly bool whole;

    public NetworkSources(Compilation compilation, CancellationToken cancellation)
    {
        var trees = compilation.SyntaxTrees as IReadOnlyCollection<SyntaxTree> ?? compilation.SyntaxTrees.ToArray();
        var speaking = 0;
        whole = trees.Count < Small || trees.Any(tree => Speaks(tree, cancellation) && ++speaking * OneIn >= trees.Count);
        Trees = whole ? trees : trees.Where(tree => Speaks(tree, cancellation)).ToArray();
    }

    /// <summary>The trees that are looked at.</summary>
    public IReadOnlyCollection<SyntaxTree> Trees { get; }

    public bool Contain(SyntaxTree tree) => whole || Speaks(tree, CancellationToken.None);

    private static bool Speaks(SyntaxTree tree, CancellationToken cancellation)
    {
        if (Known.TryGetValue(tree, out var known)) return known.Value;
        cancellation.ThrowIfCancellationRequested();
        return Known.GetValue(tree, key => new StrongBox<bool>(Read(key))).Value;
    }

    // The text of a small file is a string. That of a large one would have to be copied to become one: it is read in pieces.
    private static bool Read(SyntaxTree tree)
    {
        var text = tree.GetText();
        if (text.Length <= LongestString) return NetworkWords.AreIn(text.ToString().AsSpan());
        var piece = buffer ??= new char[8192];
        for (var start = 0; start < text.Length; start += piece.Length - NetworkWords.Longest)
        {
            var length = Math.Min(piece.Length, text.Length - start);
            text.CopyTo(start, piece, 0, length);
            if (NetworkWords.AreIn(piece.AsSpan(0, length))) return true;
        }

        return false;
    }
}
