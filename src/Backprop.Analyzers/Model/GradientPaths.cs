using System.Collections.Immutable;
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

    private readonly TypeModel type;
    private readonly Fingerprints fingerprints;
    private readonly Dictionary<SyntaxNode, bool> zeros = new();

    private GradientPaths(TypeModel type)
    {
        this.type = type;
        fingerprints = new Fingerprints(new Interpreter(type.Compilation.Compilation, type.Compilation.Bodies, type.Cancellation));
    }

    /// <summary>Empty for nearly every type: only a loop that walks back makes anything be run.</summary>
    public static ImmutableArray<BackwardLoop> Of(TypeModel type)
    {
        var loops = type.Bodies.SelectMany(body => LoopSelection.TimeLoops(body.Blocks).Select(loop => (Body: body, Loop: loop))).ToList();
        if (loops.Count > MostLoops) return ImmutableArray<BackwardLoop>.Empty;
        if (!loops.Any(candidate => !candidate.Body.HasErrors && LoopSelection.WalksBack(candidate.Loop))) return ImmutableArray<BackwardLoop>.Empty;
        return new GradientPaths(type).Find(loops.Where(candidate => !candidate.Body.HasErrors).ToList());
    }

    private ImmutableArray<BackwardLoop> Find(List<(MemberBody Body, ILoopOperation Loop)> loops)
    {
        var back = loops.Where(candidate => LoopSelection.WalksBack(candidate.Loop)).Select(candidate => Transfer(candidate.Loop))
            .OfType<LoopTransfer>().Where(BackwardLoop.WalksBack).ToList();
        if (back.Count == 0) return ImmutableArray<BackwardLoop>.Empty;
        var known = back.ToDictionary(transfer => transfer.Loop);
        var forward = ForwardRecurrence.Of(loops.Where(candidate => !known.ContainsKey(candidate.Loop))
            .Select(candidate => Transfer(candidate.Loop)).OfType<LoopTransfer>());
        return back.Select(transfer => new BackwardLoop(transfer, forward)).ToImmutableArray();
    }

    private LoopTransfer? Transfer(ILoopOperation loop) =>
        LoopTransfer.Of(Root(loop), loop, type.Compilation.Bodies.BodyOf, IsZeros, type.Cancellation);

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }

    private bool IsZeros(IOperation creation)
    {
        if (!zeros.TryGetValue(creation.Syntax, out var known)) zeros[creation.Syntax] = known = fingerprints.AllZeros(creation) == true;
        return known;
    }
}
