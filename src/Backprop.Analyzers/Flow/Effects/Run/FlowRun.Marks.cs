using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// Follows what one statement stores: a mark takes the place of the value, once the loops around the statement are done
/// (inside of them another element may be meant).
/// </summary>
internal sealed partial class FlowRun
{
    private readonly List<Place> waiting = new();
    private SyntaxNode? markedStore;
    private int? mark;

    /// <summary>True where a product has the marked value on both sides: `m * m`, `m * (1 - m)`.</summary>
    public bool MarkMetItself { get; private set; }

    private bool IsMarking => mark is not null;

    public int? MarkOf(SyntaxNode store)
    {
        markedStore = store;
        return mark = Atoms.Find(Marked(store)) ?? Atoms.Of(Marked(store)).Single;
    }

    private Place Marked(SyntaxNode store) => places.Root(new Key(KeyKind.Root, ("mark", store)), null);

    private bool IsMarked(IOperation operation) => loopRun && markedStore is not null && ReferenceEquals(operation.Syntax, markedStore);

    private void Mark(Place place)
    {
        if (loopDepth == 0) SetMark(place);
        else waiting.Add(place);
    }

    private void SetMark(Place place)
    {
        if (mark is { } atom) state.Set(place, FlowValue.Number(Terms.Of(atom)));
    }

    private void SetWaitingMarks()
    {
        if (loopDepth > 0 || waiting.Count == 0) return;
        foreach (var place in waiting) SetMark(place);
        waiting.Clear();
    }
}
