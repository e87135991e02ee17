using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>The time loops of one type: those that walk time back and accumulate, and what the others prove of the recurrence.</summary>
internal sealed class GradientPaths
{
    /// <summary>A type with more loops than that was not written by hand.</summary>
    private const int MostLoops = 200;
    private const int MostMembers = 12;

    /// <summary>Matrix routines cost by far more than that; what was not run by then is not known.</summary>
    private const int MostWork = 1_500_000;

    private int work;

    private readonly TypeModel type;
    private readonly Products products;
    private readonly FlowCode code;
    private readonly Dictionary<StepRegion, LoopTransfer?> transfers = new();

    public GradientPaths(TypeModel type)
    {
        this.type = type;
        products = new Products(type.Compilation.Bodies.BodyOf);
        code = new FlowCode(type.Compilation.Bodies.BodyOf, new NewZeros(type.Compilation.FingerprintsFor(type.Cancellation)).IsOne, type.Cancellation);
    }

    /// <summary>Empty for nearly every type: only a loop that walks back and multiplies makes anything be run.</summary>
    public ImmutableArray<BackwardLoop> Back()
    {
        var candidates = type.WalkingBack;
        var mayRecur = type.Bodies.Any(RecursivePasses.MayBe);
        if (candidates.IsEmpty && !mayRecur) return ImmutableArray<BackwardLoop>.Empty;
        return Find(candidates.SelectMany(LoopSelection.TimeLoops).Where(LoopSelection.WalksBack), -1, mayRecur);
    }

    /// <summary>The loops that walk the other way and add up several gradients: where a backward pass has lost its direction.</summary>
    public ImmutableArray<BackwardLoop> Rising()
    {
        // A pass that walks back is there already: what rises is the forward one.
        if (type.BackwardLoops.Any(loop => loop.Accumulators.Count > 0)) return ImmutableArray<BackwardLoop>.Empty;
        // Where anything is reversed, rising indices may walk back.
        if (type.Bodies.Any(body => body.Blocks.Any(block => BackwardSyntax.Reverses(block.Syntax)))) return ImmutableArray<BackwardLoop>.Empty;
        var candidates = type.Bodies.Where(body => BackwardSyntax.AddsUp(body) && !body.HasErrors)
            .SelectMany(LoopSelection.OutermostLoops).Where(BackwardSyntax.AddsUp).Concat(Stepping(type)).Concat(HandingOn(type)).Concat(Filling(type))
            .Where(loop => LoopSelection.MayWalk(loop) && !LoopSelection.WalksBack(loop)).Distinct().ToList();
        return candidates.Count == 0 ? ImmutableArray<BackwardLoop>.Empty : Find(candidates, 1, mayRecur: false);
    }

    // A loop of one statement that calls a method of the type, which adds up: `foreach (var step in steps) Back(step);`
    private static IEnumerable<ILoopOperation> Stepping(TypeModel type) => !type.Bodies.Any(MayAddUp) ? [] : type.Bodies.Where(body => BackwardSyntax.IsShortLoopIn(body) && !body.HasErrors)
        .SelectMany(LoopSelection.OutermostLoops).Where(loop => loop.Body.DescendantsAndSelf().Any(operation =>
            operation is IInvocationOperation { TargetMethod: { ReturnsVoid: true } method } && SymbolEqualityComparer.Default.Equals(method.ContainingType, type.Type)
            && method.DeclaringSyntaxReferences.Any(reference => TreeWords.Of(reference.SyntaxTree).AddUp(reference.Span, CarrySyntax.FewestSums))));

    // `(dh, dc) = cell.Back(dh + up, dc, steps[t]); sum = sum + part;`, where what adds up is called.
    private static IEnumerable<ILoopOperation> HandingOn(TypeModel type) => type.Bodies.Where(body => BackwardSyntax.HandsOnIn(body) && !body.HasErrors)
        .SelectMany(LoopSelection.OutermostLoops).Where(loop => BackwardSyntax.HandsOn(loop.Syntax));

    // `Rank1(dw, z, x[t]); Rank1(du, z, h);`: sums in arrays of the member's own, each of which one method is handed.
    private static IEnumerable<ILoopOperation> Filling(TypeModel type) => type.Bodies.Where(body => BackwardSyntax.MakesSeveral(body) && !body.HasErrors && body.Loops.Count > 0
        && body.Initials.Count(initial => initial.Value is IArrayCreationOperation) >= CarrySyntax.FewestSums).SelectMany(body => LoopSelection.OutermostLoops(body).Where(loop => Fills(loop, body)));

    private static bool Fills(ILoopOperation loop, MemberBody body)
    {
        var filled = new HashSet<(IParameterSymbol, ILocalSymbol)>();
        var methods = new Dictionary<IParameterSymbol, int>(SymbolEqualityComparer.Default);
        foreach (var operation in loop.Body.Descendants())
            if (operation is IArgumentOperation { Value: ILocalReferenceOperation { Local: var local }, Parameter: { Type: IArrayTypeSymbol } parameter } && parameter.ContainingSymbol.IsFromSource()
                && body.Initials.TryGetValue(local, out var made) && made is IArrayCreationOperation && !loop.Syntax.Span.Contains(made.Syntax.Span) && filled.Add((parameter, local)))
                methods[parameter] = methods.TryGetValue(parameter, out var count) ? count + 1 : 1;
        return methods.Values.Any(count => count >= CarrySyntax.FewestSums);
    }

