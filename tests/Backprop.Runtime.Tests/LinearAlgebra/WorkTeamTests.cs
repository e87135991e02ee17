using Backprop.Runtime.LinearAlgebra;
using Xunit;

namespace Backprop.Runtime.Tests.LinearAlgebra;

public class WorkTeamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void EveryPartIsExecutedOnce(int parts)
    {
        var work = new Counting(parts);
        for (int round = 1; round <= 200; round++)
        {
            WorkTeam.Run(work, parts);
            Assert.All(work.Executed, count => Assert.Equal(round, count));
        }
    }

    [Fact]
    public void WorkAfterAPauseFindsTheTeamAwake()
    {
        var work = new Counting(4);
        for (int round = 1; round <= 20; round++)
        {
            Thread.Sleep(round % 5);
            WorkTeam.Run(work, 4);
            Assert.All(work.Executed, count => Assert.Equal(round, count));
        }
    }

    [Fact]
    public void ManyCallersAtOnceEachGetTheirOwnWorkDone()
    {
        var callers = Enumerable.Range(0, 8).Select(_ => new Counting(5)).ToArray();
        var threads = callers.Select(work => new Thread(() =>
        {
            for (int round = 0; round < 2000; round++)
            {
                WorkTeam.Run(work, 5);
            }
        })).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }
        foreach (var thread in threads)
        {
            thread.Join();
        }
        Assert.All(callers, work => Assert.All(work.Executed, count => Assert.Equal(2000, count)));
    }

    [Fact]
    public void AWorkInsideAPartStaysOnItsThread()
    {
        var inner = new Counting(3);
        var outer = new Acting(_ =>
        {
            Assert.Equal(1, WorkTeam.Available);
            var own = new Counting(3);
            WorkTeam.Run(own, 3);
            Assert.Equal([1, 1, 1], own.Executed);
        });
        WorkTeam.Run(outer, 6);
        WorkTeam.Run(inner, 3);
        Assert.Equal([1, 1, 1], inner.Executed);
    }

    [Fact]
    public void AFailingPartReachesTheCallerWhenNoPartRunsAnyMore()
    {
        int running = 0;
        var work = new Acting(part =>
        {
            Interlocked.Increment(ref running);
            Thread.SpinWait(1000);
            Interlocked.Decrement(ref running);
            if (part == 2)
            {
                throw new InvalidDataException("part 2");
            }
        });
        for (int round = 0; round < 50; round++)
        {
            Assert.Equal("part 2", Assert.Throws<InvalidDataException>(() => WorkTeam.Run(work, 6)).Message);
            Assert.Equal(0, running);
        }
        WorkTeam.Run(new Counting(2), 2);
    }

    private sealed class Counting(int parts) : PartitionedWork
    {
        public readonly int[] Executed = new int[parts];

        protected internal override void Execute(int part) => Interlocked.Increment(ref Executed[part]);
    }

    private sealed class Acting(Action<int> action) : PartitionedWork
    {
        protected internal override void Execute(int part) => action(part);
    }
}
