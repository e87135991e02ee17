using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>One thread of the team: takes parts, spins a while for the next work, then parks until woken.</summary>
internal sealed class TeamWorker
{
    // Longer than the pauses between the products of a training step, shorter than anything that a person notices.
    private static readonly long s_spinTicks = Stopwatch.Frequency / 5000;

    private readonly SharedWork _shared;
    private readonly SemaphoreSlim _signal = new(0);
    private int _parked;

    public TeamWorker(SharedWork shared)
    {
        _shared = shared;
        new Thread(Loop) { IsBackground = true, Name = "Backprop linear algebra" }.Start();
    }

    public void Wake()
    {
        if (Interlocked.Exchange(ref _parked, 0) == 1)
        {
            _signal.Release();
        }
    }

    private void Loop()
    {
        long epoch = 0;
        while (true)
        {
            if (!SpinFor(epoch))
            {
                Park(epoch);
            }
            epoch = _shared.Epoch;
            _shared.TakeParts();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool SpinFor(long epoch)
    {
        long end = Stopwatch.GetTimestamp() + s_spinTicks;
        while (_shared.Epoch == epoch)
        {
            if (Stopwatch.GetTimestamp() > end)
            {
                return false;
            }
            Thread.SpinWait(20);
        }
        return true;
    }

    private void Park(long epoch)
    {
        Interlocked.Exchange(ref _parked, 1);

        // Work that was published before the flag went up is taken without waiting, unless its publisher saw the flag:
        // then its signal is there to be consumed.
        if (_shared.Epoch != epoch && Interlocked.Exchange(ref _parked, 0) == 1)
        {
            return;
        }
        _signal.Wait();
    }
}
