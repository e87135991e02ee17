using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;

namespace Backprop.Analyzers.Model;

/// <summary>What the weights feed: gates, which are activations that a state is multiplied with on its way into the next step.</summary>
internal sealed partial class ForwardSteps
{
    private const int DeepestFunction = 4;

    private readonly Dictionary<Identity, (Terms Value, HashSet<Identity> Names)?> fed = new();
    private readonly Dictionary<Identity, Identity?> through = new();

    public bool HasGates => through.Count > 0;

    private IEnumerable<Identity> StatesThroughGates => through.Values.OfType<Identity>();

    /// <summary>The names of the one stored activation whose sum the weight is in; null where there are several.</summary>
    public HashSet<Identity>? GateOf(Identity weight) => fed.TryGetValue(weight, out var gate) ? gate?.Names : null;

    /// <summary>The state of the step before that is multiplied with the gate; null where there are several, or that of the step at hand too.</summary>
    public Identity? StateThrough(Identity gate) => through.TryGetValue(gate, out var state) ? state : null;

    private void AddGates(LoopTransfer loop, IReadOnlyList<Carry> carries, IReadOnlyList<HeldValue> held)
    {
        foreach (var (_, identity, value) in held)
        {
            if (identity is not { } gate || !activated.Contains(gate)) continue;
            foreach (var weight in value.Atoms.Atoms().SelectMany(function => Weighted(loop, function)).Distinct())
                Feed(weight, gate, value);
            foreach (var factor in loop.Log.Factors)
            {
                if (!IsGate(factor.Other, value) || StateAt(loop, factor.Atom, carries) is not { } state) continue;
                through[gate] = through.TryGetValue(gate, out var other) && !Equals(other, state) ? null : state;
            }

            // The state that the step ends with, through the gate once more.
            if (value.Single is { } atom && loop.Log.Factors.Any(factor => factor.Atom == atom
                && held.Any(end => end.Identity is { } own && ValueOf(own) is { Lag: 0 } known && states.Contains(known.Stream) && end.Value.Equals(factor.Other)))) through[gate] = null;
        }
    }

    private void Feed(Identity weight, Identity gate, Terms value)
    {
        if (!fed.TryGetValue(weight, out var known)) fed[weight] = known = (value, new());
        if (known is { } feeding && feeding.Value.Equals(value)) feeding.Names.Add(gate);
        else fed[weight] = null;
    }

    private static IEnumerable<Identity> Weighted(LoopTransfer loop, int function)
    {
        for (var depth = 0; depth < DeepestFunction && loop.Atoms.DefinitionOf(function) is { } sum; depth++)
        {
            foreach (var atom in sum.Atoms.Atoms())
                if (loop.Atoms.PlaceOf(atom) is { } place && loop.IsInvariant(place) && Identity.Of(place, loop) is { } weight) yield return weight;
            // 1 / (1 + exp(-sum))
            if (sum.All.Where(term => !term.IsOne).ToList() is not [{ Only: >= 0 and var inner }]) yield break;
            function = inner;
        }
    }

    // z, or 1 - z
    private static bool IsGate(Terms factor, Terms gate) =>
        factor.All.Count(term => !term.IsOne) is > 0 and var count && count == gate.All.Count(term => !term.IsOne) && factor.All.All(term => term.IsOne || gate.Contains(term));

    // What the step began with is the state of the step before.
    private Identity? StateAt(LoopTransfer loop, int atom, IReadOnlyList<Carry> carries)
    {
        foreach (var carry in carries)
        {
            if (loop.Atoms.Find(carry.Read) != atom) continue;
            var isPart = carry.Read.Key.Kind == KeyKind.Member && carry.Read.IsWithin(carry.Written);
            if (Identity.Of(isPart ? carry.Read : carry.Written, loop) is { } written && ValueOf(written) is { } state) return state.Stream;
        }

        return null;
    }
}
