using System.Runtime.ExceptionServices;

namespace Backprop.Runtime.Layers.Running;

/// <summary>
/// Runs a loop over disjoint columns of the batch on several threads, without allocating: each thread walks all of
/// the time for its own examples, so the threads meet once a sequence and not once a step.
/// </summary>
/// <param name="body">The loop, given the first column and the one after the last.</param>
internal sealed class ColumnLoop(Action<int, int> body)
{
    // Below this many multiplications, waking another thread costs more than it saves.
    private const double WorthAThread = 100_000;

    // A product on fewer columns than this leaves most of a register block empty.
    private const int FewestColumns = 4;

    private Share[] shares = [];

    /// <summary>Runs the body over all columns.</summary>
    /// <param name="columns">How many columns.</param>
    /// <param name="multiplications">How much work there is in all.</param>
    public void Run(int columns, double multiplications)
    {
        var threads = (int)Math.Min(
            Math.Min(MathNet.Numerics.Control.MaxDegreeOfParallelism, columns / FewestColumns),
            multiplications / WorthAThread);
        if (threads < 2)
        {
            body(0, columns);
            return;
        }

        Distribute(columns, threads);
        body(0, columns / threads);
        Collect(threads);
    }

    private void Distribute(int columns, int threads)
    {
        if (shares.Length < threads)
        {
            shares = Enumerable.Range(0, threads).Select(_ => new Share(body)).ToArray();
        }

        for (var i = 1; i < threads; i++)
        {
            shares[i].Start(columns * i / threads, columns * (i + 1) / threads);
        }
    }

    private void Collect(int threads)
    {
        for (var i = 1; i < threads; i++)
        {
            shares[i].Complete();
        }
    }

    /// <summary>One thread's columns. If no thread has taken it when it is asked for, it is run on the spot.</summary>
    private sealed class Share(Action<int, int> body) : IThreadPoolWorkItem
    {
        private readonly ManualResetEventSlim done = new(initialState: false, spinCount: 200);
        private ExceptionDispatchInfo? failure;
        private int taken;
        private int from;
        private int to;

        public void Start(int from, int to)
        {
            (this.from, this.to, failure) = (from, to, null);
            done.Reset();
            Volatile.Write(ref taken, 0);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute()
        {
            if (Interlocked.Exchange(ref taken, 1) == 0)
            {
                Work();
            }
        }

        public void Complete()
        {
            Execute();
            done.Wait();
            failure?.Throw();
        }

        private void Work()
        {
            try
            {
                body(from, to);
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                done.Set();
            }
        }
    }
}
