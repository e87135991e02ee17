using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The identifiers of one tree's text, comments and all: where each starts, and its hash. Read once, kept as long as the tree,
/// so that asking whether a part of it mentions one of many words costs a walk over numbers. Decides no report.
/// </summary>
internal sealed class TreeWords
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
            if (!WordSet.IsWord(c)) continue;
            if (count == from.Length) buffers = (from, found) = Larger(from, found);
            from[count] = i;
            var hash = WordSet.Seed;
            do
            {
                hash = WordSet.Next(hash, c);
                c = ++i < read.Length ? read[i] : '\0';
            }
            while (WordSet.IsWord(c));
            // No word begins with a digit.
            if (read[from[count]] is >= '0' and <= '9') continue;
            found[count] = hash;
            if (c is '(' or '<' && count > 0 && char.IsWhiteSpace(text[from[count] - 1])) called.Add(count);
            count++;
        }

        (starts, hashes) = (new WordStarts(from.AsSpan(0, count)), found.AsSpan(0, count).ToArray());
    }

    private static (int[], int[]) Larger(int[] from, int[] found)
    {
        Array.Resize(ref from, from.Length * 2);
        Array.Resize(ref found, found.Length * 2);
        return (from, found);
    }

    public static TreeWords Of(SyntaxTree tree) =>
        Known.GetValue(tree, key => new TreeWords(key.GetText().ToString()));

    [MethodImpl(AtOnce)]
    public bool Mention(WordSet words, TextSpan part)
    {
        for (var i = First(part); i < starts.Count && starts[i] < part.End; i++)
            if (words.MayContain(hashes[i])) return true;
        return false;
    }

    /// <summary>Whether a word stands in a part of the text at least so often.</summary>
    [MethodImpl(AtOnce)]
    public bool Mention(string word, TextSpan part, int often)
    {
        var wanted = WordSet.HashOf(word);
        for (var i = First(part); i < starts.Count && starts[i] < part.End && often > 0; i++)
            if (hashes[i] == wanted) often--;
        return often <= 0;
    }

    private int First(TextSpan part) => starts.First(part.Start);

    /// <summary>Whether one word, known by its hash, stands in a part of the text.</summary>
    [MethodImpl(AtOnce)]
    public bool Mention(int word, TextSpan part)
    {
        for (var i = First(part); i < starts.Count && starts[i] < part.End; i++)
            if (hashes[i] == word) return true;
        return false;
    }

    /// <summary>Where in a part of the text one of the words stands.</summary>
    public IEnumerable<int> Positions(WordSet words, TextSpan part)
    {
        for (var i = First(part); i < starts.Count && starts[i] < part.End; i++)
            if (words.MayContain(hashes[i])) yield return starts[i];
    }

    /// <summary>Where in a part of the text a word stands.</summary>
    public IEnumerable<int> Positions(string word, TextSpan part)
    {
        var wanted = WordSet.HashOf(word);
        for (var i = First(part); i < starts.Count && starts[i] < part.End; i++)
            if (hashes[i] == wanted) yield return starts[i];
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

    // t--, t -= 1, T - 1 - t: two minus signs close together in one line, or one before an equals sign.
    public bool CountDown(TextSpan part)
    {
        var end = part.End;
        for (var i = text.IndexOf('-', part.Start, part.Length); i >= 0 && i + 1 < end; i = text.IndexOf('-', i + 1, end - i - 1))
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

    public bool Has(string sign, TextSpan part) => text.IndexOf(sign, part.Start, part.Length, StringComparison.Ordinal) >= 0;

    public bool HasTwice(string sign, TextSpan part)
    {
        var first = text.IndexOf(sign, part.Start, part.Length, StringComparison.Ordinal);
        return first >= 0 && Has(sign, TextSpan.FromBounds(first + sign.Length, part.End));
    }

    public bool Subtracts(TextSpan part) => text.IndexOf('-', part.Start, part.Length) >= 0;

    /// <summary>Whether something is set to a part of itself: `s = s.Before`.</summary>
    public bool Advance(TextSpan part)
    {
        for (var i = First(part); i + 1 < starts.Count && starts[i + 1] < part.End; i++)
        {
            if (hashes[i] != hashes[i + 1]) continue;
            var sign = text.IndexOf('=', starts[i], starts[i + 1] - starts[i]);
            if (sign >= 0 && text[sign + 1] != '=') return true;
        }

        return false;
    }

    /// <summary>Whether an asterisk stands in a part of the text, at least so often, that begins or ends no comment.</summary>
    public bool Multiplies(TextSpan part, int often = 1)
    {
        for (var i = text.IndexOf('*', part.Start, part.Length); i >= 0; i = text.IndexOf('*', i + 1, part.End - i - 1))
            if (i > 0 && text[i - 1] is not ('/' or '*') && i + 1 < text.Length && text[i + 1] is not ('/' or '*') && --often <= 0) return true;
        return false;
    }

    /// <summary>Whether `+=` stands in a part of the text at least so often.</summary>
    public bool AddUp(TextSpan part, int often)
    {
        for (var i = part.Start; often > 0; often--, i++)
        {
            i = text.IndexOf("+=", i, part.End - i, StringComparison.Ordinal);
            if (i < 0) return false;
        }

        return true;
    }
}
