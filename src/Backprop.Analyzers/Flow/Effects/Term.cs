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
            var block = A != 0 ? 0 : B != 0 ? 1 : C != 0 ? 2 : 3;
            var atom = block * 64 + Factors.LowestBit(word);
            return Of(atom) == this ? atom : -1;
        }
    }

    public Term Times(Term other) => new(A | other.A, B | other.B, C | other.C, D | other.D);

    public Term Without(Term other) => new(A & ~other.A, B & ~other.B, C & ~other.C, D & ~other.D);

    public Term Common(Term other) => new(A & other.A, B & other.B, C & other.C, D & other.D);

    public bool Contains(Term other) => other.Without(this).IsOne;

    public bool Contains(int atom) => !Common(Of(atom)).IsOne;

    public Factors Atoms() => new(this);
}