    private static bool MayAddUp(MemberBody body) => body.Member is IMethodSymbol { ReturnsVoid: true } && body.Blocks.Any(block =>
        TreeWords.Of(block.Syntax.SyntaxTree).AddUp(block.Syntax.Span, CarrySyntax.FewestSums));

    private ImmutableArray<BackwardLoop> Find(IEnumerable<ILoopOperation> candidates, int direction, bool mayRecur)
    {
        var first = candidates.Take(MostLoops + 1).ToList();
        if (first.Count == 0 && !mayRecur || first.Count > MostLoops) return ImmutableArray<BackwardLoop>.Empty;
        var passes = first.Where(loop => !LayerLoops.Contain(loop) && products.AreIn(loop)).Select(StepRegion.Of)
            .Concat(mayRecur ? RecursivePasses.In(type, code.IsZeros).Where(steps => products.AreIn(steps.Body)).Select(StepRegion.Of) : []);
        var back = new List<(LoopTransfer Transfer, StepRegion Steps)>();
        foreach (var steps in passes)
            if (Transfer(steps) is { } transfer && BackwardLoop.DirectionOf(transfer) == direction && BackwardLoop.MayAddUp(transfer)) back.Add((transfer, steps));
        var link = back.Select(pass => pass.Steps.Link).FirstOrDefault(found => found is not null);
        var all = new Lazy<ForwardRecurrence>(() => Forward(back.ConvertAll(pass => pass.Transfer), link));
        // Of the loops at rising indices, the others may be the forward pass.
        return back.Select(pass => new BackwardLoop(pass.Transfer, direction < 0 ? all : new Lazy<ForwardRecurrence>(() => Forward([pass.Transfer], link)),
            store => LoopTransfer.Marking(store, pass.Steps, code))).ToImmutableArray();
    }

    // What the way back runs through is not the way forward, nor is a walk back over segments that the steps of each are walked back in.
    private ForwardRecurrence Forward(List<LoopTransfer> back, StepLink? link)
    {
        var regions = back.Select(transfer => transfer.Loop.Syntax).Concat(back.SelectMany(transfer => transfer.Entered)
            .SelectMany(method => method.DeclaringSyntaxReferences).Select(reference => reference.GetSyntax(type.Cancellation))).ToList();
        var loops = type.Bodies.Where(body => !body.HasErrors).SelectMany(LoopSelection.TimeLoops)
            .Where(loop => !loop.Syntax.AncestorsAndSelf().Any(regions.Contains) && !(LoopSelection.WalksBack(loop) && regions.Exists(region => loop.Syntax.Contains(region))) && products.AreIn(loop)).Take(MostLoops + 1).ToList();
        return loops.Count > MostLoops ? ForwardRecurrence.Empty : Forward(loops, regions, link);
    }

    // A loop inside a loop over steps walks units, not steps. Where no loop is recurrent, the steps may be calls.
    private ForwardRecurrence Forward(List<ILoopOperation> loops, List<SyntaxNode> back, StepLink? link)
    {
        var forward = ForwardRecurrence.Empty;
        var recurrent = new HashSet<SyntaxNode>();
        foreach (var loop in loops.OrderBy(loop => loop.Syntax.SpanStart))
        {
            if (!loop.Syntax.Ancestors().Any(recurrent.Contains) && Transfer(StepRegion.Of(loop)) is { } transfer && forward.Add(transfer)) recurrent.Add(loop.Syntax);
        }

        if (!forward.IsEmpty) return forward;
        foreach (var member in type.Bodies.Where(body => KeepsState(body) && !body.Blocks[0].Syntax.AncestorsAndSelf().Any(back.Contains)).Take(MostMembers))
        {
            if (Transfer(StepRegion.OfMember(member.Blocks[0])) is { } transfer) forward.Add(transfer);
        }

        foreach (var steps in link is null ? [] : RecursivePasses.Constructions(type, link))
            if (products.AreIn(steps.Body) && Transfer(StepRegion.Of(steps)) is { } made) forward.Add(made);
        return forward;
    }

    private static bool KeepsState(MemberBody body) => !body.HasErrors && body is { Blocks.Length: 1, Member: IMethodSymbol { MethodKind: MethodKind.Ordinary } }
        && body.Operations.Exists(operation => operation is ISimpleAssignmentOperation
            { Target: IFieldReferenceOperation { Instance: IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } });

    private LoopTransfer? Transfer(StepRegion steps)
    {
        if (transfers.TryGetValue(steps, out var known)) return known;
        if (work > MostWork) return null;
        var transfer = LoopTransfer.Of(steps, code, out var done);
        work += done;
        return transfers[steps] = transfer;
    }
}
