using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>What is known of one type, put together lazily: each rule pays only for what it asks.</summary>
internal sealed class TypeModel
{
    private readonly Lazy<TermMeaning> meaning;
    private readonly Dictionary<MemberBody, MemberValues?> walked = [];
    private readonly Dictionary<MemberBody, HashSet<Region>> writes = [];
    private readonly Lazy<ForwardFacts> facts;
    private readonly Lazy<ImmutableArray<ActivationUse>> uses;
    private readonly Lazy<ImmutableArray<Recomputation>> recomputations;
    private readonly Lazy<ImmutableArray<Repetition>> repetitions;
    private readonly Lazy<ImmutableArray<SharedDerivative>> sharedDerivatives;
    private readonly Lazy<ImmutableArray<MemberBody>> activating;
    private readonly Lazy<ImmutableArray<AppliedDerivative>> misapplied;
    private readonly Lazy<bool> activates;
    private readonly Lazy<ImmutableArray<BackwardLoop>> backwardLoops;
    private readonly Lazy<ImmutableArray<BackwardLoop>> risingLoops;
    private readonly Lazy<ImmutableArray<MemberBody>> walkingBack;

    public TypeModel(INamedTypeSymbol type, IEnumerable<MemberBody> bodies, CompilationModel compilation, CancellationToken cancellation)
    {
        Type = type;
        Compilation = compilation;
        Cancellation = cancellation;
        Bodies = bodies.OrderBy(body => body.Blocks.FirstOrDefault()?.Syntax.SpanStart ?? 0).ToImmutableArray();
        meaning = new(() => compilation.MeaningFor(cancellation));
        uses = new(FindUses);
        recomputations = new(() => Recomputation.In(this).ToImmutableArray());
        repetitions = new(() => Repetition.In(this).ToImmutableArray());
        sharedDerivatives = new(FindSharedDerivatives);
        activating = new(() => Bodies.Where(compilation.Activations.AnyIn).ToImmutableArray());
        misapplied = new(() => AppliedDerivative.In(this).ToImmutableArray());
        activates = new(() => ActivatingType.Is(this));
        backwardLoops = new(() => GradientPaths.Of(this));
        walkingBack = new(() => Bodies.Where(body => BackwardSyntax.IsIn(body) && !body.HasErrors).ToImmutableArray());
        risingLoops = new(() => GradientPaths.Rising(this));
        facts = new(() => ForwardFacts.Of(this, new ForeignWrites(type, compilation.Compilation, compilation.Bodies, cancellation)));
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>In source order, so that what is learned and reported does not depend on the driver's scheduling.</summary>
    public ImmutableArray<MemberBody> Bodies { get; }

    public CompilationModel Compilation { get; }

    public CancellationToken Cancellation { get; }

    public TermMeaning Meaning => meaning.Value;

    /// <summary>Every expression that computes an activation or a derivative of one.</summary>
    public ImmutableArray<ActivationUse> Uses => uses.Value;

    /// <summary>Those of them that evaluate what a cache in reach holds.</summary>
    public ImmutableArray<Recomputation> Recomputations => recomputations.Value;

    /// <summary>The activations that the backward pass evaluates once more.</summary>
    public ImmutableArray<Repetition> Repetitions => repetitions.Value;

    /// <summary>The calls of derivatives whose activation is chosen elsewhere.</summary>
    public ImmutableArray<SharedDerivative> SharedDerivatives => sharedDerivatives.Value;

    /// <summary>The members that call something which may evaluate an activation.</summary>
    public ImmutableArray<MemberBody> Activating => activating.Value;

    /// <summary>Derivatives of known activations that are applied to something else.</summary>
    public ImmutableArray<AppliedDerivative> Misapplied => misapplied.Value;

    /// <summary>False where no rule can find anything: the words that let the type through the gate are no calls, and nothing above it is of interest.</summary>
    public bool MayMatter => Bodies.Any(Compilation.Activations.AnyNamedIn) || Activates
        || Compilation.WrongDerivatives.MayBeIn(Type) || RebuiltNode.MayBeIn(Type);

    public ForwardFacts Facts => facts.Value;

    /// <summary>Whether the type calls any activation at all.</summary>
    public bool Activates => activates.Value;

    /// <summary>The loops that walk time back and add up the gradients of parameters.</summary>
    public ImmutableArray<BackwardLoop> BackwardLoops => backwardLoops.Value;

    /// <summary>The members with loops that may walk back.</summary>
    public ImmutableArray<MemberBody> WalkingBack => walkingBack.Value;

    /// <summary>Loops at rising indices that add up gradients as a backward pass does.</summary>
    public ImmutableArray<BackwardLoop> RisingLoops => risingLoops.Value;

    /// <summary>The values of one member, or null where it was not understood.</summary>
    public MemberValues? ValuesOf(MemberBody body)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (walked.TryGetValue(body, out var values)) return values;
        return walked[body] = ValueWalker.Walk(body.Member, body.Blocks, Compilation.Bodies, Compilation.Effects, Cancellation);
    }

    /// <summary>What the member's own code writes.</summary>
    public HashSet<Region> WritesOf(MemberBody body) =>
        writes.TryGetValue(body, out var known) ? known : writes[body] = DirectWrites.Of(body, Compilation.Effects);

    // One evaluation alone repeats nothing.
    private ImmutableArray<ActivationUse> FindUses() => Compilation.Activations.AreRepeatedIn(Activating)
        ? Activating
            .SelectMany(body => ValuesOf(body) is { } values ? ActivationUse.In(body, values, Meaning, Compilation.Activations) : [])
            .ToImmutableArray()
        : ImmutableArray<ActivationUse>.Empty;

    private ImmutableArray<SharedDerivative> FindSharedDerivatives() => Bodies
        .Where(body => SharedDerivative.MayBeIn(body, Compilation, Cancellation) && !body.HasErrors)
        .SelectMany(body => ValuesOf(body) is { } values ? SharedDerivative.In(body, values, Compilation, Cancellation) : [])
        .ToImmutableArray();
}
