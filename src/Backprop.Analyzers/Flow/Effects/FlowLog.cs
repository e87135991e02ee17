using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>One write. Site: where it stands in the method under analysis (for a write inside a callee, the call).</summary>
internal sealed record Store(IOperation Operation, IOperation Site, Place Place, Terms Value, bool Accumulates, bool Conditional);

/// <summary>A sum one side of which is a proved zero: `da[t] + daPrev` where daPrev was zeros and nothing has changed it.</summary>
internal sealed record ZeroSummand(IOperation Summand, IOperation Site, Place Place, Terms Rest);

/// <summary>A call in the method under analysis, what it was handed and what it returned.</summary>
internal sealed record CallResult(IInvocationOperation Call, IReadOnlyList<FlowValue> Arguments, FlowValue Value);

/// <summary>A product one side of which is a single place: `w[i][j] * delta`, what a weight is multiplied with.</summary>
internal readonly record struct Factor(int Atom, Terms Other);

/// <summary>A value that code throws away: `out _`, `(_, dc) = ...`.</summary>
internal sealed record Discarded(IOperation Discard, FlowValue Value);

/// <summary>What happened while a region ran, in order.</summary>
internal sealed class FlowLog
{
    public List<Store> Stores { get; } = new();

    public List<ZeroSummand> Zeros { get; } = new();

    public List<CallResult> Results { get; } = new();

    public List<Discarded> Discards { get; } = new();

    public HashSet<Factor> Factors { get; } = new();

    public HashSet<Place> Written { get; } = new();

    public HashSet<Place> Read { get; } = new();
}
