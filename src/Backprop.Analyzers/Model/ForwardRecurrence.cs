using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// What the forward loops of a type prove about its recurrence. Weights: what multiplies a state on its way into the next
/// step, and is neither written by the loop nor one of the step's own. Previous: where a step stores the state that it
/// began with. Gates: where a
/// step stores what its state is multiplied with directly, as an LSTM's forget gate is. Inputs: what any weight is multiplied
/// with. Stored: everything that a step stores.
/// </summary>
internal sealed record ForwardRecurrence(
    HashSet<Identity> Weights, HashSet<Identity> Previous, HashSet<Identity> Gates, HashSet<Identity> Inputs, HashSet<Identity> Stored)
{
    public static ForwardRecurrence Empty => new(new(), new(), new(), new(), new());

    public bool IsEmpty => Weights.Count == 0;

    /// <summary>1 where the steps are taken at rising indices, -1 at falling ones, 0 where that is not known or not always so.</summary>
    public int Direction { get; private set; }

    /// <summary>Which step's values lie where, and meet which weights.</summary>
    public ForwardSteps Steps { get; } = new();

    /// <summary>Buffers that several steps store as their own.</summary>
    public List<SharedBuffer> Shared { get; } = new();

    /// <summary>The loops that prove it.</summary>
    public List<LoopTransfer> Loops { get; } = new();

    private bool isMixed;

    /// <summary>Takes in what one loop proves; false where it is not recurrent.</summary>
    public bool Add(LoopTransfer loop)
    {
        var carries = loop.Carries;
        var states = new HashSet<int>(carries.Select(carry => loop.Atoms.Find(carry.Read)).OfType<int>());
        var ends = carries.Select(carry => carry.Written).Distinct().ToList();
        var found = Partners(loop.Atoms, ends.SelectMany(place => loop.Atoms.DeepTerms(loop.AtEnd(place))), states)
            .Select(loop.Atoms.PlaceOf).OfType<Place>().Where(place => loop.IsInvariant(place)).Select(place => Identity.Of(place, loop)).OfType<Identity>().ToList();
        Weights.UnionWith(found);
        if (found.Count == 0) return false;
        Loops.Add(loop);
        // A member that runs one step and adds to a list is called in the list's order.
        Direct(loop.Loop is ILoopOperation || loop.IsLinked ? BackwardLoop.DirectionOf(loop) : loop.Log.Stores.Any(HeldValue.IsAddition) ? 1 : 0);
        var gates = new HashSet<int>(Partners(loop.Atoms, ends.SelectMany(place => loop.AtEnd(place).All), states)
            .Where(atom => loop.Atoms.PlaceOf(atom) is not { } place || !loop.IsInvariant(place)));
        var inputs = InputsOf(loop);
        inputs.UnionWith(ends.SelectMany(place => loop.AtEnd(place).All));
        var held = HeldValue.At(loop).ToList();
        foreach (var store in loop.Log.Stores)
            if (Identity.Of(store.Place, loop) is { } identity) AddStored(identity, store.Value, states, gates, inputs);
        // `cache.F = new double[n]` is filled afterwards.
        foreach (var filled in held)
            if (filled.Identity is { } identity) AddStored(identity, filled.Value, states, gates, inputs);
        Steps.Add(loop, carries, HeldValue.Unambiguous(held));
        Shared.AddRange(SharedBuffer.Of(loop));
        return true;
    }

    private void Direct(int direction)
    {
        isMixed |= direction == 0 || Direction != 0 && Direction != direction;
        Direction = isMixed ? 0 : direction;
    }

    private void AddStored(Identity identity, Terms value, HashSet<int> states, HashSet<int> gates, HashSet<Term> inputs)
    {
        Stored.Add(identity);
        if (!value.IsZero && value.All.All(term => term.IsOne || inputs.Contains(term))) Inputs.Add(identity);
        var products = value.All.Where(term => !term.IsOne).ToList();
        if (products.Count == 0 || products.Exists(term => term.Only < 0)) return;
        if (products.TrueForAll(term => states.Contains(term.Only))) Previous.Add(identity);
        // One array may hold all the gates.
        if (products.Exists(term => gates.Contains(term.Only))) Gates.Add(identity);
    }

    // h of `Wy * h`, and o * tanh(c) of it where h is that.
    private HashSet<Term> InputsOf(LoopTransfer loop)
    {
        var inputs = new HashSet<Term>();
        foreach (var term in loop.Log.Stores.SelectMany(store => loop.Atoms.DeepTerms(store.Value)))
        {
            foreach (var atom in term.Atoms().Where(atom => loop.Atoms.PlaceOf(atom) is { } place && loop.IsInvariant(place)))
                inputs.Add(term.Without(Term.Of(atom)));
        }

        foreach (var atom in inputs.Select(input => input.Only))
        {
            if (atom >= 0 && loop.Atoms.PlaceOf(atom) is { } place && Identity.Of(place, loop) is { } identity) Inputs.Add(identity);
        }

        return inputs;
    }

    private static IEnumerable<int> Partners(AtomTable atoms, IEnumerable<Term> terms, HashSet<int> states) => terms
        .Where(term => states.Any(term.Contains)).SelectMany(term => term.Atoms().Where(atom => !states.Contains(atom))).Distinct();
}
