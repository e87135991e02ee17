using MathNet.Numerics;

namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// Persistent threads, one fewer than processors, that take parts of a work together with the caller. A worker spins for a
/// moment after its last part, since the next product of a training step usually follows at once, and then parks: a
/// product of 100 microseconds cannot afford to wake a thread, and an idle program must not burn a core. Parts are taken
/// one by one, so a worker that comes late costs nothing but its help. One caller at a time has the team; another caller,
/// and a work started inside a part, runs alone on its own thread, so threads never exceed the processors.
/// </summary>
public static class WorkTeam
{
    private static readonly SharedWork s_shared = new();
    private static readonly List<TeamWorker> s_workers = [];
    [ThreadStatic] private static bool s_insidePart;
    private static int s_taken;

    /// <summary>How many threads may take part, the caller included; MathNet's MaxDegreeOfParallelism is respected.</summary>
    public static int Size => Math.Max(1, Math.Min(Environment.ProcessorCount, Control.MaxDegreeOfParallelism));

    /// <summary>How many threads a work started here and now could use: 1 inside a part of another work.</summary>
    public static int Available => s_insidePart ? 1 : Size;

    /// <summary>Executes the parts 0 .. parts - 1, each once, in any order, and returns when all have ended.</summary>
    public static void Run(PartitionedWork work, int parts)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, SharedWork.MaxParts);
        int helpers = Math.Min(parts, Available) - 1;
        if (helpers < 1)
        {
            for (int part = 0; part < parts; part++)
            {
                work.Execute(part);
            }
        }
        else if (Interlocked.CompareExchange(ref s_taken, 1, 0) == 0)
        {
            RunTogether(work, parts, helpers);
        }
        else
        {
            RunBesideAnother(work, parts);
        }
    }

    // Somebody else has the team: marked as inside a part, so that nothing within waits for the team either.
    private static void RunBesideAnother(PartitionedWork work, int parts)
    {
        for (int part = 0; part < parts; part++)
        {
            ExecutePart(work, part);
        }
    }

    /// <summary>Executes one part and marks the thread, so that a work inside the part stays on it.</summary>
    internal static void ExecutePart(PartitionedWork work, int part)
    {
        s_insidePart = true;
        try
        {
            work.Execute(part);
        }
        finally
        {
            s_insidePart = false;
        }
    }

    private static void RunTogether(PartitionedWork work, int parts, int helpers)
    {
        try
        {
            s_shared.Publish(work, parts);
            Wake(helpers);
            s_shared.TakeParts();
            s_shared.WaitUntilFinished();
        }
        finally
        {
            Volatile.Write(ref s_taken, 0);
        }
    }

    private static void Wake(int helpers)
    {
        while (s_workers.Count < helpers)
        {
            s_workers.Add(new TeamWorker(s_shared));
        }
        for (int i = 0; i < helpers; i++)
        {
            s_workers[i].Wake();
        }
    }
}
