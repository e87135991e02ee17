using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>What a place that one step of the forward pass stores into holds when the step is done.</summary>
internal sealed record HeldValue(Place Place, Identity? Identity, Terms Value)
{
    public static IEnumerable<HeldValue> At(LoopTransfer loop) => loop.Log.Stores.GroupBy(store => store.Place)
        .Select(stores => new HeldValue(stores.Key, Model.Identity.Of(stores.Key, loop), Left(loop, stores.Last())));

    /// <summary>Without the names that stand for several values, as `Item1` does.</summary>
    public static IReadOnlyList<HeldValue> Unambiguous(IEnumerable<HeldValue> held) => held.GroupBy(value => value.Identity)
        .Where(same => same.Where(value => !value.Value.IsZero).Select(value => value.Value).Distinct().Take(2).Count() < 2).SelectMany(same => same).ToList();

    /// <summary>`states.Add(h)`</summary>
    public static bool IsAddition(Store store) => store is
    {
        Operation: IInvocationOperation { Instance: not null, Arguments.Length: 1, TargetMethod.Name: "Add" or "Push" or "AddLast" or "Enqueue" },
        Place.Key.Kind: KeyKind.Elements,
    };

    // A list holds what was added to it beside all that it held before.
    private static Terms Left(LoopTransfer loop, Store store) => IsAddition(store) ? store.Value : loop.AtEnd(store.Place);
}
