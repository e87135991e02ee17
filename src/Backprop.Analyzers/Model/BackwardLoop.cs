using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>A recurrent gradient: a product of a step's gradient and a recurrent weight, and what is known of where it went.</summary>
internal sealed record RecurrentGradient(Term Product, Term Gradient);

/// <summary>
/// A loop that walks time back and adds up the gradients of parameters. A product is taken for a recurrent gradient when it
/// is one of a recurrent weight and of the very factors that at least two of the parameters' gradients are made of (the
/// step's delta): x[t] or h[t-1] is in one of them only.
/// </summary>
internal sealed class BackwardLoop
{
    private readonly HashSet<Identity> weights;

    public BackwardLoop(LoopTransfer transfer, IEnumerable<Identity> weights)
    {
        Transfer = transfer;
        this.weights = new HashSet<Identity>(weights);
        Accumulators = transfer.Writes.Where(place => transfer.StepOf(place) is null && Accumulates(place)).ToList();
        Carries = Flow.Loops.Carries.Of(transfer);
    }

    public LoopTransfer Transfer { get; }

    /// <summary>The places that every step only adds to: the gradients of the parameters, and running losses.</summary>
    public IReadOnlyList<Place> Accumulators { get; }

    public IReadOnlyList<Carry> Carries { get; }

    private AtomTable Atoms => Transfer.Atoms;

    /// <summary>True where what is read by step index is read from later steps to earlier ones.</summary>
    public static bool WalksBack(LoopTransfer transfer)
    {
        var strides = transfer.Log.Read.Select(place => place.Key.Data).OfType<LinearIndex>().Select(transfer.Stride).Where(stride => stride != 0).ToList();
        return strides.Count > 0 && strides.Count(stride => stride < 0) * 2 > strides.Count;
    }

    public IEnumerable<RecurrentGradient> RecurrentIn(Terms terms) =>
        from term in terms.All
        from atom in term.Atoms()
        where IsRecurrentWeight(atom)
        let gradient = term.Without(Term.Of(atom))
        where IsDelta(gradient)
        select new RecurrentGradient(term, gradient);

    /// <summary>True where a step's gradient, multiplied by a recurrent weight, may arrive in an earlier step.</summary>
    public bool CarriesRecurrentGradient => Carries.Any(carry => MayHoldRecurrent(Transfer.AtEnd(carry.Written)))
        || Accumulators.Any(place => Flow.Loops.Carries.Contributions(Transfer, place).Any(term => term.Atoms().Any(IsRecurrentWeight)));

    /// <summary>True where the iteration leaves a product with a recurrent weight in the place.</summary>
    public bool HoldsRecurrent(Place place) => Transfer.AtEnd(place).All.Any(term => term.Atoms().Any(IsRecurrentWeight));

    public bool IsRecurrentWeight(int atom) =>
        Atoms.PlaceOf(atom) is { } place && Identity.Of(place) is { } identity && weights.Contains(identity);

    private bool MayHoldRecurrent(Terms terms) => Atoms.Closure(terms.Atoms).Atoms().Any(atom => IsRecurrentWeight(atom) || MayContainWeight(atom));

    // An object whose inside is not known may hold the weight.
    private bool MayContainWeight(int atom) => Atoms.PlaceOf(atom) is { } place
        && place.Children.Any(child => Identity.Of(child) is { } identity && weights.Contains(identity));

    private bool IsDelta(Term gradient)
    {
        if (gradient.IsOne) return false;
        var sharing = Accumulators.Count(place => Flow.Loops.Carries.Contributions(Transfer, place).Any(term => term.Contains(gradient)));
        return sharing >= 2 || sharing == 1 && Accumulators.Count == 1;
    }

    private bool Accumulates(Place place)
    {
        var stores = Transfer.Log.Stores.Where(store => ReferenceEquals(store.Place, place)).ToList();
        return stores.Count > 0 && stores.All(store => store.Accumulates) && Flow.Loops.Carries.Contributions(Transfer, place).Any(term => !term.IsOne);
    }
}
