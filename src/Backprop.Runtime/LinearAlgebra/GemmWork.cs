namespace Backprop.Runtime.LinearAlgebra;

/// <summary>A product cut into strips of columns or rows of C, one strip a part. Strips are whole tiles wide.</summary>
internal sealed class GemmWork : PartitionedWork
{
    // Below about 10 microseconds of work on one thread, meeting costs more than it brings.
    private const double OperationsForTwo = 1e6;

    // Large products get more parts than threads: when another process takes a core away, the other thread takes over.
    private const double OperationsForSpareParts = 1e8;
    private const int Granularity = 16;

    [ThreadStatic] private static GemmWork? s_mine;

    private Product _product;
    private bool _byColumns;
    private int _strip;

    public static void RunInParts(in Product product)
    {
        int threads = product.Operations < OperationsForTwo ? 1 : WorkTeam.Available;
        if (threads == 1)
        {
            Gemm.RunAlone(product);
            return;
        }
        var work = s_mine ??= new GemmWork();
        WorkTeam.Run(work, work.Cut(product, threads));
    }

    protected internal override void Execute(int part)
    {
        int first = part * _strip;
        Gemm.RunAlone(_byColumns
            ? _product.ColumnsOfC(first, Math.Min(_strip, _product.N - first))
            : _product.RowsOfC(first, Math.Min(_strip, _product.M - first)));
    }

    private int Cut(in Product product, int threads)
    {
        int wanted = (int)Math.Min(threads, product.Operations / (OperationsForTwo / 2));
        if (product.Operations > OperationsForSpareParts)
        {
            wanted *= 2;
        }
        _product = product;
        _byColumns = product.N >= product.M;
        int extent = Math.Max(product.N, product.M);
        _strip = (extent + wanted * Granularity - 1) / (wanted * Granularity) * Granularity;
        return (extent + _strip - 1) / _strip;
    }
}
