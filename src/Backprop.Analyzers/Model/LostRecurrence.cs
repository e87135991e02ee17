using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

internal enum LossKind
{
    /// <summary>Zeros are added in place of the gradient of the later step.</summary>
    StaysZero,

    /// <summary>The gradient of the earlier state is computed, and no earlier step ever sees it.</summary>
    NeverCarried,
}

/// <summary>A recurrent gradient that no earlier step receives: where it is missing, and where it was computed.</summary>
internal sealed record LostRecurrence(LossKind Kind, SyntaxNode Missing, SyntaxNode Computed, string Name)
{
    /// <summary>The variable that should carry it, where there is one, and what it should be set to at the end of the body.</summary>
    public string? Carry { get; init; }

    public string? Holder { get; init; }

    /// <summary>The statement that carries it on from the end of the body, where no plain assignment of a known name does.</summary>
    public string? Statement { get; init; }

    /// <summary>A discard, or the zeros that are handed on, and what belongs there.</summary>
    public SyntaxNode? Hole { get; init; }

    /// <summary>The block at whose end the statement belongs, where that is not the loop's body.</summary>
    public SyntaxNode? Block { get; init; }

    public string? Fill { get; init; }

    public static LostRecurrence? In(BackwardLoop loop)
    {
        if (loop.Accumulators.Count == 0 || loop.Forward.IsEmpty) return null;
        var zero = StaysZero(loop);
        if (zero is null && loop.CarriesRecurrentGradient) return OfDeadState(loop);
        var source = Source(loop);
        if (zero is (var missing, var summand) && (source is not null || loop.CarriesRecurrentGradient))
            return new LostRecurrence(LossKind.StaysZero, missing.Syntax, (source is null ? missing : LastHolder(loop, source)).Syntax, missing.Syntax.ToString())
            {
                Carry = missing is ILocalReferenceOperation local && RecurrentHolder.Any(loop, local.Local) is not null ? local.Local.Name : null,
                Holder = RecurrentHolder.Any(loop, (missing as ILocalReferenceOperation)?.Local),
            }.With([CarryCell.Of(loop, summand with { Summand = missing, Site = missing }), CarryCell.Of(loop, summand)]);
        if (source is null) return null;
        var computed = LastHolder(loop, source);
        var upstream = Upstream(loop, source);
        return new LostRecurrence(LossKind.NeverCarried, upstream.Syntax, computed.Syntax, NameOf(computed))
        {
            Carry = ReferenceEquals(upstream, source) ? null : RecurrentHolder.Outer(loop),
        }.With(loop);
    }

    // The cell as the loop names it, else as the code does that adds it.
    private LostRecurrence With(IEnumerable<CarryCell?> cells)
    {
        if (Holder is not null && Carry is not null) return this;
        foreach (var cell in cells)
        {
            if (cell is null) continue;
            var rest = new RecurrentRest(cell);
            // A fix edits the file of its report.
            if (rest.Block is { } block && block.SyntaxTree != Missing.SyntaxTree) continue;
            if (rest.Hole is { } hole) return this with { Hole = hole, Fill = cell.Symbol.Name };
            if (rest.Statement is { } statement) return this with { Statement = statement, Block = rest.Block };
        }

        return this;
    }

    // The slot of the step before, in a collection that has the gradient of each step.
    private LostRecurrence? OfSlot(BackwardLoop loop)
    {
        if (Missing.SyntaxTree != loop.Transfer.Loop.Syntax.SyntaxTree) return null;
        foreach (var value in loop.Transfer.Log.Stores.Select(store => store.Value).Concat(loop.Transfer.Log.Results.Select(result => loop.Transfer.Content(result.Value))))
        {
            if (!Holds(loop, value) || UpstreamSlot.Of(loop, value) is not { Cell: { } cell } slot) continue;
            if (slot.Dropped() is var (call, target)) return this with { Hole = call, Fill = target };
            if (new RecurrentRest(cell) is { Name: { } name } && slot.Carrying(name) is { } statement && slot.Behind(name) is { } behind)
                return this with { Statement = statement, Block = behind };
        }

        return null;
    }

    // `dh = before;` where dh is the last step's gradient, which all steps read.
    private LostRecurrence? OfSeed(BackwardLoop loop)
    {
        if (Missing.SyntaxTree != loop.Transfer.Loop.Syntax.SyntaxTree) return null;
        foreach (var store in loop.Transfer.Log.Stores)
            if (Holds(loop, store.Value) && SeededGradient.Of(loop, store.Value) is { } cell) return new RecurrentRest(cell).Statement is { } statement ? this with { Statement = statement } : null;
        return null;
    }

    // `Before?.Backward(new double[n], ...)`: what the next run begins with.
    private LostRecurrence With(BackwardLoop loop)
    {
        if (Carry is not null) return this;
        if ((OfSlot(loop) ?? OfSeed(loop)) is { } kept) return kept;
        var handed = loop.Transfer.Log.Stores.FirstOrDefault(store => store is { Place.Key: { Kind: KeyKind.Root, Data: IParameterSymbol }, Operation: IInvocationOperation } && store.Value.IsZero);
        if (handed is not { Operation: IInvocationOperation call, Place.Key.Data: IParameterSymbol parameter }) return this;
        var hole = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value.Syntax;
        return hole is not null && new RecurrentRest(new CarryCell(parameter, parameter.Type, loop.Transfer.Loop, loop)).Name is { } name ? this with { Hole = hole, Fill = name } : this;
    }

