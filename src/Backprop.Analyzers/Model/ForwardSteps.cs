using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A sequence of values, one for each step: what the steps store in one place. Lag -1 where a step stores the value of the
/// step before (`cache.APrev = a`).
/// </summary>
internal readonly record struct StepValue(Identity Stream, int Lag);

/// <summary>
/// At which step of the forward pass a stored value arose, and which step's value each weight is multiplied with. From the
/// slots: `z[t + 1] = f(w * z[t])` says that a step's value lies at t + 1, and that w meets the one of the step before.
/// </summary>
internal sealed partial class ForwardSteps
{
    private readonly Dictionary<Identity, StepValue> values = new();
    private readonly Dictionary<Identity, int?> slots = new();
    private readonly Dictionary<Identity, HashSet<StepValue>> partners = new();
    private readonly Dictionary<Identity, Identity> sums = new();
    private readonly HashSet<Identity> activated = new();
    private readonly HashSet<Identity> states = new();
    private readonly List<HashSet<Identity>> met = new();

    public void Add(LoopTransfer loop, IReadOnlyList<Carry> carries, IReadOnlyList<HeldValue> held)
    {
        foreach (var (place, _, _) in held) AddSlot(loop, place, 0);
        foreach (var store in loop.Log.Stores) AddList(loop, store);
        foreach (var carry in carries) AddState(loop, carry, held);
        foreach (var (_, identity, _) in held)
            if (identity is { } own && !values.ContainsKey(own)) values[own] = new StepValue(own, 0);
        foreach (var (_, identity, value) in held)
            if (identity is { } place && value.All.Any(term => !term.IsOne) && value.Atoms.Atoms().All(loop.Atoms.IsFunction)) activated.Add(place);
        met.Add(new());
        foreach (var factor in loop.Log.Factors) AddPartner(loop, factor, carries, held);
        AddGates(loop, carries, held);
    }

    /// <summary>What a place that the forward pass fills holds, or null.</summary>
    public StepValue? ValueOf(Identity identity) => values.TryGetValue(identity, out var value) ? value : null;

    /// <summary>By how much the slot's index is ahead of the step's number; null where the steps do not index it, or not always alike.</summary>
    public int? SlotOf(Identity identity) => slots.TryGetValue(identity, out var offset) ? offset : null;

    /// <summary>True for a stored value that is the result of functions alone, as an activation is, and no sum or product with anything else.</summary>
    public bool IsActivated(Identity identity) => activated.Contains(identity);

    /// <summary>True for what one step hands to the next.</summary>
    public bool IsState(Identity stream) => states.Contains(stream);

    /// <summary>True where one step hands one state to the next, and not an LSTM's two.</summary>
    public bool HasOneState => states.Count == 1
        || Partners.Where(partner => partner.Lag == -1).Select(partner => partner.Stream).Concat(StatesThroughGates).Distinct().Take(2).Count() == 1;

    /// <summary>The values, by their step's distance from the step at hand, that the forward pass multiplies the weight with.</summary>
    public IReadOnlyCollection<StepValue> PartnersOf(Identity weight) =>
        partners.TryGetValue(weight, out var found) ? found : Array.Empty<StepValue>();

    /// <summary>The weight with which a stored value is a sum of products: `error = w * h - target`.</summary>
    public Identity? WeightOf(Identity sum) => sums.TryGetValue(sum, out var weight) ? weight : null;

    /// <summary>The weights of each forward loop: an encoder's and a decoder's do not meet, though one variable may hold the state of both.</summary>
    public IEnumerable<IReadOnlyCollection<Identity>> WeightsOfLoops => met;

    /// <summary>The values that the forward pass multiplies any weight with.</summary>
    public IEnumerable<StepValue> Partners => partners.Values.SelectMany(found => found);

    private void AddSlot(LoopTransfer loop, Place place, int shift)
    {
        if (loop.StepOf(place) is not { Key.Data: LinearIndex index } slot || Identity.Of(slot, loop) is not { } identity) return;
        int? offset = loop.Stride(index) == 1 && index.Parts.Count() == 1 ? index.Offset + shift : null;
        slots[identity] = slots.TryGetValue(identity, out var known) && known != offset ? null : offset;
    }

