using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A value that the forward pass has cached, changed by the backward pass before it reads it as that value. Proved by
/// following what the statement stores: it meets itself in a product (`1 - h * h`, the derivative that expects f's output),
/// where the forward pass stored the result of a function there; or it is what a weight's gradient is multiplied with
/// where the forward pass multiplies the weight with the cached value. A derivative that is computed in place and used as
/// a factor does neither.
/// </summary>
internal sealed record OverwrittenCache(Store Store, string Name)
{
    public static IEnumerable<OverwrittenCache> In(BackwardLoop loop)
    {
        var transfer = loop.Transfer;
        var changing = transfer.Log.Stores.Where(store => ChangesCache(transfer, store)).ToList();
        if (changing.Count == 0 || loop.Accumulators.Count == 0 || loop.Forward.IsEmpty) yield break;
        var seen = new HashSet<Place>();
        foreach (var store in changing)
        {
            if (Identity.Of(store.Place, transfer) is not { } identity || loop.Forward.Steps.ValueOf(identity) is not { } value || !seen.Add(store.Place)) continue;
            if (loop.Marking(store.Operation.Syntax) is not { } marked) continue;
            if (loop.Forward.Steps.IsActivated(identity) && marked.Loop.MarkMetItself || MeetsDelta(loop, marked.Loop, marked.Mark, value))
                yield return new OverwrittenCache(store, Identity.NameOf(store.Place, transfer));
        }
    }

    // `h[t][i] = 1 - h[t][i] * h[t][i]`: of a step, and made of what was there.
    private static bool ChangesCache(LoopTransfer transfer, Store store) =>
        transfer.StepOf(store.Place) is not null && transfer.Beginning(store.Place) is { } before && transfer.Atoms.Closure(store.Value.Atoms).Contains(before)
        && !IsBound(store.Operation) && (store.Value.Single != before || Computes(store.Operation));

    // A copy or another shape of the same numbers changes nothing.
    private static bool Computes(IOperation operation) => operation switch
    {
        ICompoundAssignmentOperation => true,
        ISimpleAssignmentOperation { Value: IBinaryOperation or IUnaryOperation } => true,
        IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: true } method } => LibraryArithmetic.Of(method) is not Arithmetic.Sum,
        _ => false,
    };

    // `h[i] = Math.Max(h[i], epsilon)` keeps it away from an edge.
    private static bool IsBound(IOperation operation) => operation.DescendantsAndSelf().Any(part =>
        part is IInvocationOperation { TargetMethod.Name: "Max" or "Min" or "Clamp" or "PointwiseMaximum" or "PointwiseMinimum" or "CoerceZero" });

    private static bool MeetsDelta(BackwardLoop loop, LoopTransfer marked, int mark, StepValue value)
    {
        var steps = loop.Forward.Steps;
        var changed = new HashSet<Terms>(marked.Log.Factors.Where(factor => factor.Atom == mark).Select(factor => factor.Other));
        return marked.Log.Factors.Any(factor => changed.Contains(factor.Other) && !factor.Other.Atoms.Contains(mark)
            && marked.Atoms.PlaceOf(factor.Atom) is { } place && marked.StepOf(place) is null
            && Identity.Of(place, marked) is { } weight && steps.PartnersOf(weight).Any(partner => partner.Stream.Equals(value.Stream)));
    }
}
