using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What a loop computes for the step before and leaves lying: in a variable, in a part of what the cell returned, in a discard.
/// Of several that hold recurrent gradients it is the one that all others went into; where there is none such, or the forward
/// pass has two states and it is not known whose gradient it is, there is no certain answer.
/// </summary>
internal sealed class RecurrentRest(BackwardLoop loop, ISymbol carry, ITypeSymbol type)
{
    private sealed record Candidate(string? Name, SyntaxNode? Hole, Terms Value, bool IsKept);

    /// <summary>The statement that carries it on, at the end of the body.</summary>
    public string? Statement => Best is { Name: { } name, IsKept: var isKept } ? isKept ? $"{name}.CopyTo({carry.Name}{Start(name)});" : $"{carry.Name} = {name};" : null;

    /// <summary>The discard that should be the carry.</summary>
    public SyntaxNode? Hole => Best?.Hole;

    /// <summary>The variable that holds it.</summary>
    public string? Name => Best?.Name;

    private Candidate? best;
    private bool isKnown;

    private Candidate? Best
    {
        get
        {
            if (!isKnown) best = Find();
            isKnown = true;
            return best;
        }
    }

    private Candidate? Find()
    {
        // What the loop around has gone through before is no buffer from before this one.
        var all = Locals().Concat(Parts()).Concat(Buffers()).Concat(Discards()).Where(candidate => IsRecurrent(candidate.Value))
            .GroupBy(candidate => (candidate.Name, candidate.Hole)).Select(same => same.First()).ToList();
        var last = all.Where(candidate => all.All(other => WentInto(other.Value, candidate.Value))).ToList();
        return last.Count == 1 ? last[0] : null;
    }

    private static bool WentInto(Terms part, Terms whole) => part.All.All(term => whole.All.Any(other => other.Contains(term)));

    // Of two states the one whose gradient has been through the weights alone, where the other's travels already.
    private bool IsRecurrent(Terms value) => loop.RecurrentIn(value).Any() && (loop.Forward.Steps.HasOneState && !loop.CarriesRecurrentGradient
        || value.All.All(term => term.Atoms().Any(loop.IsRecurrentWeight)) && loop.Carries.Any(carried => loop.IsGated(loop.Transfer.AtEnd(carried.Written))));

    private IEnumerable<(Store Store, ILocalSymbol Local)> Stored() => loop.Transfer.Log.Stores
        .Where(store => ReferenceEquals(store.Operation, store.Site) && !store.Conditional && loop.Transfer.Loop.Syntax.Span.Contains(store.Operation.Syntax.Span))
        .Where(store => store.Place.Key is { Kind: KeyKind.Root, Data: ILocalSymbol }).GroupBy(store => store.Place).Select(stores => stores.Last())
        .Select(store => (store, (ILocalSymbol)store.Place.Key.Data)).Where(stored => !Same(stored.Item2, carry));

    // double[] past = new double[n]; ... past[j] += ...
    private IEnumerable<Candidate> Locals() => Stored().Where(stored => Same(stored.Local.Type, type))
        .Select(stored => new Candidate(stored.Local.Name, null, loop.Transfer.AtEnd(stored.Store.Place) is { IsZero: false } left ? left : stored.Store.Value, false));

    // step.ToBefore
    private IEnumerable<Candidate> Parts() => from stored in Stored()
        from part in loop.Transfer.PartsAtEnd(stored.Store.Place)
        where part.Key is { Kind: KeyKind.Member, Data: ISymbol { DeclaredAccessibility: not Accessibility.Private } } && Same(part.Type, type)
        select new Candidate(stored.Local.Name + "." + ((ISymbol)part.Key.Data).Name, null, loop.Transfer.AtEnd(part), false);

    // A buffer from before the loop, which the next step fills anew.
    private IEnumerable<Candidate> Buffers() => from written in loop.Transfer.Writes
        where written.Key.Kind == KeyKind.Elements && !loop.Accumulators.Contains(written)
        let holder = written.Parent is { } made ? loop.Transfer.HolderOf(made) : null
        where holder is { Key: { Kind: KeyKind.Root, Data: ILocalSymbol local } } && !Same(local, carry) && IsNumbers(local.Type) && IsNumbers(type)
        select new Candidate(((ILocalSymbol)holder.Key.Data).Name, null, loop.Transfer.AtEnd(written), true);

    private IEnumerable<Candidate> Discards() => loop.Transfer.Log.Discards.GroupBy(discarded => discarded.Discard.Syntax).Select(same => same.Last())
        .Where(discarded => Same(discarded.Discard.Type, type))
        .Select(discarded => new Candidate(null, discarded.Discard.Syntax, loop.Transfer.Content(discarded.Value), false));

    private static bool IsNumbers(ITypeSymbol type) => type is IArrayTypeSymbol { Rank: 1 } or { Name: "Span" } && Shapes.IsScalar(Shapes.ElementType(type));

    // An array is copied from an index on, a span as a whole.
    private string Start(string name) => loop.Transfer.Writes.Any(written => written.Parent is not null && loop.Transfer.HolderOf(written.Parent)?.Key.Data is ILocalSymbol { Type: IArrayTypeSymbol } local
        && local.Name == name) ? ", 0" : "";

    private static bool Same(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
