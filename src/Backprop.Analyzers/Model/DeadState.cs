using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>A second state's gradient (an LSTM's cell state): zero before the loop, set to a part of the delta in each step, read nowhere.</summary>
internal static class DeadState
{
    public static bool Is(BackwardLoop loop, Store store) => !store.Accumulates && loop.Transfer.Writes.Contains(store.Place)
        && !loop.Carries.Any(carry => ReferenceEquals(carry.Written, store.Place)) && loop.Transfer.AtStart(store.Place).IsZero
        && (loop.IsGated(store.Value) || IsCarriedNowhere(loop, store.Value))
        && !loop.Transfer.Loop.Descendants().Any(operation => loop.Transfer.Reads(operation, store.Place) && !IsTarget(operation));

    // The one of two states whose gradient has been through the weights. What is carried as well may be kept for the caller.
    private static bool IsCarriedNowhere(BackwardLoop loop, Terms value) =>
        !value.IsZero && value.All.All(term => term.Atoms().Any(loop.IsRecurrentWeight)) && value.All.Any(term => term.Atoms().Any(loop.IsGate))
        && !loop.Carries.Any(carry => loop.Transfer.AtEnd(carry.Written).All.Any(value.Contains));

    private static bool IsTarget(IOperation operation)
    {
        var whole = operation;
        while (whole.Parent is IArrayElementReferenceOperation element && ReferenceEquals(element.ArrayReference, whole)
            || whole.Parent is IPropertyReferenceOperation { Arguments.IsEmpty: false } indexer && ReferenceEquals(indexer.Instance, whole)) whole = whole.Parent;
        while (whole.Parent is ITupleOperation) whole = whole.Parent;
        return whole.Parent switch
        {
            ISimpleAssignmentOperation assignment => ReferenceEquals(assignment.Target, whole),
            IDeconstructionAssignmentOperation parts => ReferenceEquals(parts.Target, whole),
            IArgumentOperation argument => argument.Parameter is { } parameter && (parameter.RefKind == RefKind.Out || IsUnread(parameter)),
            _ => false,
        };
    }

    // A cell that is handed it and does not look at it.
    private static bool IsUnread(IParameterSymbol parameter) => parameter.ContainingSymbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } method
        && method.DescendantTokens().Count(token => token.ValueText == parameter.Name) == 1;
}
