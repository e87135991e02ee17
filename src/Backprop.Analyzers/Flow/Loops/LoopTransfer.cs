using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Loops;

/// <summary>
/// One iteration of a loop as a function: what each place outside of it holds at the end, as sums of products of what places
/// held at the beginning. Null where the code is too large or not understood well enough to conclude anything from it.
/// </summary>
internal sealed class LoopTransfer
{
    private readonly FlowRun run;
    private readonly Dictionary<Place, int> inductions = new();
    private readonly Dictionary<Place, Terms> ends = new();
    private readonly Dictionary<Place, bool> invariants = new();
    private Dictionary<Place, Place>? holders;
    private IReadOnlyList<Carry>? carries;

    private LoopTransfer(FlowRun run, IOperation loop)
    {
        (this.run, Loop) = (run, loop);
        FindInductions();
        Writes = run.Written.Where(place => !Shapes.IsInteger(place.Type) && !IsBool(place.Type)).ToList();
    }

    public IOperation Loop { get; }

    /// <summary>What one iteration hands to a later one.</summary>
    public IReadOnlyList<Carry> Carries => carries ??= Loops.Carries.Of(this);

    /// <summary>True where the steps are objects that lead on to each other.</summary>
    public bool IsLinked => run.IsLinked;

    public IEnumerable<IMethodSymbol> Entered => run.Entered;

    public AtomTable Atoms => run.Atoms;

    public FlowLog Log => run.Iteration;

    /// <summary>The places outside of the iteration that it writes numbers or references to.</summary>
    public IReadOnlyList<Place> Writes { get; }

    public static LoopTransfer? Of(StepRegion steps, FlowCode code, out int work)
    {
        var run = steps.Start(code);
        steps.Run(run);
        work = run.Atoms.Work;
        return Of(run, steps);
    }

    /// <summary>The same with a mark in place of what one statement stores, and the mark's atom.</summary>
    public static (LoopTransfer Loop, int Mark)? Marking(SyntaxNode store, StepRegion steps, FlowCode code)
    {
        var run = steps.Start(code);
        if (run.MarkOf(store) is not { } mark) return null;
        steps.Run(run);
        return Of(run, steps) is { } transfer ? (transfer, mark) : null;
    }

    private static LoopTransfer? Of(FlowRun run, StepRegion steps) =>
        run.GaveUp || run.Atoms.Overflowed || run.End is null ? null : new LoopTransfer(run, steps.Code);

    /// <summary>True where a product had the marked value on both sides.</summary>
    public bool MarkMetItself => run.MarkMetItself;

    /// <summary>The objects that a place may refer to when the iteration is done.</summary>
    public IEnumerable<Place> ObjectsAtEnd(Place place) => run.End?.Find(place)?.Targets ?? Enumerable.Empty<Place>();

    /// <summary>True for an object that is there before the iteration, and that no iteration replaces.</summary>
    public bool Outlives(Place made) => run.IsKept(made);

    /// <summary>All numbers in a value, as the iteration left the objects behind it.</summary>
    public Terms Content(FlowValue value) => run.Content(value, run.End);

    public Terms AtEnd(Place place)
    {
        if (ends.TryGetValue(place, out var known)) return known;
        return ends[place] = run.End?.Find(place) is { } value ? Content(value) : Terms.Zero;
    }

    /// <summary>The known parts of the objects that the place refers to at the end.</summary>
    public IEnumerable<Place> PartsAtEnd(Place place) => run.End?.Find(place)?.Targets.SelectMany(target => target.Children)
        .Where(part => run.End?.Find(part) is not null).ToList() ?? Enumerable.Empty<Place>();

    /// <summary>What the place held before the first iteration; zero only where that is proved.</summary>
    public Terms AtStart(Place place) => run.Before is not { } before ? run.Atoms.Of(place)
        : StepOf(place)?.Parent is { } steps ? run.Content(FlowValue.Object(steps), before)
        : place is { Key: { Kind: KeyKind.Elements } or { Data: Block }, Parent: { } owner } ? run.Content(FlowValue.Object(owner), before)
        : run.Content(before.Find(place) ?? FlowValue.Object(place), before);

    /// <summary>True where the collection of a step's slot was computed before the loop, and is not zero.</summary>
    public bool WasFilled(Place slot) => StepOf(slot)?.Parent is { } steps && run.Before is { } before
        && steps.Children.Any(child => child.Key.Kind == KeyKind.Elements && before.Find(child) is not null) && !AtStart(slot).IsZero;

