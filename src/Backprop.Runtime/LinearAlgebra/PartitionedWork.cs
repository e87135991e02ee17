namespace Backprop.Runtime.LinearAlgebra;

/// <summary>
/// A computation in independent parts, for <see cref="WorkTeam"/>. It is an object that its owner keeps and fills anew,
/// not a lambda, so that starting it allocates nothing.
/// </summary>
public abstract class PartitionedWork
{
    /// <summary>Computes one part; different parts run at the same time on different threads.</summary>
    protected internal abstract void Execute(int part);
}
