using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>One expression of a member: what it computes, and what was known of memory just before.</summary>
internal sealed class Evaluation(IOperation operation, Term term, ValueState before)
{
    public IOperation Operation { get; } = operation;

    public Term Term { get; } = term;

    public ValueState Before { get; } = before;
}

/// <summary>What the walk over one member found.</summary>
internal sealed class MemberValues(
    ImmutableArray<Evaluation> evaluations, ImmutableArray<ValueState> scopeEnds, ImmutableArray<Term> tuples)
{
    public ImmutableArray<Evaluation> Evaluations { get; } = evaluations;

    /// <summary>The state where the member returns.</summary>
    public ImmutableArray<ValueState> Exits { get; } = scopeEnds;

    /// <summary>The tuples that it makes: caches without a type of their own.</summary>
    public ImmutableArray<Term> Tuples { get; } = tuples;
}