    // `states.Add(h)` to what was empty: the step's number.
    private void AddList(LoopTransfer loop, Store store)
    {
        if (!HeldValue.IsAddition(store) || store.Place.Parent is not { } list) return;
        if (Identity.Of(list, loop) is not { } identity || !StartsAtZero(loop.Loop)) return;
        var once = !store.Conditional && loop.WasEmpty(list) && loop.Log.Stores.Count(other => ReferenceEquals(other.Place, store.Place)) == 1;
        if (once) slots[identity] = slots.ContainsKey(identity) ? null : 0;
    }

    private static bool StartsAtZero(IOperation loop) => loop switch
    {
        IForEachLoopOperation => true,
        IForLoopOperation { Before.Length: 1 } counted => counted.Before[0].Descendants().OfType<IVariableInitializerOperation>().ToList() is { Count: 1 } only
            && only[0].Value.ConstantValue is { HasValue: true, Value: 0 },
        _ => false,
    };

    // The value that goes over into the next step, and every place that holds the same.
    private void AddState(LoopTransfer loop, Carry carry, IReadOnlyList<HeldValue> held)
    {
        // `h.Add(next)` where the next step reads h[t]
        if (loop.StepOf(carry.Written) is null && loop.StepOf(carry.Read) is { } step && !loop.Writes.Any(written => loop.StepOf(written)?.Parent == step.Parent)) AddSlot(loop, carry.Read, 1);
        // `last.H` of an object that is handed on as a whole
        var isPart = carry.Read.Key.Kind == KeyKind.Member && !ReferenceEquals(carry.Read, carry.Written) && carry.Read.IsWithin(carry.Written);
        if (Identity.Of(isPart ? carry.Read : carry.Written, loop) is not { } written) return;
        var end = held.Where(other => ReferenceEquals(other.Place, carry.Written)).Select(other => other.Value).FirstOrDefault() ?? (isPart ? Terms.Zero : loop.AtEnd(carry.Written));
        var begin = loop.Atoms.Find(carry.Read);
        var stream = ValueOf(written)?.Stream ?? written;
        states.Add(stream);
        values[written] = new StepValue(stream, 0);
        foreach (var (_, identity, value) in held)
        {
            if (identity is not { } place || values.ContainsKey(place)) continue;
            if (value.Single is { } atom && atom == begin) values[place] = new StepValue(stream, -1);
            else if (!end.IsZero && value.Equals(end)) values[place] = new StepValue(stream, 0);
        }
    }

    private void AddPartner(LoopTransfer loop, Factor factor, IReadOnlyList<Carry> carries, IReadOnlyList<HeldValue> held)
    {
        if (loop.Atoms.PlaceOf(factor.Atom) is not { } place || !loop.IsInvariant(place) || Identity.Of(place, loop) is not { } weight) return;
        met[met.Count - 1].Add(weight);
        if (!partners.TryGetValue(weight, out var found)) partners[weight] = found = new();
        // What the step began with is the value of the step before.
        if (factor.Other.Single is { } atom)
        {
            foreach (var carry in carries.Where(carry => loop.Atoms.Find(carry.Read) == atom))
                if (Identity.Of(carry.Read.Key.Kind == KeyKind.Member && carry.Read.IsWithin(carry.Written) ? carry.Read : carry.Written, loop) is { } written && ValueOf(written) is { } state) found.Add(state with { Lag = state.Lag - 1 });
        }

        foreach (var (_, identity, value) in held)
            if (identity is { } error && value.All.Any(term => term.Contains(factor.Atom) && term.Atoms().AreSeveral)) sums[error] = weight;
        foreach (var (_, identity, value) in held.Where(other => other.Value.Equals(factor.Other)))
            if (identity is { } other && ValueOf(other) is { Lag: 0 } known) found.Add(known);
        // `cache.X = x[t]` and `w * x[t - 1]`: the X of the step before.
        foreach (var (_, identity, value) in held)
            if (identity is { } other && ValueOf(other) is { Lag: 0 } known && Apart(loop, factor.Other, value) is { } apart) found.Add(known with { Lag = apart });
    }

    private static int? Apart(LoopTransfer loop, Terms one, Terms other) =>
        one.Single is { } first && other.Single is { } second && first != second
        && loop.Atoms.PlaceOf(first) is { Key.Data: LinearIndex at, Parent: { } collection } && loop.Atoms.PlaceOf(second) is { Key.Data: LinearIndex from, Parent: { } same }
        && ReferenceEquals(collection, same) ? at.Minus(from) : null;
}
