using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A loop in which the gradient of a step comes from the later step alone. Proved where the carry starts at zeros, so that
/// every gradient is zero, or where it starts at one element of a collection of the steps' gradients and no other is ever read.
/// </summary>
internal sealed record IgnoredUpstream(SyntaxNode Passed, string Carry, string? Upstream)
{
    /// <summary>The element of the upstream gradients that the carry starts at: `da[^1]`.</summary>
    public SyntaxNode? Start { get; init; }

    public static IgnoredUpstream? In(BackwardLoop loop)
    {
        var closed = Closed(loop);
        foreach (var carry in closed.Where(carry => loop.HoldsRecurrent(carry.Written)))
        {
            if (FirstUse(loop, carry.Read) is not { } use) continue;
            var start = loop.Transfer.AtStart(carry.Written);
            var seed = Seed(loop, start);
            if (seed is not null || start.IsZero && closed.All(other => loop.Transfer.AtStart(other.Written).IsZero))
                return new IgnoredUpstream(use.Syntax, use.Syntax.ToString(), seed is null ? null : NameOf(seed)) { Start = seed is null ? null : SeedSyntax(loop, carry.Written) };
        }

        return Overwritten(loop);
    }

    // `da[t - 1] = W * dz` where da[t - 1] was the upstream gradient of that step.
    private static IgnoredUpstream? Overwritten(BackwardLoop loop)
    {
        var store = loop.Transfer.Log.Stores.FirstOrDefault(store => !store.Accumulates && loop.Transfer.StepOf(store.Place) is not null
            && !loop.Transfer.Log.Read.Contains(store.Place) && loop.RecurrentIn(store.Value).Any()
            && loop.Transfer.WasFilled(store.Place) && loop.Carries.Any(carry => ReferenceEquals(carry.Written, store.Place)));
        return store is null ? null : new IgnoredUpstream(store.Site.Syntax, store.Site.Syntax.ToString(), "");
    }

    // The carries that are multiples of what these same carries were one step later: nothing else ever enters them.
    private static IReadOnlyList<Carry> Closed(BackwardLoop loop)
    {
        var closed = loop.Carries.Where(carry => Carries.Contributions(loop.Transfer, carry.Written).Any(term => !term.IsOne)).ToList();
        for (var before = -1; before != closed.Count;)
        {
            before = closed.Count;
            var atoms = new HashSet<int>(closed.Select(carry => loop.Transfer.Atoms.Find(carry.Read)).OfType<int>());
            closed.RemoveAll(carry => !Carries.Contributions(loop.Transfer, carry.Written).All(term => IsMultiple(loop.Transfer.Atoms, term, atoms)));
        }

        return closed;
    }

    private static bool IsMultiple(AtomTable atoms, Term term, HashSet<int> factors) => factors.Any(term.Contains)
        || term.Atoms().Any(factor => atoms.DefinitionOf(factor) is { } definition && definition.All.All(inner => IsMultiple(atoms, inner, factors)));

    // `daPrev = da[^1]` before the loop: one element of what has one for each step.
    private static Place? Seed(BackwardLoop loop, Terms start)
    {
        var places = start.All.SelectMany(term => term.Atoms()).Distinct().Select(loop.Transfer.Atoms.PlaceOf).ToList();
        return places.Count == 1 && places[0] is { Key.Kind: KeyKind.Index, Parent: { } steps } && !loop.Transfer.Log.Read.Any(read => read.Parent == steps)
            ? steps : null;
    }

    // `var daPrev = da[^1];`
    private static SyntaxNode? SeedSyntax(BackwardLoop loop, Place carry)
    {
        if (carry.Key.Data is not ILocalSymbol local) return null;
        IOperation root = loop.Transfer.Loop;
        while (root.Parent is { } parent) root = parent;
        return root.Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.GetVariableInitializer()?.Value.Syntax;
    }

    private static IOperation? FirstUse(BackwardLoop loop, Place read) => FirstUse(loop, read, loop.Transfer.Loop)
        ?? Called(loop).Select(code => FirstUse(loop, read, code)).FirstOrDefault(use => use is not null);

    // What the loop runs through and writes in, in the same file.
    private static IEnumerable<IOperation> Called(BackwardLoop loop) => loop.Transfer.Log.Stores.Select(store => store.Operation)
        .Where(store => store.Syntax.SyntaxTree == loop.Transfer.Loop.Syntax.SyntaxTree && !loop.Transfer.Loop.Syntax.Span.Contains(store.Syntax.Span)).Select(Body).Distinct();

    private static IOperation Body(IOperation operation)
    {
        while (operation is not ILocalFunctionOperation && operation.Parent is { } parent) operation = parent;
        return operation;
    }

    private static IOperation? FirstUse(BackwardLoop loop, Place read, IOperation code) => code.Descendants().FirstOrDefault(operation =>
        loop.Transfer.Reads(operation, read) && !(operation.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, operation)));

    private static string NameOf(Place place) => place.Key.Data is ISymbol symbol ? symbol.Name : "";
}
