using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// The loop under analysis: one iteration, from a state in which everything that the loop writes holds "whatever it held
/// when the iteration began". What an iteration leaves behind, in terms of those beginnings, is what the loop carries.
/// </summary>
internal sealed partial class FlowRun
{
    private const int MostRounds = 3;

    private ILoopOperation? target;
    private bool loopRun;

    /// <summary>The state before the first iteration, that at the beginning of any, and that at its end.</summary>
    public FlowState? Before { get; private set; }

    public FlowState? Begin { get; private set; }

    public FlowState? End { get; private set; }

    /// <summary>What happened in one iteration.</summary>
    public FlowLog Iteration { get; private set; } = new();

    /// <summary>The places outside of the iteration that it writes.</summary>
    public HashSet<Place> Written { get; } = new();

    /// <summary>The position of a loop that has no counter.</summary>
    public Place? Position { get; private set; }

    public void RunLoop(IOperation body, ILoopOperation loop)
    {
        target = loop;
        Run(body);
    }

    /// <summary>A whole member as one step of something that its callers repeat.</summary>
    public void RunMember(IOperation body) => Enter(body);

    private void Enter(IOperation loop)
    {
        if (loop is IForLoopOperation { Before: var before }) RunAll(before);
        old.UnionWith(created);
        Position = places.Root(new Key(KeyKind.Root, loop.Syntax), null);
        Before = state.Clone();
        StartLinks(loop);
        StartCounting(loop);
        Written.Clear();
        if (loop is ILoopOperation) Written.UnionWith(WrittenIntegers(loop));
        zeroOwners.Clear();
        loopRun = true;
        for (var round = 0; round < MostRounds && Round(loop); round++)
        {
        }

        loopRun = false;
        regionStart = null;
        (Iteration, Log) = (Log, new FlowLog());
        End = state.Clone();
        state.Join(Before, Start, Atoms);
    }

    // False when the iteration wrote nothing that was not known to be written.
    private bool Round(IOperation loop)
    {
        state = (Before ?? state).Clone();
        // What a reassigned variable refers to when an iteration begins is not the object that it referred to before the loop.
        foreach (var part in Written.Where(place => place.Key.Kind != KeyKind.Elements).SelectMany(place => place.Children)) state.Forget(part);
        foreach (var place in Written) state.Set(place, AtBeginning(place));
        Log = new FlowLog();
        MarkMetItself = false;
        TakeLinkedStep();
        Begin = state.Clone();
        regionStart = Begin;
        continues.Push(new List<FlowState>());
        breaks.Push(new List<FlowState>());
        frame.Exits.Clear();
        handedOn.Clear();
        var wayOut = loop switch
        {
            IForEachLoopOperation each => TakeStep(each),
            ILoopOperation other => IterateOnce(other),
            _ => RunWhole(loop),
        };
        foreach (var end in continues.Pop()) state.Join(end, Start, Atoms);
        breaks.Pop();
        wayOut();
        HandOn();
        var outer = Log.Written.Where(place => IsOuter(place, loop)).ToList();
        var known = outer.All(Written.Contains);
        var zeros = zeroOwners.Count;
        Written.UnionWith(outer);
        FindZeroOwners();
        return !known || zeros != zeroOwners.Count;
    }

    private Action RunWhole(IOperation body)
    {
        Run(body);
        foreach (var exit in frame.Exits) state.Join(exit, Start, Atoms);
        return () => { };
    }

    private FlowValue AtBeginning(Place place)
    {
        if (place.Parent is null || place.Key.Kind != KeyKind.Elements) return FlowValue.Entry(place, place.Type, Atoms);
        return Shapes.IsScalar(place.Type) ? FlowValue.Number(Atoms.Of(place.Parent)) : FlowValue.Object(place.Parent);
    }

    private Action TakeStep(IForEachLoopOperation each)
    {
        var collection = Evaluate(each.Collection);
        var step = LinearIndex.Of(Position ?? places.Root(new Key(KeyKind.Root, each), null));
        Take(each, Shapes.IsInteger(ItemType(each)) ? FlowValue.Integer(step) : Read(collection, Key.Index(step), ItemType(each)));
        Run(each.Body);
        return () => { };
    }

    // Collections of steps that hold nothing but zeros, and that no iteration writes.
    private void FindZeroOwners()
    {
        var read = Log.Read.Where(place => place.Key is { Kind: KeyKind.Index, Data: LinearIndex { IsConstant: false } }).ToList();
        foreach (var owner in read.Select(place => place.Parent).OfType<Place>().Where(owner => old.Contains(owner.Origin)))
        {
            var kept = state;
            state = Before ?? state;
            if (owner.ZeroByDefault && Content(FlowValue.Object(owner)).IsZero && !Written.Any(place => Reaches(owner, place))) zeroOwners.Add(owner);
            state = kept;
        }
    }

    // Whether a written place is the object, a part of it, or an object that it holds.
    private bool Reaches(Place owner, Place written) => written.IsWithin(owner) || owner.Children.Any(child =>
        Before?.Find(child) is { } value && value.Targets.Any(target => written.IsWithin(target)));

    /// <summary>True for an object from before the region that is the same one in every pass through it.</summary>
    public bool IsKept(Place made)
    {
        for (var part = made; part is not null; part = part.Parent)
        {
            if (part.Key.Kind == KeyKind.Fresh) return old.Contains(part);
            if (Written.Contains(part) || part.Key is { Data: IParameterSymbol } || part.Key is { Kind: KeyKind.Index, Data: LinearIndex { IsConstant: false } }) return false;
        }

        return made.Key.Kind is KeyKind.Member or KeyKind.Root;
    }

    private bool IsOuter(Place place, IOperation loop)
    {
        var origin = place.Origin;
        return origin.Key switch
        {
            _ when ReferenceEquals(origin, chain) => true,
            { Kind: KeyKind.Fresh } => old.Contains(origin),
            { Data: ILocalSymbol local } => !DeclaredIn(local, loop) && DeclaredIn(local, Outermost(loop)) && !IsOfLocalFunction(local, loop),
            { Data: IParameterSymbol parameter } => !DeclaredIn(parameter, loop) && !IsOfCallee(parameter, loop),
            { Data: ISymbol } or { Data: "this" } => true,
            _ => false,
        };
    }

    // A variable of a function that the loop calls is new in every call.
    private static bool IsOfLocalFunction(ILocalSymbol local, IOperation loop) => local.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction } function
        && !function.DeclaringSyntaxReferences.Any(reference => reference.Span.Contains(loop.Syntax.Span));

    private static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }

    private static bool DeclaredIn(ISymbol symbol, IOperation operation) => symbol.DeclaringSyntaxReferences.Any(reference =>
        reference.SyntaxTree == operation.Syntax.SyntaxTree && operation.Syntax.Span.Contains(reference.Span));

    // A parameter of the member under analysis encloses the loop; one of a callee does not.
    private static bool IsOfCallee(IParameterSymbol parameter, IOperation loop) => !parameter.ContainingSymbol.DeclaringSyntaxReferences.Any(
        reference => reference.SyntaxTree == loop.Syntax.SyntaxTree && reference.Span.Contains(loop.Syntax.Span));
}
