using System.Runtime.CompilerServices;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// A product on the calling thread, cut into blocks that stay in the caches: a panel of B in the first level, a block of A
/// in the second. Small operands are read where they lie; others are packed first.
/// </summary>
internal static unsafe class BlockedProduct<TKernel> where TKernel : struct, IMicroKernel
{
    // 16 x 256 doubles of A and 8 x 256 of B are 48 KB; a block of A is 512 KB.
    internal const int Depth = 256;
    private const int RowsOfA = 256;
    private const int ColumnsOfB = 1024;

    // Packing costs about as much as eight columns of the product. It pays where the operand is read often enough and
    // its columns lie so far apart that they fall into few sets of the first cache, or together overflow the second.
    private const int PackFromColumns = 48;
    private const int FarApart = 400;
    private const int ManyElements = 1 << 17;

    public static void Run(in Product product)
    {
        bool packLeft = PaysLeft(product), packRight = PaysRight(product);
        for (int p = 0; p < product.K; p += Depth)
        {
            int depth = Math.Min(Depth, product.K - p);
            bool accumulate = p > 0 || product.Beta != 0;
            for (int j = 0; j < product.N; j += ColumnsOfB)
            {
                int columns = Math.Min(ColumnsOfB, product.N - j);
                var b = Right(product, p, j, depth, columns, packRight);
                for (int i = 0; i < product.M; i += RowsOfA)
                {
                    int rows = Math.Min(RowsOfA, product.M - i);
                    var a = Left(product, i, p, rows, depth, packLeft);
                    Tiles(rows, columns, depth, a, b, product.Alpha, product.C + i + j * product.CColumn, product.CColumn, accumulate);
                }
            }
        }
    }

    // The micro-kernel needs A's rows side by side, so a transposed A is always packed.
    private static bool PaysLeft(in Product product)
        => product.ARow != 1
            || (product.N >= PackFromColumns
                && (product.AColumn >= FarApart || (long)product.M * product.K > ManyElements));

    // B as it lies is eight streams, which the processor fetches ahead of time; a transposed B is short pieces.
    private static bool PaysRight(in Product product)
        => product.BRow != 1 && product.M >= PackFromColumns && (long)product.N * product.K > ManyElements / 4;

    private static Panels Left(in Product product, int i, int p, int rows, int depth, bool pack)
    {
        double* block = product.A + i * product.ARow + p * product.AColumn;
        if (!pack)
        {
            return new Panels(block, TKernel.Rows, product.AColumn, 1);
        }
        double* room = PackBuffer.Left.Room((long)(rows + TKernel.Rows) * depth);
        Packing.Pack(TKernel.Rows, rows, depth, block, product.ARow, product.AColumn, room);
        return new Panels(room, (nint)TKernel.Rows * depth, TKernel.Rows, 1);
    }

    private static Panels Right(in Product product, int p, int j, int depth, int columns, bool pack)
    {
        double* block = product.B + p * product.BRow + j * product.BColumn;
        if (!pack)
        {
            return new Panels(block, TKernel.Columns * product.BColumn, product.BRow, product.BColumn);
        }
        double* room = PackBuffer.Right.Room((long)(columns + TKernel.Columns) * depth);
        Packing.Pack(TKernel.Columns, columns, depth, block, product.BColumn, product.BRow, room);
        return new Panels(room, (nint)TKernel.Columns * depth, TKernel.Columns, 1);
    }

    /// <summary>All tiles of one block of C. Optimised at once, so that the first steps are as fast as the later ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Tiles(
        int rows, int columns, int depth, Panels a, Panels b, double alpha, double* c, nint cColumn, bool accumulate)
    {
        if (columns > 4 * TKernel.Columns)
        {
            for (int j = 0; j < columns; j += TKernel.Columns)
            {
                for (int i = 0; i < rows; i += TKernel.Rows)
                {
                    Tile(i, j, rows, columns, depth, a, b, alpha, c, cColumn, accumulate);
                }
            }
            return;
        }

        // Few columns: all of B stays near, and each panel of A is read from memory only once.
        for (int i = 0; i < rows; i += TKernel.Rows)
        {
            for (int j = 0; j < columns; j += TKernel.Columns)
            {
                Tile(i, j, rows, columns, depth, a, b, alpha, c, cColumn, accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(
        int i, int j, int rows, int columns, int depth, Panels a, Panels b, double alpha, double* c, nint cColumn, bool accumulate)
    {
        double* panelA = a.Start + i / TKernel.Rows * a.Next;
        double* panelB = b.Start + j / TKernel.Columns * b.Next;
        double* tile = c + i + j * cColumn;
        if (rows - i >= TKernel.Rows && columns - j >= TKernel.Columns)
        {
            TKernel.Full(depth, panelA, a.Along, panelB, b.Along, b.Across, alpha, tile, cColumn, accumulate);
        }
        else
        {
            TKernel.Partial(
                depth, panelA, a.Along, panelB, b.Along, b.Across, alpha, tile, cColumn, accumulate,
                Math.Min(rows - i, TKernel.Rows), Math.Min(columns - j, TKernel.Columns));
        }
    }
}

/// <summary>An operand's panels: where they start, how far it is to the next panel, along the depth, and across a panel.</summary>
internal readonly unsafe struct Panels(double* start, nint next, nint along, nint across)
{
    public readonly double* Start = start;
    public readonly nint Next = next, Along = along, Across = across;
}
