using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// Copies a block of an operand into panels: <c>width</c> rows of A (or columns of B) side by side for each step of the
/// depth, in the order in which the micro-kernel reads them. The last panel keeps the stride; what it lacks stays unset.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>
    /// Packs <c>count x depth</c> elements, <c>source[i * across + p * along]</c>; one of the two strides is 1.
    /// </summary>
    public static void Pack(int width, int count, int depth, double* source, nint across, nint along, double* target)
    {
        for (int i = 0; i < count; i += width, target += (nint)width * depth)
        {
            int present = Math.Min(width, count - i);
            if (across == 1)
            {
                CopyPanel(width, present, depth, source + i, along, target);
            }
            else
            {
                TransposePanel(width, present, depth, source + i * across, across, along, target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanel(int width, int present, int depth, double* source, nint along, double* target)
    {
        if (present == width && width % 8 == 0)
        {
            for (int p = 0; p < depth; p++, source += along, target += width)
            {
                for (int i = 0; i < width; i += 8)
                {
                    Vector512.Load(source + i).Store(target + i);
                }
            }
            return;
        }
        for (int p = 0; p < depth; p++, source += along, target += width)
        {
            for (int i = 0; i < present; i++)
            {
                target[i] = source[i];
            }
        }
    }

    private static void TransposePanel(
        int width, int present, int depth, double* source, nint across, nint along, double* target)
    {
        int done = 0;
        if (Avx.IsSupported && along == 1)
        {
            for (; done + 4 <= present; done += 4)
            {
                TransposeFour(width, depth, source + done * across, across, target + done);
            }
        }
        for (int i = done; i < present; i++)
        {
            double* row = source + i * across;
            for (int p = 0; p < depth; p++)
            {
                target[(nint)p * width + i] = row[p * along];
            }
        }
    }

    // Four rows of the source become four adjacent columns of the panel, in squares of 4 x 4.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeFour(int width, int depth, double* source, nint across, double* target)
    {
        double* row0 = source, row1 = source + across, row2 = source + 2 * across, row3 = source + 3 * across;
        int p = 0;
        for (; p + 4 <= depth; p += 4, target += 4 * width)
        {
            var a = Vector256.Load(row0 + p);
            var b = Vector256.Load(row1 + p);
            var c = Vector256.Load(row2 + p);
            var d = Vector256.Load(row3 + p);
            var evenAB = Avx.UnpackLow(a, b);
            var oddAB = Avx.UnpackHigh(a, b);
            var evenCD = Avx.UnpackLow(c, d);
            var oddCD = Avx.UnpackHigh(c, d);
            Avx.Permute2x128(evenAB, evenCD, 0x20).Store(target);
            Avx.Permute2x128(oddAB, oddCD, 0x20).Store(target + width);
            Avx.Permute2x128(evenAB, evenCD, 0x31).Store(target + 2 * width);
            Avx.Permute2x128(oddAB, oddCD, 0x31).Store(target + 3 * width);
        }
        for (; p < depth; p++, target += width)
        {
            target[0] = row0[p];
            target[1] = row1[p];
            target[2] = row2[p];
            target[3] = row3[p];
        }
    }
}
