using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>One expression of a member: what it computes, and what was known of memory just before.</summary>
internal sealed class Evaluation(IOperation operation, Term term, ValueState before)
{
    public IOperation Operation { get; } = operation;

    public Term Term { get; } = term;

    public ValueState Before { get; } = before;

    /// <summary>
    /// The lambda or local function that it is inside of: it runs whenever that is called, or never. Null also in a lambda that a
    /// query runs here and now.
    /// </summary>
    public IOperation? Function
    {
        get
        {
            var current = Operation.Parent;
            while (current is not (null or ILocalFunctionOperation) && !(current is IAnonymousFunctionOperation lambda && !ElementwiseOperators.RunsAtOnce(lambda))) current = current.Parent;
            return current;
        }
    }
}

/// <summary>What the walk over one member found.</summary>
internal sealed class MemberValues(
    ImmutableArray<Evaluation> evaluations,
    IReadOnlyDictionary<IOperation, Term> terms,
    ImmutableArray<ValueState> exits,
    ImmutableArray<Computation> tuples,
    ImmutableArray<BranchEnd> branches)
{
    public ImmutableArray<Evaluation> Evaluations { get; } = evaluations;

    /// <summary>The term of every operation that was evaluated in the member itself.</summary>
    public IReadOnlyDictionary<IOperation, Term> Terms { get; } = terms;

    /// <summary>The states where the member returns.</summary>
    public ImmutableArray<ValueState> Exits { get; } = exits;

    /// <summary>The tuples that it makes: caches without a type of their own.</summary>
    public ImmutableArray<Computation> Tuples { get; } = tuples;

    /// <summary>The branches of the member itself in which memory was written.</summary>
    public ImmutableArray<BranchEnd> Branches { get; } = branches;
}

/// <summary>What is known where one branch ends, and behind the point where it meets the others.</summary>
internal sealed record BranchEnd(IOperation Branch, ValueState State, ValueState After);
