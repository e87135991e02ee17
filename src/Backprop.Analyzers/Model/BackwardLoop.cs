using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

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
    private readonly Lazy<ForwardRecurrence> forward;

    public BackwardLoop(LoopTransfer transfer, Lazy<ForwardRecurrence> forward, Func<SyntaxNode, (LoopTransfer, int)?> marking)
    {
        (Transfer, this.forward, Marking) = (transfer, forward, marking);
        Accumulators = transfer.Writes.Where(place => transfer.StepOf(place) is null && Accumulates(place)).ToList();
        Overwritten = transfer.Writes.Where(place => transfer.StepOf(place) is null && IsOverwritten(place)).ToList();
    }

    public LoopTransfer Transfer { get; }

    /// <summary>Runs the loop once more with a mark in place of what a statement stores.</summary>
    public Func<SyntaxNode, (LoopTransfer Loop, int Mark)?> Marking { get; }

    /// <summary>What the forward loops prove; asked for late, since most loops that walk back accumulate nothing.</summary>
    public ForwardRecurrence Forward => forward.Value;

    /// <summary>The places that every step only adds to: the gradients of the parameters, and running losses.</summary>
    public IReadOnlyList<Place> Accumulators { get; }

    /// <summary>The places that every step sets anew and that nothing in the loop reads.</summary>
    public IReadOnlyList<Place> Overwritten { get; }

    public IReadOnlyList<Carry> Carries => Transfer.Carries;

    private AtomTable Atoms => Transfer.Atoms;

    /// <summary>-1 where what is read by step index is read from later steps to earlier ones, 1 where the other way, 0: not known.</summary>
    public static int DirectionOf(LoopTransfer transfer)
    {
        var strides = transfer.Log.Read.Select(place => place.Key.Data).OfType<LinearIndex>().Select(transfer.Stride).Where(stride => stride != 0).ToList();
        return Math.Sign(strides.Sum(stride => Math.Sign(stride)));
    }

    /// <summary>True where the loop leaves products in at least one place that outlives it and is not a step's own.</summary>
    public static bool MayAddUp(LoopTransfer transfer) => transfer.Writes.Any(place => transfer.StepOf(place) is null
        && Flow.Loops.Carries.Contributions(transfer, place).Any(term => term.Atoms().AreSeveral) && !ScratchLocal.Is(place, transfer));

    public IEnumerable<RecurrentGradient> RecurrentIn(Terms terms) =>
        from term in terms.All
        from atom in term.Atoms()
        where IsRecurrentWeight(atom)
        let gradient = term.Without(Term.Of(atom))
        where IsDelta(gradient) || IsDeltaOfLaterStep(gradient)
        select new RecurrentGradient(term, gradient);

    /// <summary>True where a step's gradient, multiplied by a recurrent weight, may arrive in an earlier step.</summary>
    public bool CarriesRecurrentGradient => carriesRecurrent ??= Carries.Any(carry => MayHoldRecurrent(Transfer.AtEnd(carry.Written))) || WalksOnInside;

    // An inner loop that walks on through the past for each step needs nothing from the step after.
    private bool WalksOnInside => Transfer.Loop.Descendants().OfType<ILoopOperation>().Any(LoopSelection.WalksBack)
        && Accumulators.Any(place => Flow.Loops.Carries.Contributions(Transfer, place).Any(term => term.Atoms().Any(IsRecurrentWeight)));

    private bool? carriesRecurrent;

    /// <summary>True where the iteration leaves a product with a recurrent weight in the place.</summary>
    public bool HoldsRecurrent(Place place) => Transfer.AtEnd(place).All.Any(term => term.Atoms().Any(IsRecurrentWeight));

    public bool IsRecurrentWeight(int atom)
    {
        // `U.Row0` is a part of U.
        for (var part = Atoms.PlaceOf(atom); part is not null; part = part.Parent)
        {
            if (Identity.Of(part, Transfer) is { } identity && Forward.Weights.Contains(identity)) return true;
        }

        return false;
    }

    /// <summary>True where every product holds what the forward pass multiplies a state with directly, and no recurrent weight.</summary>
    public bool IsGated(Terms value) => !value.IsZero && value.All.All(term =>
        term.Atoms().Any(IsGate) && !term.Atoms().Any(IsRecurrentWeight) && !term.Atoms().Any(IsPreviousState));

    /// <summary>True for what the forward pass multiplies some weight with, and for a step's value that the forward pass does not store.</summary>
    public bool IsInput(int atom) => Atoms.PlaceOf(atom) is { } place && Transfer.StepOf(place) is not null && !IsGate(atom)
        && Identity.Of(place, Transfer) is { } identity && (Forward.Inputs.Contains(identity) || !Forward.Stored.Contains(identity));

    public bool IsGate(int atom) => Has(Forward.Gates, atom);

    public bool IsPreviousState(int atom) => Has(Forward.Previous, atom);

    private bool Has(HashSet<Identity> known, int atom) =>
        Atoms.PlaceOf(atom) is { } place && Identity.Of(place, Transfer) is { } identity && known.Contains(identity);

    private bool MayHoldRecurrent(Terms terms) => Atoms.Closure(terms.Atoms).Atoms().Any(atom => IsRecurrentWeight(atom) || MayContainWeight(atom));

    // An object whose inside is not known may hold the weight.
    private bool MayContainWeight(int atom) => Atoms.PlaceOf(atom) is { } place
        && place.Children.Any(child => Identity.Of(child, Transfer) is { } identity && Forward.Weights.Contains(identity));

    /// <summary>True for a product that the gradients of several parameters share: the gradient of a pre-activation.</summary>
    public bool IsDelta(Term gradient)
    {
        var sharing = Sharing(gradient);
        return sharing >= 2 || sharing == 1 && Accumulators.Count == 1;
    }

    // `dz[t + 1]`, where this step leaves its own delta in `dz[t]`.
    private bool IsDeltaOfLaterStep(Term gradient)
    {
        if (gradient.Only is not (>= 0 and var atom) || Atoms.PlaceOf(atom) is not { } read || Transfer.StepOf(read) is not { Parent: { } steps } slot) return false;
        foreach (var written in Transfer.Writes)
        {
            if (Transfer.StepOf(written) is not { } own || !ReferenceEquals(own.Parent, steps) || ReferenceEquals(own, slot)) continue;
            if (!Equals(Identity.Of(written, Transfer), Identity.Of(read, Transfer))) continue;
            if (Transfer.AtEnd(written) is { IsZero: false } left && left.All.All(IsDelta)) return true;
        }

        return false;
    }

    /// <summary>In how many parameters' gradients the product is a factor.</summary>
    public int Sharing(Term gradient) => gradient.IsOne ? 0 : Accumulators.Sum(place => Sharing(gradient, place));

    // `gradients[name] += step[name]`: one place for those of all names.
    private int Sharing(Term gradient, Place place)
    {
        var with = Flow.Loops.Carries.Contributions(Transfer, place).Where(term => term.Contains(gradient));
        return place is { Key.Kind: KeyKind.Elements, Parent.Type: { } collection } && Shapes.IsMap(collection)
            ? with.Select(term => term.Without(gradient)).Distinct().Take(2).Count() : with.Any() ? 1 : 0;
    }

    private bool IsOverwritten(Place place) => !Transfer.Log.Read.Contains(place) && !(place is { Key.Data: Block, Parent: { } array } && IsReadAsWhole(array))
        && Transfer.Log.Stores.Where(store => ReferenceEquals(store.Place, place)).ToList() is { Count: > 0 } stores && !stores.Any(store => store.Accumulates);

    private bool IsReadAsWhole(Place array) => array.Children.Any(child => child.Key.Kind == KeyKind.Elements && Transfer.Log.Read.Contains(child));

    private bool Accumulates(Place place)
    {
        var stores = Transfer.Log.Stores.Where(store => ReferenceEquals(store.Place, place)).ToList();
        return stores.Count > 0 && stores.All(store => store.Accumulates) && Flow.Loops.Carries.Contributions(Transfer, place).Any(term => !term.IsOne);
    }
}
