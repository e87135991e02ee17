using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Two slots in turn: what one step leaves in the one, the next finds there. To fill one of several, or a stretch of an array, leaves the rest as it was.</summary>
public class SlotRings
{
    [Fact]
    public Task An_array_of_two_read_at_the_parity() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var slot = new[] { new double[N], new double[N] };
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var come = slot[(t + 1) & 1];
                var go = slot[t & 1];
                Array.Clear(go);
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
    public Task A_field_of_two_and_a_cursor() => Sample.IsRightAndSilent(Frames.Arrays("""
        private readonly double[][] ring = Zeros(2, N);
        private int at;

        public void Backward(double[][] x, double[][] da)
        {
            at = 0;
            for (int t = a.Length - 1; t >= 0; t--, at = 1 - at)
            {
                double[] come = ring[at], go = ring[1 - at];
                Array.Fill(go, 0.0);
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
    public Task Rows_read_at_the_remainder() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var ring = Zeros(2, N);
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var d = da[t].ToArray();
                for (int i = 0; i < N; i++) d[i] += ring[(t + 1) % 2][i];
                for (int j = 0; j < N; j++) ring[t % 2][j] = 0;
                for (int i = 0; i < N; i++)
                {
                    var dz = d[i] * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; ring[t % 2][j] += wa[i][j] * dz; }
                }
            }
        }
        """));

    [Fact]
    public Task A_rectangle_and_a_cursor() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var ring = new double[2, N];
            int now = 0;
            for (int t = a.Length - 1; t >= 0; t--)
            {
                int next = now ^ 1;
                for (int j = 0; j < N; j++) ring[next, j] = 0;
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + ring[now, i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; ring[next, j] += wa[i][j] * dz; }
                }
                now = next;
            }
        }
        """));

    [Fact]
    public Task Stretches_of_one_array() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var flat = new double[2 * N];
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var come = flat.AsSpan((t + 1) % 2 * N, N);
                var go = flat.AsSpan(t % 2 * N, N);
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
    public Task Stretches_that_are_swapped() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var flat = new double[2 * N];
            var come = flat.AsSpan(0, N);
            var go = flat.AsSpan(N, N);
            for (int t = a.Length - 1; t >= 0; t--)
            {
                for (int j = 0; j < N; j++) go[j] = 0;
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
    public Task Stretches_cleared_by_their_start() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var flat = new double[2 * N];
            int come = 0, go = N;
            for (int t = a.Length - 1; t >= 0; t--)
            {
                Array.Clear(flat, go, N);
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + flat[come + i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; flat[go + j] += wa[i][j] * dz; }
                }
                (come, go) = (go, come);
            }
        }
        """));
}
