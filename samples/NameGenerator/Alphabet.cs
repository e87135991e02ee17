namespace NameGenerator;

/// <summary>The letters a to z, and one symbol more that starts and ends a name.</summary>
internal static class Alphabet
{
    public const int Boundary = 26;

    public const int Size = 27;

    public static int Index(char letter) => letter is >= 'a' and <= 'z'
        ? letter - 'a'
        : throw new FormatException($"'{letter}' is not a letter from a to z.");

    public static char Letter(int index) => (char)('a' + index);
}
