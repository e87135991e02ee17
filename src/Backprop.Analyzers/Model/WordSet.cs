namespace Backprop.Analyzers.Model;

/// <summary>A set of identifiers, known by their hashes: two that collide are taken for one, so it says "certainly not" or "maybe".</summary>
internal sealed class WordSet
{
    // FNV-1a, so that a word in a text is hashed while it is read.
    public const int Seed = unchecked((int)2166136261);
    private const int Prime = 16777619;

    private readonly HashSet<int> hashes = [];

    // Most words of a text are not in the set: one bit tells.
    private readonly ulong[] filter = new ulong[64];

    public WordSet(IEnumerable<string> words)
    {
        foreach (var word in words) Add(word);
    }

    public static int Next(int hash, char c) => unchecked((hash ^ c) * Prime);

    public static bool IsWord(char c) => c < 128 ? AsciiWords[c] : char.IsLetterOrDigit(c);

    public static int HashOf(string word)
    {
        var hash = Seed;
        foreach (var c in word) hash = Next(hash, c);
        return hash;
    }

    public bool Add(string word)
    {
        var hash = HashOf(word);
        filter[(hash >> 6) & 63] |= 1UL << (hash & 63);
        return hashes.Add(hash);
    }

    public bool MayContain(int hash) => (filter[(hash >> 6) & 63] >> (hash & 63) & 1) != 0 && hashes.Contains(hash);

    public bool MayContain(string word) => MayContain(HashOf(word));

    private static readonly bool[] AsciiWords = Enumerable.Range(0, 128).Select(c => char.IsLetterOrDigit((char)c) || c == '_').ToArray();
}
