using Backprop.Analyzers.Flow.Effects;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The gradient of a gate, multiplied with the state of another step than the one that the forward pass lets through it:
/// <c>dzf = dc * c[t] * f * (1 - f)</c> where <c>c[t] = f * c[t - 1] + ...</c>. Proved: the weight feeds this gate alone, the
/// gate is multiplied with the state of the step before and with no other state, and its weight's delta holds the gate in every product,
/// that state of the gate's own step in some, and that of the step before in none.
/// </summary>
internal sealed record ShiftedGate(Store Store, string Gate, string State)
{
    /// <summary>The multiplication itself where it stands in the same file as the loop.</summary>
    public Microsoft.CodeAnalysis.SyntaxNode Site => Store.Operation.Syntax.SyntaxTree == Store.Site.Syntax.SyntaxTree ? Store.Operation.Syntax : Store.Site.Syntax;

    public static IEnumerable<ShiftedGate> In(BackwardLoop loop)
    {
        if (loop.Accumulators.Count == 0 || loop.Forward.IsEmpty || !loop.Forward.Steps.HasGates) yield break;
        var seen = new HashSet<Identity>();
        var reported = new HashSet<Microsoft.CodeAnalysis.SyntaxNode>();
        foreach (var delta in WeightDelta.In(loop))
            if (loop.Forward.Steps.GateOf(delta.Weight) is { } names && Of(loop, delta, names) is { } shifted && seen.Add(delta.Weight) && reported.Add(shifted.Site)) yield return shifted;
    }

    private static ShiftedGate? Of(BackwardLoop loop, WeightDelta delta, HashSet<Identity> names)
    {
        if (delta.Delta.IsZero) return null;
        var values = delta.Delta.Atoms.Atoms().Select(atom => CachedValue.Of(loop, atom)).OfType<CachedValue>().ToList();
        var common = delta.Delta.All.Aggregate((all, term) => all.Common(term));
        if (values.Where(value => names.Contains(value.Stream) && common.Contains(value.Atom)).ToList() is not [var own]) return null;
        if (loop.Forward.Steps.StateThrough(own.Stream) is not { } state) return null;
        var met = values.Where(value => value.Stream.Equals(state)).Select(value => (Value: value, At: value.Minus(own.Own))).ToList();
        if (met.Count == 0 || met.Any(value => value.At != 0)) return null;
        var store = loop.Transfer.Log.Stores.FirstOrDefault(store => met.Any(value =>
            store.Value.All.Any(term => term.Contains(value.Value.Atom) && term.Contains(own.Atom))));
        return store is null ? null : new ShiftedGate(store, Identity.NameOf(own.Place, loop.Transfer), Identity.NameOf(met[0].Value.Place, loop.Transfer));
    }
}
