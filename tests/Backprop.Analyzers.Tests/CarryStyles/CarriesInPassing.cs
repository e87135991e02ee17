using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Carries that travel in a queue, a record, a tuple, by reference, through a fold or an iterator.</summary>
public class CarriesInPassing
{
    [Fact]
    public Task By_reference() => Sample.IsRightAndSilent(Frames.Arrays("""
        private void Step(int t, double[] x, double[] up, ref double[] carry)
        {
            var past = new double[N];
            for (int i = 0; i < N; i++)
            {
                var dz = (up[i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[j];
                for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; past[j] += wa[i][j] * dz; }
            }
            carry = past;
        }

        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = a.Length - 1; t >= 0; t--) Step(t, x[t], da[t], ref carry);
        }
        """));

    [Fact]
    public Task In_a_queue() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da)
        {
            var sent = new Queue<double[]>();
            sent.Enqueue(new double[N]);
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var come = sent.Dequeue();
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + come[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; past[j] += wa[i][j] * dz; }
                }
                sent.Enqueue(past);
            }
        }
        """));

    [Fact]
    public Task In_a_record_that_is_copied() => Sample.IsRightAndSilent(Frames.Arrays("""
        private sealed record Trail(double[] Carry, int Left);

        public void Backward(double[][] x, double[][] da)
        {
            var trail = new Trail(new double[N], a.Length);
            while (trail.Left > 0)
            {
                var t = trail.Left - 1;
                var past = new double[N];
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + trail.Carry[i]) * (1 - a[t][i] * a[t][i]);
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; past[j] += wa[i][j] * dz; }
                }
                trail = trail with { Carry = past, Left = t };
            }
        }
        """));

    [Fact]
    public Task In_a_tuple() => Sample.IsRightAndSilent(Frames.Arrays("""
        private (double[] Dz, double[] Past) Cell(int t, double[] d)
        {
            double[] dz = new double[N], past = new double[N];
            for (int i = 0; i < N; i++)
            {
                dz[i] = d[i] * (1 - a[t][i] * a[t][i]);
                for (int j = 0; j < N; j++) past[j] += wa[i][j] * dz[i];
            }
            return (dz, past);
        }

        public void Backward(double[][] x, double[][] da)
        {
            var carry = new double[N];
            for (int t = a.Length; t-- > 0;)
            {
                (var dz, carry) = Cell(t, da[t].Zip(carry, (p, q) => p + q).ToArray());
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += dz[i] * Before(t)[j];
                }
            }
        }
        """));

    [Fact]
    public Task Through_a_fold() => Sample.IsRightAndSilent(Frames.Arrays("""
        public void Backward(double[][] x, double[][] da) =>
            Enumerable.Range(0, a.Length).Reverse().Aggregate(new double[N], (carry, t) => Back(t, x[t], da[t], carry));

        private double[] Back(int t, double[] x, double[] up, double[] carry)
        {
            var past = new double[N];
            for (int i = 0; i < N; i++)
            {
                var dz = (up[i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                for (int j = 0; j < 2; j++) dWx[i][j] += dz * x[j];
                for (int j = 0; j < N; j++) { dWa[i][j] += dz * Before(t)[j]; past[j] += wa[i][j] * dz; }
            }
            return past;
        }
        """));

    [Fact]
    public Task From_an_iterator() => Sample.IsRightAndSilent(Frames.Arrays("""
        private IEnumerable<(int T, double[] Dz)> Deltas(double[][] da)
        {
            var carry = new double[N];
            for (int t = a.Length - 1; t >= 0; t--)
            {
                var dz = new double[N];
                for (int i = 0; i < N; i++) dz[i] = (da[t][i] + carry[i]) * (1 - a[t][i] * a[t][i]);
                yield return (t, dz);
                carry = new double[N];
                for (int i = 0; i < N; i++) for (int j = 0; j < N; j++) carry[j] += wa[i][j] * dz[i];
            }
        }

        public void Backward(double[][] x, double[][] da)
        {
            foreach (var (t, dz) in Deltas(da))
                for (int i = 0; i < N; i++)
                {
                    for (int j = 0; j < 2; j++) dWx[i][j] += dz[i] * x[t][j];
                    for (int j = 0; j < N; j++) dWa[i][j] += dz[i] * Before(t)[j];
                }
        }
        """));

    [Fact]
    public Task In_an_object_that_steps() => Sample.IsRightAndSilent(Frames.Arrays("""
        private sealed class Walker(Rnn net, double[][] x, double[][] da)
        {
            private double[] carry = new double[N];
            private int t = da.Length;

            public bool Step()
            {
                if (t == 0) return false;
                t--;
                var kept = carry;
                carry = new double[N];
                for (int i = 0; i < N; i++)
                {
                    var dz = (da[t][i] + kept[i]) * (1 - net.a[t][i] * net.a[t][i]);
                    for (int j = 0; j < 2; j++) net.dWx[i][j] += dz * x[t][j];
                    for (int j = 0; j < N; j++) { net.dWa[i][j] += dz * net.Before(t)[j]; carry[j] += net.wa[i][j] * dz; }
                }
                return true;
            }
        }

        public void Backward(double[][] x, double[][] da)
        {
            var walker = new Walker(this, x, da);
            while (walker.Step()) { }
        }
        """));
}
