using System.Collections;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>The atoms of a product, in rising order. Asked for wherever products are looked at: a loop over them, or a test of each, allocates nothing.</summary>
internal readonly struct Factors(Term term) : IEnumerable<int>
{
    private static readonly int[] Positions = FindPositions();

    public Enumerator GetEnumerator() => new(term);

    public bool Any(Func<int, bool> test)
    {
        foreach (var atom in this)
            if (test(atom)) return true;
        return false;
    }

    public bool All(Func<int, bool> test)
    {
        foreach (var atom in this)
            if (!test(atom)) return false;
        return true;
    }

    /// <summary>True for a product of two atoms or more.</summary>
    public bool AreSeveral => !term.IsOne && term.Only < 0;

    /// <summary>The number of the lowest bit that is set in a word which is not zero.</summary>
    public static int LowestBit(ulong word) => Positions[LowestBitHash(word & (~word + 1))];

    // A de Bruijn sequence: multiplied with a single bit, its upper six bits are different for each of the 64.
    private static int LowestBitHash(ulong bit) => (int)(unchecked(bit * 0x03f79d71b4cb0a89UL) >> 58);

    private static int[] FindPositions()
    {
        var found = new int[64];
        for (var bit = 0; bit < 64; bit++) found[LowestBitHash(1UL << bit)] = bit;
        return found;
    }

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal struct Enumerator(Term term) : IEnumerator<int>
    {
        private ulong word = term.A;
        private int block;

        public int Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            while (word == 0)
            {
                if (++block > 3) return false;
                word = block switch { 1 => term.B, 2 => term.C, _ => term.D };
            }

            Current = block * 64 + LowestBit(word);
            word &= word - 1;
            return true;
        }

        public void Reset() => (word, block) = (term.A, 0);

        public readonly void Dispose()
        {
        }
    }
}
