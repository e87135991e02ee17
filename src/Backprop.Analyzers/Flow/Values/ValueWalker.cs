using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// Walks a member's operations once, in the order in which they run, and keeps for every expression the term that it
/// computes. Branches meet in what both sides agree on; a loop's body is walked once, from a state that has forgotten all
/// that the loop may write, so what is found holds in every iteration; calls into source are walked in place, to a small
/// depth. Proved: equal terms at two points are equal values there. Not proved: anything about paths not taken, and
/// nothing is concluded from a call that cannot be seen: it may have written whatever it was handed.
/// </summary>
internal sealed partial class ValueWalker
{
    private const int MostSteps = 40_000;
    private const int DeepestCall = 3;
    private const int LongestInlined = 4_000;
    private const int LongestConstructor = 600;
    private const int DeepestExpression = 200;

    private readonly IMethodBodies bodies;
    private readonly CallEffects effects;
    private readonly CancellationToken cancellation;
    private readonly List<Evaluation> evaluations = [];
    private readonly Dictionary<IOperation, Term> terms = [];
    private readonly List<Computation> tuples = [];
    private readonly List<BranchEnd> branches = [];
    private readonly Dictionary<IOperation, IOperation[]> writes = [];
    private int serial;
    private int steps;
    private int expressionDepth;
    private bool quiet;
    private Frame frame;
    private ValueState state = ValueState.Empty;

    private ValueWalker(ISymbol member, IMethodBodies bodies, CallEffects effects, CancellationToken cancellation)
    {
        this.bodies = bodies;
        this.effects = effects;
        this.cancellation = cancellation;
        frame = new Frame(null, member, new Origin("this", member.ContainingType));
    }

    /// <summary>The values of one member, or null where it is too large to walk.</summary>
    public static MemberValues? Walk(
        ISymbol member, ImmutableArray<IOperation> blocks, IMethodBodies bodies, CallEffects effects,
        CancellationToken cancellation)
    {
        var walker = new ValueWalker(member, bodies, effects, cancellation);
        foreach (var block in blocks) walker.WalkBlock(block);
        if (walker.steps > MostSteps) return null;
        var exits = walker.frame.Exits.ToImmutableArray();
        return new MemberValues(walker.evaluations.ToImmutableArray(), walker.terms, exits, walker.tuples.ToImmutableArray(), walker.branches.ToImmutableArray());
    }

    private void WalkBlock(IOperation block)
    {
        if (block is IBlockOperation or IMethodBodyOperation or IConstructorBodyOperation) Execute(block);
        else Evaluate(block);
        if (frame.Reachable) frame.Exits.Add(state);
    }

    private bool Exhausted
    {
        get
        {
            if ((++steps & 255) == 0) cancellation.ThrowIfCancellationRequested();
            return steps > MostSteps;
        }
    }

    private int Fresh() => ++serial;

    /// <summary>A value of which only its own identity is known.</summary>
    private Origin Unknown(IOperation operation) => new(new Identity(operation, Fresh()), operation.Type);

    private void Record(IOperation operation, Term term, ValueState before)
    {
        if (frame.Caller is not null || quiet || terms.ContainsKey(operation)) return;
        terms[operation] = term;
        if (term is Computation) evaluations.Add(new Evaluation(operation, term, before));
    }

    /// <summary>One unknown value: where it came up, and the when.</summary>
    internal sealed class Identity(IOperation operation, int serial)
    {
        public IOperation Operation { get; } = operation;

        public int Serial { get; } = serial;
    }

    /// <summary>One call that is being walked.</summary>
    private sealed class Frame(Frame? caller, ISymbol member, Term receiver)
    {
        public Frame? Caller { get; } = caller;

        public ISymbol Member { get; } = member;

        public Term Receiver { get; } = receiver;

        public bool Reachable { get; set; } = true;

        public List<ValueState> Exits { get; } = [];

        public List<Term> Returned { get; } = [];

        /// <summary>The objects under initialisation: <c>new Cache { A = a }</c>.</summary>
        public Stack<Term> Initialised { get; } = new();

        public int Depth { get; } = caller is null ? 0 : caller.Depth + 1;
    }
}
