using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Backprop.Analyzers.Model.Shared;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>What is known of one type, put together lazily: each rule pays only for what it asks.</summary>
internal sealed class TypeModel
{
    private readonly Dictionary<MemberBody, MemberValues?> walked = [];
    private readonly Dictionary<MemberBody, HashSet<Region>> writes = [];
    private readonly Dictionary<MemberBody, LoopTransfer?> steps = [];
    private TermMeaning? meaning;
    private ForwardFacts? facts;
    private ImmutableArray<ActivationUse> uses;
    private ImmutableArray<Recomputation> recomputations;
    private ImmutableArray<Repetition> repetitions;
    private ImmutableArray<SharedDerivative> sharedDerivatives;
    private ImmutableArray<MemberBody> activating;
    private ImmutableArray<AppliedDerivative> misapplied;
    private ImmutableArray<LayerCall> layerCalls;
    private ImmutableArray<DerivativeOfGradient> takenAtGradients;
    private bool? activates;
    private GradientPaths? paths;
    private ImmutableArray<BackwardLoop> backwardLoops;
    private ImmutableArray<BackwardLoop> risingLoops;
    private ImmutableArray<MemberBody> walkingBack;

    public TypeModel(INamedTypeSymbol type, IEnumerable<MemberBody> bodies, CompilationModel compilation, CancellationToken cancellation)
    {
        Type = type;
        Compilation = compilation;
        Cancellation = cancellation;
        Bodies = bodies.OrderBy(body => body.Blocks.FirstOrDefault()?.Syntax.SpanStart ?? 0).ToImmutableArray();
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>In source order, so that what is learned and reported does not depend on the driver's scheduling.</summary>
    public ImmutableArray<MemberBody> Bodies { get; }

    public CompilationModel Compilation { get; }

    public CancellationToken Cancellation { get; }

    public TermMeaning Meaning => meaning ??= Compilation.MeaningFor(Cancellation);

    /// <summary>Every expression that computes an activation or a derivative of one.</summary>
    public ImmutableArray<ActivationUse> Uses => Once(ref uses, type => type.FindUses());

    /// <summary>Those of them that evaluate what a cache in reach holds.</summary>
    public ImmutableArray<Recomputation> Recomputations => Once(ref recomputations, Recomputation.In);

    /// <summary>The activations that the backward pass evaluates once more.</summary>
    public ImmutableArray<Repetition> Repetitions => Once(ref repetitions, Repetition.In);

    /// <summary>The calls of derivatives whose activation is chosen elsewhere.</summary>
    public ImmutableArray<SharedDerivative> SharedDerivatives => Once(ref sharedDerivatives, type => type.FindSharedDerivatives());

    /// <summary>The members that call something which may evaluate an activation.</summary>
    public ImmutableArray<MemberBody> Activating => Once(ref activating, type => type.Bodies.Where(type.Compilation.Activations.AnyIn));

    /// <summary>Derivatives of known activations that are applied to something else.</summary>
    public ImmutableArray<AppliedDerivative> Misapplied => Once(ref misapplied, AppliedDerivative.In);

    /// <summary>The calls of other objects that differentiate what another call of them was handed.</summary>
    public ImmutableArray<LayerCall> LayerCalls => Once(ref layerCalls, LayerCall.In);

    /// <summary>Derivatives that are taken at what comes back from the later step.</summary>
    public ImmutableArray<DerivativeOfGradient> TakenAtGradients => Once(ref takenAtGradients, DerivativeOfGradient.In);

    /// <summary>False where no rule can find anything: the words that let the type through the gate are no calls, and nothing above it is of interest.</summary>
    public bool MayMatter => Bodies.Any(Compilation.Activations.AnyNamedIn) || Activates
        || Compilation.WrongDerivatives.MayBeIn(Type) || RebuiltNode.MayBeIn(Type) || WrappedIndex.MayBeIn(this);

    public ForwardFacts Facts => facts ??= ForwardFacts.Of(this, new ForeignWrites(Type, Compilation.Compilation, Compilation.Bodies, Cancellation));

    /// <summary>Whether the type calls any activation at all.</summary>
    public bool Activates => activates ??= ActivatingType.Is(this);

    /// <summary>The loops that walk time back and add up the gradients of parameters.</summary>
    public ImmutableArray<BackwardLoop> BackwardLoops => Once(ref backwardLoops, type => type.Activates ? type.Paths.Back() : ImmutableArray<BackwardLoop>.Empty);

    /// <summary>The members with loops that may walk back.</summary>
    public ImmutableArray<MemberBody> WalkingBack => Once(ref walkingBack, type => type.Bodies.Where(body => BackwardSyntax.IsIn(body) && !body.HasErrors));

    /// <summary>Loops at rising indices that add up gradients as a backward pass does.</summary>
    public ImmutableArray<BackwardLoop> RisingLoops => Once(ref risingLoops, type => type.Activates ? type.Paths.Rising() : ImmutableArray<BackwardLoop>.Empty);

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

    /// <summary>A member of one block as a step of its own: what a call of it leaves in the fields for the next one. Null where that is not known.</summary>
    public LoopTransfer? StepOf(MemberBody body)
    {
        if (steps.TryGetValue(body, out var step)) return step;
        var code = new FlowCode(Compilation.Bodies.BodyOf, _ => false, Cancellation);
        return steps[body] = LoopTransfer.Of(StepRegion.OfMember(body.Blocks[0]), code, out _);
    }

    private GradientPaths Paths => paths ??= new GradientPaths(this);

    // A type is looked at by one thread.
    private ImmutableArray<T> Once<T>(ref ImmutableArray<T> kept, Func<TypeModel, IEnumerable<T>> find) =>
        kept.IsDefault ? kept = find(this).ToImmutableArray() : kept;

    // One evaluation alone repeats nothing.
    private IEnumerable<ActivationUse> FindUses() => Compilation.Activations.AreRepeatedIn(Activating)
        ? Activating
            .SelectMany(body => ValuesOf(body) is { } values ? ActivationUse.In(body, values, Meaning, Compilation.Activations) : [])
        : [];

    private IEnumerable<SharedDerivative> FindSharedDerivatives() => Bodies
        .Where(body => SharedDerivative.MayBeIn(body, Compilation, Cancellation) && !body.HasErrors)
        .SelectMany(body => ValuesOf(body) is { } values ? SharedDerivative.In(body, values, Compilation, Cancellation) : []);
}
