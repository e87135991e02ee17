using System.Numerics.Tensors;

namespace Backprop.Runtime.Layers.Running;

/// <summary>Matrix products on column-major buffers with leading dimensions: c = op(a) op(b) + beta c.</summary>
internal static class Product
{
    /// <summary>c (m x n) = op(a) (m x k) op(b) (k x n) + beta c.</summary>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k,
        ReadOnlySpan<double> a, int lda, ReadOnlySpan<double> b, int ldb, double beta, Span<double> c, int ldc)
    {
        for (var j = 0; j < n; j++)
        {
            var column = c.Slice(j * ldc, m);
            if (beta == 0)
            {
                column.Clear();
            }

            for (var p = 0; p < k; p++)
            {
                var factor = transposeB ? b[(p * ldb) + j] : b[(j * ldb) + p];
                if (!transposeA)
                {
                    TensorPrimitives.MultiplyAdd(a.Slice(p * lda, m), factor, column, column);
                }
            }

            for (var i = 0; transposeA && i < m; i++)
            {
                if (!transposeB)
                {
                    column[i] += TensorPrimitives.Dot(a.Slice(i * lda, k), b.Slice(j * ldb, k));
                    continue;
                }

                for (var p = 0; p < k; p++)
                {
                    column[i] += a[(i * lda) + p] * b[(p * ldb) + j];
                }
            }
        }
    }
}
