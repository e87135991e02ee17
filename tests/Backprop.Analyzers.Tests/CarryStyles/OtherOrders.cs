using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Time turned round before the loop, steps in a linked list, gradients that are clipped on the way, forward-mode traces.</summary>
public class OtherOrders
{
    [Fact]
    public Task Reversed_copies() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var back = da.Reverse().ToArray();
            var states = a.Reverse().ToArray();
            var ins = x.Reverse().ToArray();
            var carry = new double[N];
            for (int s = 0; s < back.Length; s++)
            {
                var before = s + 1 < states.Length ? states[s + 1] : new double[N];
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    var dz = (back[s][i] + carry[i]) * (1 - states[s][i] * states[s][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * ins[s][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * before[j]; past[j] += wa[i][j] * dz; }
                }
                carry = past;
            }
        }
        """));

    [Fact]
    public Task Reversed_numbers() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var order = new int[a.Length];
            for (int k = 0; k < order.Length; k++) order[k] = k;
            Array.Reverse(order);
            double[] carry = new double[N];
            foreach (var t in order)
            {
                double[] dz = new double[N], next = new double[N];
                for (int i = 0; i < N; i++) dz[i] = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += dz[i] * Before(t)[j];
                    for (int j = 0; j < N; j++) next[j] += wa[i][j] * dz[i];
                }
                carry = next;
            }
        }
        """));

    [Fact]
    public Task A_linked_list() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var steps = new LinkedList<(double[] A, double[] X, double[] Up, double[] Prev)>();
            for (int t = 0; t < a.Length; t++) steps.AddLast((a[t], x[t], da[t], Before(t)));
            var carry = new double[N];
            for (var node = steps.Last; node is not null; node = node.Previous)
            {
                var (s, ins, up, prev) = node.Value;
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    var dz = (up[i] + carry[i]) * (1 - s[i] * s[i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * ins[j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * prev[j]; past[j] += wa[i][j] * dz; }
                }
                carry = past;
            }
        }
        """));

    [Fact]
    public Task Clipped_between_steps() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var norm = Math.Sqrt(carry.Sum(v => v * v));
                if (norm > 1e6) for (int i = 0; i < N; i++) carry[i] *= 1e6 / norm;
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; past[j] += wa[i][j] * dz; }
                }
                carry = past;
            }
        }
        """));

    [Fact]
    public Task From_each_loss_back() => Sample.IsRightAndSilent(Frames.Arrays("""
        // From each loss back for at most K steps, its own walk.
        public void Backward(double[][] x, double[][] da)
        {
            for (int end = 0; end < a.Length; end++)
            {
                var d = (double[])da[end].Clone();
                for (int t = end; t >= 0 && t > end - 10; t--)
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
            }
        }
        """));

    [Fact]
    public Task Traces_that_travel_forwards() => Sample.IsRightAndSilent(Frames.Arrays("""
        // Forward mode: the derivative of the state by each recurrent weight travels with it.
        public void Backward(double[][] x, double[][] da)
        {
            var byWa = new double[N, N, N];
            var byWx = new double[N, N, 2];
            for (int t = 0; t < a.Length; t++)
            {
                var nextWa = new double[N, N, N];
                var nextWx = new double[N, N, 2];
                for (int k = 0; k < N; k++)
                {
                    var slope = 1 - a[t][k] * a[t][k];
                    for (int i = 0; i < N; i++)
                    {
                        for (int j = 0; j < N; j++)
                        {
                            double s = k == i ? Before(t)[j] : 0;
                            for (int l = 0; l < N; l++) s += wa[k][l] * byWa[l, i, j];
                            nextWa[k, i, j] = slope * s;
                            dWa[i][j] += da[t][k] * nextWa[k, i, j];
                        }
                        for (int j = 0; j < 2; j++)
                        {
                            double s = k == i ? x[t][j] : 0;
                            for (int l = 0; l < N; l++) s += wa[k][l] * byWx[l, i, j];
                            nextWx[k, i, j] = slope * s;
                            dWx[i][j] += da[t][k] * nextWx[k, i, j];
                        }
                    }
                }
                (byWa, byWx) = (nextWa, nextWx);
            }
        }
        """));
}
