using System.Runtime.CompilerServices;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>Scratch memory of one thread that grows and stays: after the first product of a size nothing is allocated.</summary>
internal sealed unsafe class PackBuffer
{
    // A cache line, and a whole AVX-512 vector: no load of a packed panel straddles two lines.
    private const int Alignment = 64;

    [ThreadStatic] private static PackBuffer? s_left;
    [ThreadStatic] private static PackBuffer? s_right;

    private double[] _memory = [];
    private double* _start;

    /// <summary>The buffer for panels of A of the calling thread.</summary>
    public static PackBuffer Left => s_left ??= new PackBuffer();

    /// <summary>The buffer for panels of B of the calling thread.</summary>
    public static PackBuffer Right => s_right ??= new PackBuffer();

    /// <summary>Aligned room for so many doubles, with any content; valid until the next call on the same buffer.</summary>
    public double* Room(long length)
    {
        if (_memory.Length < length + Alignment / sizeof(double))
        {
            _memory = Allocate(length, out _start);
        }
        return _start;
    }

    public static void ReleaseThisThread() => s_left = s_right = null;

    /// <summary>Pinned, so that a pointer into it stays right for as long as the array is reachable.</summary>
    public static double[] Allocate(long length, out double* aligned)
    {
        var memory = GC.AllocateUninitializedArray<double>(checked((int)(length + Alignment / sizeof(double))), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref memory[0]);
        aligned = (double*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
        return memory;
    }
}
