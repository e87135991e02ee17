using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Segments of the sequence, last one first: their states are computed again, then walked back.</summary>
public class Segments
{
    [Fact]
    public Task Down_by_two() => Sample.IsRightAndSilent(Frames.Arrays("""
        // Every second state is thrown away and computed again, segment by segment.
        public void Backward(double[][] x, double[][] da)
        {
            var kept = new double[a.Length][];
            for (int t = 0; t < a.Length; t += 2) kept[t] = a[t];
            var carry = new double[N];
            for (int start = (a.Length - 1) / 2 * 2; start >= 0; start -= 2)
            {
                var end = Math.Min(start + 2, a.Length);
                for (int t = start + 1; t < end; t++)
                {
                    kept[t] = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        double z = 0;
                        for (int j = 0; j < 2; j++) z += wx[i][j] * x[t][j];
                        for (int j = 0; j < N; j++) z += wa[i][j] * kept[t - 1][j];
                        kept[t][i] = Math.Tanh(z);
                    }
                }
                for (int t = end - 1; t >= start; t--)
                {
                    var past = new double[N];
                    var before = t == 0 ? new double[N] : t > start ? kept[t - 1] : Before(t);
                    for (int i = 0; i < N; i++)
                    {
                        var dz = (da[t][i] + carry[i]) * (1 - kept[t][i] * kept[t][i]);
                        for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                        for (int j = 0; j < N; j++) { dWa[i][j] += dz * before[j]; past[j] += wa[i][j] * dz; }
                    }
                    carry = past;
                }
            }
        }
        """));

    [Fact]
    public Task From_a_stack() => Sample.IsRightAndSilent(Frames.Arrays("""
        // Segments on a stack; each is computed again and then walked back.
        public void Backward(double[][] x, double[][] da)
        {
            var starts = new Stack<int>();
            for (int t = 0; t < a.Length; t += 3) starts.Push(t);
            var end = a.Length;
            var carry = new double[N];
            while (starts.TryPop(out var start))
            {
                var again = new List<double[]>();
                var s = Before(start);
                for (int t = start; t < end; t++)
                {
                    var n = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        double z = 0;
                        for (int j = 0; j < 2; j++) z += wx[i][j] * x[t][j];
                        for (int j = 0; j < N; j++) z += wa[i][j] * s[j];
                        n[i] = Math.Tanh(z);
                    }
                    again.Add(n);
                    s = n;
                }
                for (int t = end - 1; t >= start; t--)
                {
                    var past = new double[N];
                    var now = again[t - start];
                    var before = t > start ? again[t - start - 1] : Before(start);
                    for (int i = 0; i < N; i++)
                    {
                        var dz = (da[t][i] + carry[i]) * (1 - now[i] * now[i]);
                        for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                        for (int j = 0; j < N; j++) { dWa[i][j] += dz * before[j]; past[j] += wa[i][j] * dz; }
                    }
                    carry = past;
                }
                end = start;
            }
        }
        """));

    [Fact]
    public Task At_mirrored_starts() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            const int Size = 2;
            var count = (a.Length + Size - 1) / Size;
            var carry = new double[N];
            var kept = new double[Size + 1][];
            for (int s = 0; s < count; s++)
            {
                var start = (count - 1 - s) * Size;
                var end = Math.Min(a.Length, start + Size);
                kept[0] = Before(start);
                for (int t = start; t < end; t++)
                {
                    kept[t - start + 1] = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        double z = 0;
                        for (int j = 0; j < 2; j++) z += wx[i][j] * x[t][j];
                        for (int j = 0; j < N; j++) z += wa[i][j] * kept[t - start][j];
                        kept[t - start + 1][i] = Math.Tanh(z);
                    }
                }
                for (int t = end - 1; t >= start; t--)
                {
                    var past = new double[N];
                    for (int i = 0; i < N; i++)
                    {
                        var h = kept[t - start + 1][i];
                        var dz = (da[t][i] + carry[i]) * (1 - h * h);
                        for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                        for (int j = 0; j < N; j++) { dWa[i][j] += dz * kept[t - start][j]; past[j] += wa[i][j] * dz; }
                    }
                    carry = past;
                }
            }
        }
        """));

    [Fact]
    public Task Window_by_window() => Sample.IsRightAndSilent(Frames.ManyToOne("""
        // The last window first, then the one before it with what that sent.
        public void Backward(double[][] x, double[] dLast)
        {
            var half = a.Length / 2;
            var sent = Walk(x, dLast, a.Length, half);
            Walk(x, sent, half, 0);
        }

        private double[] Walk(double[][] x, double[] d, int from, int to)
        {
            for (int t = from - 1; t >= to; t--)
            {
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    var dz = d[i] * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; past[j] += wa[i][j] * dz; }
                }
                d = past;
            }
            return d;
        }
        """));
}
