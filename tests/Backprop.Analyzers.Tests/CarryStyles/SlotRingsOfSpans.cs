using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Two stretches of one span in turn, cut out by a range or a constructor, and buffers that change places.</summary>
public class SlotRingsOfSpans
{
    [Fact]
    public Task Cut_out_by_a_range() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            Span<double> flat = new double[2 * N];
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var even = t % 2 == 0;
                var come = even ? flat[N..] : flat[..N];
                var go = even ? flat[..N] : flat[N..];
                go.Clear();
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + come[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; go[j] += wa[i][j] * dz; }
                }
            }
        }
        """));

    [Fact]
    public Task Cut_out_by_a_constructor() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var flat = new double[2 * N];
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var come = new Span<double>(flat, (t + 1) % 2 * N, N);
                var go = new Span<double>(flat, t % 2 * N, N);
                go.Fill(0);
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + come[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; go[j] += wa[i][j] * dz; }
                }
            }
        }
        """));

    [Fact]
    public Task Swapped_on_the_stack() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            Span<double> come = stackalloc double[N];
            Span<double> go = stackalloc double[N];
            come.Clear();
            for (int t = a.Length - 1; t >= 0; t--)
            {
                go.Clear();
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + come[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; go[j] += wa[i][j] * dz; }
                }
                var kept = come;
                come = go;
                go = kept;
            }
        }
        """));

    [Fact]
    public Task Swapped_as_fields() => Sample.IsRightAndSilent(Frames.Arrays("""
        private double[] come = new double[N], go = new double[N];

        public void Backward(double[][] x, double[][] da)
        {
            Array.Clear(come);
            for (int t = a.Length - 1; t >= 0; t--)
            {
                Array.Clear(go);
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + come[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; go[j] += wa[i][j] * dz; }
                }
                (come, go) = (go, come);
            }
        }
        """));

    [Fact]
    public Task Rented_and_given_back() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var pool = System.Buffers.ArrayPool<double>.Shared;
            var carry = pool.Rent(N);
            Array.Clear(carry);
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var past = pool.Rent(N);
                Array.Clear(past);
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; past[j] += wa[i][j] * dz; }
                }
                pool.Return(carry);
                carry = past;
            }
            pool.Return(carry);
        }
        """));
}
