using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The identifiers of one tree's text, without the comments that end a line: where each starts, and its hash. Read once, kept as
/// long as the tree, so that asking whether a part of it mentions one of many words costs a walk over numbers. Decides no report.
/// </summary>
internal sealed partial class TreeWords
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeWords> Known = new();

    // AggressiveOptimization, which this target does not name: what runs over every word of a compilation is worth to be
    // compiled well before the first build is over, and not only after it was counted and measured.
    private const MethodImplOptions AtOnce = (MethodImplOptions)512;

    // Numbers only; kept by the thread so that a tree costs no more than what is kept of it.
    [ThreadStatic]
    private static (int[] Starts, int[] Hashes)? buffers;

    private readonly string text;
    private readonly WordStarts starts;
    private readonly int[] hashes;

    // Words before a bracket: where methods are declared, and some of where they are called.
    private readonly List<int> called = [];

    [MethodImpl(AtOnce)]
    private TreeWords(string text)
    {
        this.text = text;
        var (from, found) = buffers ??= (new int[1024], new int[1024]);
        var count = 0;
        var read = text.AsSpan();
        for (var i = 0; i < read.Length; i++)
        {
            var c = read[i];
            if (!WordSet.IsWord(c))
            {
                if (c == '/' && IsComment(read, i)) i = LineEnd(read, i);
                continue;
            }

            var start = i;
            var hash = WordSet.Seed;
            do
            {
                hash = WordSet.Next(hash, c);
                c = ++i < read.Length ? read[i] : '\0';
            }
            while (WordSet.IsWord(c));
            // No word begins with a digit.
            if (read[start] is >= '0' and <= '9') continue;
            if (count == from.Length) buffers = (from, found) = Larger(from, found);
            (from[count], found[count]) = (start, hash);
            if (c is '(' or '<' && start > 0 && char.IsWhiteSpace(read[start - 1])) called.Add(count);
            count++;
        }

        (starts, hashes) = (new WordStarts(from.AsSpan(0, count)), found.AsSpan(0, count).ToArray());
    }

    // What is said in a comment is no code. Behind a quote in the same line it may be a string, "http://...", and code may follow.
    private static bool IsComment(ReadOnlySpan<char> text, int slash)
    {
        if (slash + 1 == text.Length || text[slash + 1] != '/') return false;
        var before = text.Slice(0, slash);
        return before.Slice(before.LastIndexOf('\n') + 1).IndexOf('"') < 0;
    }

    private static int LineEnd(ReadOnlySpan<char> text, int from) => text.Slice(from).IndexOf('\n') is >= 0 and var length ? from + length : text.Length;

    private static (int[], int[]) Larger(int[] from, int[] found)
    {
        Array.Resize(ref from, from.Length * 2);
        Array.Resize(ref found, found.Length * 2);
        return (from, found);
    }

    public static TreeWords Of(SyntaxTree tree) =>
        Known.GetValue(tree, key => new TreeWords(key.GetText().ToString()));

    /// <summary>Does source outside of a type have the word? By the text alone.</summary>
    public static bool IsNamedOutside(INamedTypeSymbol type, string word, Compilation compilation) => Positions(compilation.SyntaxTrees, word)
        .Any(found => !type.DeclaringSyntaxReferences.Any(own => own.SyntaxTree == found.Tree && own.Span.Contains(found.Position)));

    /// <summary>Where in some trees a word stands. A tree that nobody has read yet is not read for one word that its text does not have.</summary>
    public static IEnumerable<(SyntaxTree Tree, int Position)> Positions(IEnumerable<SyntaxTree> trees, string word)
    {
        var words = new WordSet([word]);
        foreach (var tree in trees)
            if (Known.TryGetValue(tree, out _) || tree.GetText().ToString().IndexOf(word, StringComparison.Ordinal) >= 0)
                foreach (var position in Of(tree).Positions(words)) yield return (tree, position);
    }

    public bool Mention(WordSet words, TextSpan part)
    {
        var end = First(part.End);
        return Next(words, First(part.Start), end) < end;
    }

    /// <summary>Whether one of the words is called in a part of the text: `Exp(`.</summary>
    public bool Call(WordSet words, TextSpan part)
    {
        var end = First(part.End);
        for (var i = Next(words, First(part.Start), end); i < end; i = Next(words, i + 1, end))
            if (IsCalled(starts[i])) return true;
        return false;
    }

    /// <summary>Whether a bracket stands right behind the word at a position.</summary>
    public bool IsCalled(int position)
    {
        while (position < text.Length && WordSet.IsWord(text[position])) position++;
        return position < text.Length && text[position] == '(';
    }

    /// <summary>Whether a word stands in a part of the text at least so often.</summary>
    public bool Mention(string word, TextSpan part, int often)
    {
        var (wanted, end) = (WordSet.HashOf(word), First(part.End));
        for (var i = First(part.Start); often > 0; i++, often--)
            if ((i = Next(wanted, i, end)) == end) return false;
        return true;
    }

    /// <summary>Whether one word, known by its hash, stands in a part of the text.</summary>
    public bool Mention(int word, TextSpan part)
    {
        var end = First(part.End);
        return Next(word, First(part.Start), end) < end;
    }

    private int First(int position) => starts.First(position);

    [MethodImpl(AtOnce)]
    private int Next(WordSet words, int from, int end)
    {
        while (from < end && !words.MayContain(hashes[from])) from++;
        return from;
    }

    private int Next(int word, int from, int end) => Array.IndexOf(hashes, word, from, end - from) is >= 0 and var found ? found : end;

    /// <summary>Where in a part of the text one of the words stands.</summary>
    public IEnumerable<int> Positions(WordSet words, TextSpan part)
    {
        var end = First(part.End);
        for (var i = Next(words, First(part.Start), end); i < end; i = Next(words, i + 1, end)) yield return starts[i];
    }

    /// <summary>Where in a part of the text a word stands.</summary>
    public IEnumerable<int> Positions(string word, TextSpan part)
    {
        var (wanted, end) = (WordSet.HashOf(word), First(part.End));
        for (var i = Next(wanted, First(part.Start), end); i < end; i = Next(wanted, i + 1, end)) yield return starts[i];
    }

    /// <summary>The hashes of those of the words that stand where methods are declared: `double Slope(`, not `x.Slope(`, `return Slope(`.</summary>
    public IEnumerable<int> Declarations(WordSet words)
    {
        foreach (var i in called)
            if (words.MayContain(hashes[i]) && IsDeclared(i)) yield return hashes[i];
    }

    private bool IsDeclared(int word)
    {
        var before = starts[word] - 1;
        while (before > 0 && char.IsWhiteSpace(text[before])) before--;
        return (text[before] is '>' or ']' or '?' || WordSet.IsWord(text[before]) && !NotTypes.MayContain(hashes[word - 1]));
    }

    private static readonly WordSet NotTypes = new(
        ["new", "return", "await", "throw", "else", "in", "out", "ref", "is", "as", "case", "do", "and", "or", "not", "when", "goto", "yield", "operator"]);

    public IEnumerable<int> Positions(WordSet words) => Positions(words, new TextSpan(0, text.Length));
}
