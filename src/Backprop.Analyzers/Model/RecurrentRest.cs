using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What a loop, or a method that it calls, computes for the step before and leaves lying: in a variable, in a number for each
/// unit, in a part of what the cell returned, in a discard. Of several that hold recurrent gradients it is the one that all
/// others went into; where there is none such, or the forward pass has two states and it is not known whose gradient it is,
/// there is no certain answer.
/// </summary>
internal sealed class RecurrentRest(CarryCell cell)
{
    /// <summary>Sweep: the loop over units that the candidate is declared in, one number for each unit.</summary>
    private sealed record Candidate(string? Name, SyntaxNode? Hole, Terms Value, ITypeSymbol? Type = null, bool IsKept = false, IForLoopOperation? Sweep = null);

    private readonly BackwardLoop loop = cell.Loop;

    /// <summary>The statement that carries it on.</summary>
    public string? Statement => Best switch
    {
        { Name: { } name, Sweep: { } sweep } => FlowRun.Sweep(sweep) is { } unit ? $"{cell.Symbol.Name}[{unit.Name}] = {name};" : null,
        { Name: { } name } best when best.IsKept || cell.IsFixed => IsNumbers(best.Type) && IsNumbers(cell.Type) ? $"{name}.CopyTo({cell.Symbol.Name}{Start(best)});" : null,
        { Name: { } name } => $"{cell.Symbol.Name} = {name};",
        _ => null,
    };

    /// <summary>The block at whose end the statement belongs; null: at the end of the loop's body.</summary>
    public SyntaxNode? Block => Best is { Sweep: { } sweep } ? sweep.Body.Syntax : cell.Block;

    /// <summary>The discard that should be the carry, or the call whose result belongs into it.</summary>
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
        var all = Locals().Concat(Units()).Concat(cell.IsLoop ? Parts().Concat(Buffers()).Concat(Discards()).Concat(Dropped()) : []).Where(candidate => IsRecurrent(candidate.Value))
            .GroupBy(candidate => (candidate.Name, candidate.Hole)).Select(same => same.First()).ToList();
        var last = all.Where(candidate => all.All(other => WentInto(other.Value, candidate.Value))).ToList();
        return last.Count == 1 ? last[0] : null;
    }

    private static bool WentInto(Terms part, Terms whole) => part.All.All(term => whole.All.Any(other => other.Contains(term)));

    // Of two states the one whose gradient has been through the weights alone, where the other's travels already.
    private bool IsRecurrent(Terms value) => loop.RecurrentIn(value).Any() && (loop.Forward.Steps.HasOneState && !loop.CarriesRecurrentGradient
        || value.All.All(term => term.Atoms().Any(loop.IsRecurrentWeight)) && loop.Carries.Any(carried => loop.IsGated(loop.Transfer.AtEnd(carried.Written))));

    private IEnumerable<(Store Store, ILocalSymbol Local)> Stored() => loop.Transfer.Log.Stores
        .Where(store => store.Place.Key is { Kind: KeyKind.Root, Data: ILocalSymbol } && !store.Conditional && cell.Has(store)).GroupBy(store => store.Place).Select(stores => stores.Last())
        .Select(store => (store, (ILocalSymbol)store.Place.Key.Data)).Where(stored => !Same(stored.Item2, cell.Symbol));

    // double[] past = new double[n]; ... past[j] += ...
    private IEnumerable<Candidate> Locals() => Stored().Where(stored => Same(stored.Local.Type, cell.Type))
        .Select(stored => new Candidate(stored.Local.Name, null, Left(stored.Store), stored.Local.Type));

    // for (j ...) { double sum = 0; for (i ...) sum += w[i][j] * dz[i]; }
    private IEnumerable<Candidate> Units()
    {
        if (cell.Type is not IArrayTypeSymbol { Rank: 1, ElementType: var element }) yield break;
        foreach (var (store, local) in Stored())
        {
            if (!Same(local.Type, element) || !Shapes.IsScalar(element) || SweepOf(local) is not { } sweep) continue;
            // What the other units still have to read must stay.
            if (!cell.IsNamedAfter(sweep.Syntax.SpanStart)) yield return new Candidate(local.Name, null, Left(store), local.Type, false, sweep);
        }
    }

    private Terms Left(Store store) => loop.Transfer.AtEnd(store.Place) is { IsZero: false } left ? left : store.Value;

    // The loop whose body declares the variable, where no other loop is around it.
    private IForLoopOperation? SweepOf(ILocalSymbol local)
    {
        var around = cell.Code.Descendants().OfType<IForLoopOperation>().Where(other => !ReferenceEquals(other, loop.Transfer.Loop)
            && local.DeclaringSyntaxReferences.Any(reference => other.Syntax.Span.Contains(reference.Span))).ToList();
        return around is [{ Body: IBlockOperation } only] && FlowRun.Sweep(only) is not null ? only : null;
    }

    // step.ToBefore
    private IEnumerable<Candidate> Parts() => from stored in Stored()
        from part in loop.Transfer.PartsAtEnd(stored.Store.Place)
        where part.Key is { Kind: KeyKind.Member, Data: ISymbol { DeclaredAccessibility: not Accessibility.Private } } && Same(part.Type, cell.Type)
        select new Candidate(stored.Local.Name + "." + ((ISymbol)part.Key.Data).Name, null, loop.Transfer.AtEnd(part), part.Type);

    // A buffer from before the loop, which the next step fills anew.
    private IEnumerable<Candidate> Buffers() => from written in loop.Transfer.Writes
        where written.Key.Kind == KeyKind.Elements && !loop.Accumulators.Contains(written)
        let holder = written.Parent is { } made ? loop.Transfer.HolderOf(made) : null
        where holder is { Key: { Kind: KeyKind.Root, Data: ILocalSymbol local } } && !Same(local, cell.Symbol) && IsNumbers(local.Type)
        select new Candidate(((ILocalSymbol)holder.Key.Data).Name, null, loop.Transfer.AtEnd(written), ((ILocalSymbol)holder.Key.Data).Type, true);

    private IEnumerable<Candidate> Discards() => loop.Transfer.Log.Discards.GroupBy(discarded => discarded.Discard.Syntax).Select(same => same.Last())
        .Where(discarded => Same(discarded.Discard.Type, cell.Type))
        .Select(discarded => new Candidate(null, discarded.Discard.Syntax, loop.Transfer.Content(discarded.Value)));

    // `u.Transposed(d);`
    private IEnumerable<Candidate> Dropped() => loop.Transfer.Log.Results.GroupBy(result => result.Call.Syntax).Select(same => same.Last())
        .Where(result => result.Call.Parent is IExpressionStatementOperation && Same(result.Call.Type, cell.Type))
        .Select(result => new Candidate(null, result.Call.Syntax, loop.Transfer.Content(result.Value)));

    private static bool IsNumbers(ITypeSymbol? type) => (type is IArrayTypeSymbol { Rank: 1 } || Shapes.IsSpan(type)) && Shapes.IsScalar(Shapes.ElementType(type));

    // An array is copied into an array from an index on, and into a span as a whole.
    private string Start(Candidate from) => from.Type is IArrayTypeSymbol && cell.Type is IArrayTypeSymbol ? ", 0" : "";

    private static bool Same(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