    private static IOperation? Source(BackwardLoop loop) => loop.Transfer.Log.Results
        .Where(result => Holds(loop, loop.Transfer.Content(result.Value))).Select(result => (IOperation)result.Call)
        .Concat(loop.Transfer.Log.Stores.Where(store => Holds(loop, store.Value)).Select(store => store.Site)).FirstOrDefault();

    private static LostRecurrence? OfDeadState(BackwardLoop loop)
    {
        var store = loop.Transfer.Log.Stores.LastOrDefault(store => DeadState.Is(loop, store));
        return store is null ? null : new LostRecurrence(LossKind.NeverCarried, store.Site.Syntax, store.Site.Syntax, NameOf(store.Site));
    }

    private static bool Holds(BackwardLoop loop, Terms terms) => loop.RecurrentIn(terms).Any();

    // The summand that is zero, or the argument that hands it to the cell.
    private static (IOperation Missing, ZeroSummand Summand)? StaysZero(BackwardLoop loop)
    {
        foreach (var zero in loop.Transfer.Log.Zeros)
        {
            if (IsCarried(loop, zero.Rest)) continue;
            var rest = zero.Rest.Atoms;
            if (!loop.Accumulators.Any(place => Carries.Contributions(loop.Transfer, place).Any(term => !term.Common(rest).IsOne))) continue;
            if ((ReferenceEquals(zero.Site, zero.Summand) || IsOwnField(zero.Summand) ? zero.Summand : ZeroArgument(loop, zero.Site)) is { } missing) return (missing, zero);
        }

        return null;
    }

    // `new double[n] + later`: what is missing there is the gradient from above.
    private static bool IsCarried(BackwardLoop loop, Terms rest) => rest.Single is { } atom
        && loop.Carries.Any(carry => loop.Transfer.Atoms.Find(carry.Read) == atom && Holds(loop, loop.Transfer.AtEnd(carry.Written)));

    // `+ carry[j]` of a field, inside of what the loop calls.
    private static bool IsOwnField(IOperation summand) => summand switch
    {
        IArrayElementReferenceOperation element => IsOwnField(element.ArrayReference),
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: { } instance } => IsOwnField(instance),
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } => true,
        _ => false,
    };

    private static IOperation? ZeroArgument(BackwardLoop loop, IOperation site)
    {
        var result = loop.Transfer.Log.Results.FirstOrDefault(result => ReferenceEquals(result.Call, site));
        if (result is null) return null;
        var zero = Enumerable.Range(0, result.Arguments.Count).Where(i => loop.Transfer.Content(result.Arguments[i]).IsZero
            && result.Call.Arguments[i].Value is { ConstantValue.HasValue: false } and not IObjectCreationOperation and not IInvocationOperation
            && !Shapes.IsInteger(result.Call.Arguments[i].Value.Type)).ToList();
        return zero.Count == 0 ? null : result.Call.Arguments[zero[0]].Value;
    }

    // The last place at the level of the loop that receives it: `da0 = daPrev`, `toPast[j] += w[i][j] * delta`.
    private static IOperation LastHolder(BackwardLoop loop, IOperation source) =>
        loop.Transfer.Log.Stores.LastOrDefault(store => Holds(loop, store.Value))?.Site ?? source;

    // The argument that brings the gradient of the step from above, or the place itself where everything is written in line.
    private static IOperation Upstream(BackwardLoop loop, IOperation source)
    {
        if (loop.Transfer.Log.Results.FirstOrDefault(result => ReferenceEquals(result.Call, source)) is not { } result) return source;
        var recurrent = loop.RecurrentIn(loop.Transfer.Content(result.Value)).Select(found => found.Gradient).ToList();
        var brings = Enumerable.Range(0, result.Arguments.Count)
            .Select(i => (Argument: result.Call.Arguments[i].Value, Direct: Direct(loop, result.Arguments[i])))
            .Where(candidate => candidate.Direct is { } atom && recurrent.All(gradient => gradient.Contains(atom))).ToList();
        return brings.Count > 0 ? brings[0].Argument : result.Call;
    }

    // An argument that is a gradient and nothing else: one atom, or a sum of atoms.
    private static int? Direct(BackwardLoop loop, FlowValue argument) =>
        loop.Transfer.Content(argument) is { Count: 1 } terms && terms.All.First().Atoms().ToList() is { Count: 1 } atoms ? atoms[0] : null;

    private static string NameOf(IOperation computed) => computed switch
    {
        ISimpleAssignmentOperation assignment => assignment.Value.Syntax.ToString(),
        ICompoundAssignmentOperation compound => compound.Target.Syntax.ToString(),
        IVariableDeclaratorOperation declarator => declarator.Symbol.Name,
        _ => computed.Syntax.ToString(),
    };
}
