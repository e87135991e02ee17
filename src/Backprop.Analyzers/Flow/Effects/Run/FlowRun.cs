using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// Runs a member abstractly: every place holds the sum of products that may have flowed into it. Both branches of a choice
/// are taken and joined, inner loops are passed through twice and taken to run at least once, calls with source are entered
/// up to a bounded depth, and a call that is not understood mixes everything it was handed and writes it to everything
/// mutable it was handed. So an absent flow is a proof, a present one is a possibility.
/// </summary>
internal sealed partial class FlowRun
{
    private const int MostSteps = 60_000;
    private const int DeepestExpression = 150;
    private const int DeepestCall = 6;

    private readonly Func<IMethodSymbol, IOperation?> bodies;
    private readonly Func<IOperation, bool> isZeros;
    private readonly CancellationToken cancellation;
    private readonly PlaceTable places = new();
    private readonly Dictionary<(int, SyntaxNode), int> contexts = new();
    private readonly Dictionary<ITypeSymbol, bool> containers = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, bool> bundles = new(SymbolEqualityComparer.Default);
    private FlowState state = new();
    private Frame frame;
    private int steps;
    private int expressionDepth;
    private int conditionDepth;

    public FlowRun(IOperation body, FlowCode code)
    {
        (bodies, isZeros, cancellation) = (code.Bodies, code.IsZeros, code.Cancellation);
        var self = FlowValue.Object(places.Root(new Key(KeyKind.Root, "this"), null));
        frame = new Frame(null, self, null, places.Root(new Key(KeyKind.Root, body), null), null, 0);
    }

    public AtomTable Atoms { get; } = new();

    private FlowLog Log { get; set; } = new();

    /// <summary>True where the code was too large, or too deep: nothing may be concluded.</summary>
    public bool GaveUp { get; private set; }

    private sealed record Frame(
        Frame? Caller, FlowValue This, object? Callee, Place Result, IOperation? Site, int Context)
    {
        public List<FlowState> Exits { get; } = new();

        public int Depth { get; } = Caller is null ? 0 : Caller.Depth + 1;
    }

    private bool Step()
    {
        cancellation.ThrowIfCancellationRequested();
        GaveUp |= ++steps > MostSteps || Atoms.Overflowed;
        return !GaveUp;
    }

    private int Context(SyntaxNode site)
    {
        if (!contexts.TryGetValue((frame.Context, site), out var context))
            contexts[(frame.Context, site)] = context = contexts.Count + 1;
        return context;
    }

    /// <summary>Where in the method under analysis the code now running stands.</summary>
    private IOperation Site(IOperation operation)
    {
        var site = operation;
        for (var level = frame; level.Caller is not null; level = level.Caller) site = level.Site ?? site;
        return site;
    }

    private FlowState Branch(Action run, FlowState from)
    {
        var kept = state;
        state = from.Clone();
        conditionDepth++;
        run();
        conditionDepth--;
        var end = state;
        state = kept;
        return end;
    }

    private void Choose(params Action[] branches)
    {
        var from = state;
        var ends = branches.Select(branch => Branch(branch, from)).ToList();
        state = ends[0];
        foreach (var end in ends.Skip(1)) state.Join(end, Start, Atoms);
    }
}
