namespace Backprop.Analyzers.Model;

/// <summary>A set of identifiers that a text can be searched for without cutting it into strings.</summary>
internal sealed class WordSet
{
    private readonly Dictionary<int, List<string>> byHash = [];

    public WordSet(IEnumerable<string> words)
    {
        foreach (var word in words) Add(word);
    }

    public bool Add(string word)
    {
        var hash = Hash(word, 0, word.Length);
        if (!byHash.TryGetValue(hash, out var same)) byHash[hash] = same = [];
        if (same.Contains(word)) return false;
        same.Add(word);
        return true;
    }

    /// <summary>True where one of the words stands in the text as a whole identifier.</summary>
    public bool AnyIn(string text, int start, int end)
    {
        for (var i = start; i < end;)
        {
            if (!IsWord(text[i])) { i++; continue; }
            var from = i;
            while (i < end && IsWord(text[i])) i++;
            if (Contains(text, from, i - from)) return true;
        }

        return false;
    }

    private bool Contains(string text, int start, int length)
    {
        if (!byHash.TryGetValue(Hash(text, start, length), out var same)) return false;
        foreach (var word in same)
            if (word.Length == length && string.CompareOrdinal(text, start, word, 0, length) == 0) return true;
        return false;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int Hash(string text, int start, int length)
    {
        unchecked
        {
            var hash = (int)2166136261;
            for (var i = start; i < start + length; i++) hash = (hash ^ text[i]) * 16777619;
            return hash;
        }
    }
}