    /// <summary>True where a list is proved to hold no element when the loop begins.</summary>
    public bool WasEmpty(Place list)
    {
        var elements = list.Children.FirstOrDefault(child => child.Key.Kind == KeyKind.Elements);
        if (elements is not null && run.Before?.Find(elements) is { } before) return before.Targets.IsEmpty && before.Terms.IsZero;
        return list.ZeroByDefault && list.Key.Kind == KeyKind.Fresh;
    }

    /// <summary>The atom that stands for what a written place held when the iteration began.</summary>
    public int? Beginning(Place place) =>
        Atoms.Find(place.Key.Kind == KeyKind.Elements && place.Parent is not null ? place.Parent : place);

    /// <summary>True for a term that only says: what the place, or a part of it, held before.</summary>
    public bool IsKept(Term term, Place place) =>
        term.Only is >= 0 and var atom && Atoms.PlaceOf(atom) is { } held && held.IsWithin(Held(place));

    /// <summary>True where the operation reads the place in the method under analysis, by its name or through a variable that refers to it.</summary>
    public bool Reads(IOperation operation, Place place) => run.Named(operation) is { } named
        && (place.IsWithin(named) || run.Before?.Find(named) is { } value && value.Targets.Any(place.IsWithin));

    /// <summary>The variable that the operation names.</summary>
    public Place? PlaceOf(IOperation operation) => run.Named(operation);

    /// <summary>The field, else the local, that holds an object which existed before the first iteration.</summary>
    public Place? HolderOf(Place made)
    {
        holders ??= Holders();
        return holders.TryGetValue(made, out var holder) ? holder : null;
    }

    // A field's name is known in every member, a local's in one; an element has that of its array.
    private static int Naming(Place holder) => holder switch
    {
        { Key.Kind: KeyKind.Member } => 0,
        { Key: { Kind: KeyKind.Root, Data: ILocalSymbol } } => 1,
        _ => 2,
    };

    private Dictionary<Place, Place> Holders()
    {
        var found = new Dictionary<Place, Place>();
        foreach (var held in run.Before?.Values ?? Array.Empty<KeyValuePair<Place, FlowValue>>())
        {
            if (held.Value.Targets.Count != 1 || held.Value.Targets.First() is not { Key.Kind: KeyKind.Fresh } made) continue;
            if (!found.TryGetValue(made, out var other) || Naming(held.Key) < Naming(other) || Naming(held.Key) == Naming(other) && held.Key.Id < other.Id) found[made] = held.Key;
        }

        return found;
    }

    private static Place Held(Place place) => place.Key.Kind == KeyKind.Elements && place.Parent is not null ? place.Parent : place;

    /// <summary>By how much the loop moves a step index in one iteration: -1 where it walks back. 0: not known.</summary>
    public int Stride(LinearIndex index) => index.Parts.Sum(part => part.Factor * (inductions.TryGetValue(part.Place, out var delta) ? delta : 0));

    public bool IsStepIndex(LinearIndex index) => index.Parts.Any(part => inductions.ContainsKey(part.Place));

    /// <summary>True for an index that the loop sets, by whatever rule.</summary>
    public bool Moves(LinearIndex index) => index.Parts.Any(part => run.Written.Contains(part.Place));

    /// <summary>The part of the path that is indexed by the loop's own steps: `caches[t]` of `caches[t].A`.</summary>
    public Place? StepOf(Place place) => place.Step() is { Key.Data: LinearIndex index } step && IsStepIndex(index) ? step : null;

    /// <summary>True for what all steps share.</summary>
    public bool IsInvariant(Place place) =>
        invariants.TryGetValue(place, out var known) ? known : invariants[place] = StepOf(place) is null && !Writes.Any(written => place.IsWithin(written) || written.IsWithin(place));

    private static bool IsBool(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Boolean or SpecialType.System_String };

    private void FindInductions()
    {
        foreach (var place in run.Written.Where(place => Shapes.IsInteger(place.Type)))
        {
            if (run.End?.Find(place)?.Index?.Minus(LinearIndex.Of(place)) is { } delta && delta != 0) inductions[place] = delta;
        }

        if (Loop is IForEachLoopOperation each && run.Position is { } position) inductions[position] = IsReversed(each.Collection) ? -1 : 1;
        foreach (var taken in run.Taken) inductions[taken.Key] = taken.Value;
    }

    private static bool IsReversed(IOperation collection) => collection.DescendantsAndSelf().OfType<IInvocationOperation>()
        .Count(call => Reversals.Orders.Contains(call.TargetMethod.Name)) % 2 == 1;
}
