namespace Backprop.Analyzers.Model;

/// <summary>A set of identifiers that a text can be searched for without cutting it into strings.</summary>
internal sealed class WordSet
{
    // FNV-1a, so that a word in a text is hashed while it is read.
    private const int Seed = unchecked((int)2166136261);
    private const int Prime = 16777619;

    private readonly Dictionary<int, List<string>> byHash = [];

    public WordSet(IEnumerable<string> words)
    {
        foreach (var word in words) Add(word);
    }

    public bool Add(string word)
    {
        var hash = Hash(word);
        if (!byHash.TryGetValue(hash, out var same)) byHash[hash] = same = [];
        if (same.Contains(word)) return false;
        same.Add(word);
        return true;
    }

    /// <summary>True where one of the words stands in the text as a whole identifier.</summary>
    public bool AnyIn(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!IsWord(text[i])) continue;
            var from = i;
            var hash = Seed;
            for (; i < end && IsWord(text[i]); i++) hash = unchecked((hash ^ text[i]) * Prime);
            if (byHash.TryGetValue(hash, out var same) && IsOneOf(same, text, from, i - from)) return true;
        }

        return false;
    }

    private static bool IsOneOf(List<string> words, string text, int start, int length)
    {
        foreach (var word in words)
            if (word.Length == length && string.CompareOrdinal(text, start, word, 0, length) == 0) return true;
        return false;
    }

    private static bool IsWord(char c) => c < 128 ? IsAsciiWord[c] : char.IsLetterOrDigit(c);

    private static readonly bool[] IsAsciiWord = Enumerable.Range(0, 128).Select(c => char.IsLetterOrDigit((char)c) || c == '_').ToArray();

    private static int Hash(string word) => word.Aggregate(Seed, (hash, c) => unchecked((hash ^ c) * Prime));
}
