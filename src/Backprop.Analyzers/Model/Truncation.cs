using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A backward loop that learns the recurrent weight from h[t-1] without sending anything to the step before. It may be meant
/// so (truncated to one step), and nothing in it says that it is not.
/// </summary>
internal static class Truncation
{
    public static bool IsIn(BackwardLoop loop) =>
        !loop.Forward.IsEmpty && loop.Accumulators.Count > 0 && !loop.CarriesRecurrentGradient
        && !loop.Carries.Any(carry => IsGradient(loop, carry)) && loop.Accumulators.Any(place => UsesPreviousState(loop, place));

    private static bool IsGradient(BackwardLoop loop, Carry carry) =>
        Carries.Contributions(loop.Transfer, carry.Written).Any(term =>
            loop.Sharing(term) > 0 || term.Atoms().Any(loop.IsRecurrentWeight) || IsMadeOfGradients(loop, term));

    // `next = W * delta` where `bias += delta`: a gradient, whether or not W is known as the recurrent weight.
    private static bool IsMadeOfGradients(BackwardLoop loop, Term carried) => loop.Accumulators
        .SelectMany(place => Carries.Contributions(loop.Transfer, place)).Select(carried.Common)
        .Any(common => common.Atoms().Any(atom => !loop.IsPreviousState(atom) && !loop.IsInput(atom)));

    private static bool UsesPreviousState(BackwardLoop loop, Place accumulator) => Carries.Contributions(loop.Transfer, accumulator)
        .SelectMany(term => term.Atoms()).Distinct().Select(loop.Transfer.Atoms.PlaceOf).OfType<Place>().Any(place => IsPrevious(loop, place));

    // `cache.APrev`, or `h[t - 1]` beside `h[t]`.
    private static bool IsPrevious(BackwardLoop loop, Place place)
    {
        if (Identity.Of(place, loop.Transfer) is { } identity && loop.Forward.Previous.Contains(identity)) return true;
        if (loop.Transfer.StepOf(place) is not { Key.Data: LinearIndex index, Parent: { } owner }) return false;
        var stride = loop.Transfer.Stride(index);
        return owner.Children.Any(other => other.Key.Data is LinearIndex later && loop.Transfer.Log.Read.Contains(other)
            && index.Minus(later) is { } ahead && stride != 0 && ahead / stride > 0);
    }
}
