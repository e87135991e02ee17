using Backprop.Runtime.LinearAlgebra;
using MathNet.Numerics;

namespace Backprop.Benchmarks.Timing;

/// <summary>Puts a linear-algebra provider in charge around what is measured.</summary>
internal static class Providers
{
    public static Action WithMathNets(Action action) => () =>
    {
        Control.UseManaged();
        action();
    };

    public static Action OnOneThread(Action action) => () =>
    {
        var before = Control.MaxDegreeOfParallelism;
        Control.MaxDegreeOfParallelism = 1;
        WithOurs(action)();
        Control.MaxDegreeOfParallelism = before;
    };

    public static Action WithOurs(Action action) => () =>
    {
        Control.UseManaged();
        VectorisedLinearAlgebra.TryUse();
        action();
    };
}
