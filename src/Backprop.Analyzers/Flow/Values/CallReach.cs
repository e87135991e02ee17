using System.Collections.Immutable;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>What a call may write: members by region, the contents of arguments, of its receiver, or anything.</summary>
internal sealed class CallReach(
    bool computes = false, bool anything = false, bool receiver = false,
    ImmutableHashSet<int>? parameters = null, ImmutableHashSet<Region>? members = null, bool limited = false)
{
    public static readonly CallReach Computation = new(computes: true);
    public static readonly CallReach Nothing = new();
    public static readonly CallReach Everything = new(anything: true);

    /// <summary>Anything, for nobody looked: asked from nearer, more may be known.</summary>
    public static readonly CallReach TooDeep = new(anything: true, limited: true);

    /// <summary>It writes nothing and its result is a function of what it is handed.</summary>
    public bool Computes { get; } = computes;

    public bool Anything { get; } = anything;

    /// <summary>It may write anything only because what it calls lay too deep to be looked at.</summary>
    public bool IsLimited { get; } = limited;

    public bool Receiver { get; } = receiver;

    public ImmutableHashSet<int> Parameters { get; } = parameters ?? ImmutableHashSet<int>.Empty;

    public ImmutableHashSet<Region> Members { get; } = members ?? ImmutableHashSet<Region>.Empty;

    /// <summary>One of two calls, nobody knows which.</summary>
    public CallReach Or(CallReach other) => new(
        Computes && other.Computes, Anything || other.Anything, Receiver || other.Receiver,
        Parameters.Union(other.Parameters), Members.Union(other.Members),
        (IsLimited || other.IsLimited) && (IsLimited || !Anything) && (other.IsLimited || !other.Anything));

    public bool WritesNothing => !Anything && !Receiver && Parameters.IsEmpty && Members.IsEmpty;
}
