namespace Backprop.Analyzers.Flow.Effects;

/// <summary>A set of atoms that are multiplied with each other, each counted once and constants left out: a * a * 2 is {a}.</summary>
internal readonly record struct Term(ulong A, ulong B, ulong C, ulong D)
{
    public const int Capacity = 256;

    public static readonly Term One;

    public bool IsOne => (A | B | C | D) == 0;

    public static Term Of(int atom)
    {
        var bit = 1UL << (atom & 63);
        return (atom >> 6) switch { 0 => new(bit, 0, 0, 0), 1 => new(0, bit, 0, 0), 2 => new(0, 0, bit, 0), _ => new(0, 0, 0, bit) };
    }

    /// <summary>The atom of a product of one, or -1.</summary>
    public int Only
    {
        get
        {
            var word = A | B | C | D;
            if (word == 0 || (word & (word - 1)) != 0) return -1;
            var atom = Atoms().First();
            return Of(atom) == this ? atom : -1;
        }
    }

    public Term Times(Term other) => new(A | other.A, B | other.B, C | other.C, D | other.D);

    public Term Without(Term other) => new(A & ~other.A, B & ~other.B, C & ~other.C, D & ~other.D);

    public Term Common(Term other) => new(A & other.A, B & other.B, C & other.C, D & other.D);

    public bool Contains(Term other) => other.Without(this).IsOne;

    public bool Contains(int atom) => !Common(Of(atom)).IsOne;

    public IEnumerable<int> Atoms()
    {
        for (var block = 0; block < 4; block++)
        {
            var word = block switch { 0 => A, 1 => B, 2 => C, _ => D };
            for (var bit = 0; word != 0; bit++, word >>= 1)
            {
                if ((word & 1) != 0) yield return block * 64 + bit;
            }
        }
    }
}
