using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// How C# names the lost recurrent gradient at the end of the loop's body: a local, or a part of what the cell returned. For
/// the code fixes.
/// </summary>
internal static class RecurrentHolder
{
    /// <summary>A local from before the loop that starts at zeros and is set to the recurrent gradient in every step.</summary>
    public static string? Outer(BackwardLoop loop) => Locals(loop)
        .Where(found => loop.Transfer.Writes.Contains(found.Store.Place) && !found.Store.Conditional && loop.Transfer.AtStart(found.Store.Place).IsZero)
        .Select(found => found.Local.Name).FirstOrDefault();

    /// <summary>Any name for it: `da0`, `daPrev`, `step.DaPrev`, `gradients["daPrev"]`.</summary>
    public static string? Any(BackwardLoop loop, ISymbol? except) =>
        Locals(loop).Where(found => !SymbolEqualityComparer.Default.Equals(found.Local, except)).Select(found => found.Local.Name).FirstOrDefault() ?? Part(loop);

    private static IEnumerable<(Store Store, ILocalSymbol Local)> Locals(BackwardLoop loop) =>
        from store in Enumerable.Reverse(loop.Transfer.Log.Stores)
        where store.Place.Key is { Kind: KeyKind.Root, Data: ILocalSymbol } && IsAllRecurrent(loop, store.Value) && IsHere(loop, store)
        let last = loop.Transfer.Log.Stores.Last(other => ReferenceEquals(other.Place, store.Place))
        where ReferenceEquals(last, store)
        select (store, (ILocalSymbol)store.Place.Key.Data);

    // Not inside of something that the cell runs.
    private static bool IsHere(BackwardLoop loop, Store store) => ReferenceEquals(store.Operation, store.Site)
        && loop.Transfer.Loop.Syntax.Span.Contains(store.Operation.Syntax.Span);

    private static string? Part(BackwardLoop loop) => loop.Transfer.Log.Stores
        .Where(store => store.Place.Key is { Kind: KeyKind.Root, Data: ILocalSymbol } && IsHere(loop, store) && !store.Conditional)
        .Select(store => store.Place.Key.Data is ILocalSymbol local && loop.Transfer.PartsAtEnd(store.Place)
            .Where(part => IsAllRecurrent(loop, loop.Transfer.AtEnd(part))).Select(part => Access(part.Key, local.Type)).FirstOrDefault(access => access is not null)
            is { } access ? local.Name + access : null)
        .FirstOrDefault(text => text is not null);

    private static string? Access(Key key, ITypeSymbol type) => key switch
    {
        { Kind: KeyKind.Member, Data: ISymbol { DeclaredAccessibility: not Accessibility.Private } member } => "." + member.Name,
        { Kind: KeyKind.Constant, Data: string item } when type is INamedTypeSymbol { IsTupleType: true } tuple =>
            "." + (tuple.TupleElements.FirstOrDefault(element => element.CorrespondingTupleField?.Name == item)?.Name ?? item),
        { Kind: KeyKind.Constant, Data: string item } when type is { Name: "Tuple" } => "." + item,
        { Kind: KeyKind.Constant, Data: string text } => $"[\"{text}\"]",
        { Kind: KeyKind.Index, Data: LinearIndex { IsConstant: true } index } => $"[{index.Offset}]",
        _ => null,
    };

    // Of two states, the one whose gradient does not travel yet: a cell state's has a gate in it and no weight.
    private static bool IsAllRecurrent(BackwardLoop loop, Terms value)
    {
        if (value.IsZero) return false;
        var gated = loop.Carries.Any(carry => loop.IsGated(loop.Transfer.AtEnd(carry.Written)));
        if (loop.CarriesRecurrentGradient) return !gated && loop.IsGated(value);
        if (loop.Forward.Gates.Count > 0 && !gated) return false;
        return value.All.All(term => term.Atoms().Any(loop.IsRecurrentWeight)) && loop.RecurrentIn(value).Any();
    }
}
