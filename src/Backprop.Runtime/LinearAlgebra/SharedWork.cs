using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// The work that the team has in hand. Epoch, number of parts and next part are one word, the ticket, so that a part is
/// taken by one compare-exchange, which fails when the work has been exchanged meanwhile: no lock, and no thread can take
/// a part twice or a part of a work that is over.
/// </summary>
internal sealed class SharedWork
{
    public const int MaxParts = 0xFFFF;

    private long _ticket;
    private int _unfinished;
    private PartitionedWork? _work;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Changes with each published work.</summary>
    public long Epoch => Volatile.Read(ref _ticket) >> 32;

    public void Publish(PartitionedWork work, int parts)
    {
        _work = work;
        _failure = null;
        Volatile.Write(ref _unfinished, parts);
        Interlocked.Exchange(ref _ticket, ((_ticket >> 32) + 1 << 32) | ((long)parts << 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void TakeParts()
    {
        long ticket = Volatile.Read(ref _ticket);
        while ((ticket & 0xFFFF) < ((ticket >> 16) & 0xFFFF))
        {
            long seen = Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket);
            if (seen == ticket)
            {
                Execute((int)(ticket & 0xFFFF));
                seen = Volatile.Read(ref _ticket);
            }
            ticket = seen;
        }
    }

    /// <summary>Returns when every part has ended; throws what the first failing part threw.</summary>
    public void WaitUntilFinished()
    {
        // Never sleeps: a part that somebody took is being executed.
        var wait = new SpinWait();
        while (Volatile.Read(ref _unfinished) > 0)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
        _work = null;
        _failure?.Throw();
    }

    // The part is taken and not yet counted as ended, so the work cannot be exchanged meanwhile.
    private void Execute(int part)
    {
        try
        {
            if (_work is { } work)
            {
                WorkTeam.ExecutePart(work, part);
            }
        }
        catch (Exception exception)
        {
            // Handed to the caller, who throws it: a worker thread must not end the process.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }
        finally
        {
            Interlocked.Decrement(ref _unfinished);
        }
    }
}
