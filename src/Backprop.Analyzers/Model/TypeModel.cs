using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>What is known of one type, put together lazily: each rule pays only for what it asks.</summary>
internal sealed class TypeModel
{
    private readonly Lazy<TermMeaning> meaning;
    private readonly Lazy<ImmutableArray<(MemberBody Body, MemberValues Values)>> members;
    private readonly Lazy<ForwardFacts> facts;
    private readonly Lazy<ImmutableArray<ActivationUse>> uses;
    private readonly Lazy<ImmutableArray<Recomputation>> recomputations;
    private readonly Lazy<ImmutableArray<BackwardLoop>> backwardLoops;

    public TypeModel(INamedTypeSymbol type, IEnumerable<MemberBody> bodies, CompilationModel compilation, CancellationToken cancellation)
    {
        Type = type;
        Compilation = compilation;
        Cancellation = cancellation;
        Bodies = bodies.OrderBy(body => body.Blocks.FirstOrDefault()?.Syntax.SpanStart ?? 0).ToImmutableArray();
        meaning = new(() => compilation.MeaningFor(cancellation));
        members = new(WalkMembers);
        uses = new(() => Members.SelectMany(member => ActivationUse.In(member.Body, member.Values, Meaning)).ToImmutableArray());
        recomputations = new(() => Recomputation.In(this).ToImmutableArray());
        backwardLoops = new(() => GradientPaths.Of(this));
        facts = new(() => ForwardFacts.Of(Members, Meaning, new ForeignWrites(type, compilation.Compilation, cancellation)));
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>In source order, so that what is learned and reported does not depend on the driver's scheduling.</summary>
    public ImmutableArray<MemberBody> Bodies { get; }

    public CompilationModel Compilation { get; }

    public CancellationToken Cancellation { get; }

    public TermMeaning Meaning => meaning.Value;

    /// <summary>The members that were understood, with the values that they compute.</summary>
    public ImmutableArray<(MemberBody Body, MemberValues Values)> Members => members.Value;

    /// <summary>Every expression that computes an activation or a derivative of one.</summary>
    public ImmutableArray<ActivationUse> Uses => uses.Value;

    /// <summary>Those of them that evaluate what a cache in reach holds.</summary>
    public ImmutableArray<Recomputation> Recomputations => recomputations.Value;

    public ForwardFacts Facts => facts.Value;

    /// <summary>The loops that walk time back and add up the gradients of parameters.</summary>
    public ImmutableArray<BackwardLoop> BackwardLoops => backwardLoops.Value;

    private ImmutableArray<(MemberBody, MemberValues)> WalkMembers()
    {
        var walked = ImmutableArray.CreateBuilder<(MemberBody, MemberValues)>();
        foreach (var body in Bodies)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (ValueWalker.Walk(body.Member, body.Blocks, Compilation.Bodies, Compilation.Effects, Cancellation) is { } values)
                walked.Add((body, values));
        }

        return walked.ToImmutable();
    }
}
