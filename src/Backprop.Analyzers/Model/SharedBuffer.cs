using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// One buffer that every step of the forward pass fills anew and stores as its own: all steps then hold the values of the
/// last one. Proved where the buffer is there before the loop and never replaced in it, a step writes what it has computed
/// into it, and keeps it in a slot of its own or in an object that it made.
/// </summary>
internal sealed record SharedBuffer(Identity Holder, Store Store, string Name)
{
    /// <summary>True for one element, or row, of what has one for each step.</summary>
    public bool IsSlot { get; init; }

    /// <summary>The buffers that a backward loop reads step by step.</summary>
    public static IEnumerable<SharedBuffer> In(BackwardLoop loop)
    {
        if (loop.Accumulators.Count == 0 || loop.Forward.Shared.Count == 0) return Enumerable.Empty<SharedBuffer>();
        var used = new HashSet<Identity>(loop.Accumulators
            .SelectMany(place => Carries.Contributions(loop.Transfer, place)).SelectMany(term => term.Atoms()).Distinct()
            .Select(loop.Transfer.Atoms.PlaceOf).OfType<Place>().Where(place => loop.Transfer.StepOf(place) is not null)
            .Select(place => Identity.Of(place, loop.Transfer)).OfType<Identity>());
        return loop.Forward.Shared.Where(shared => used.Contains(shared.Holder) && (!shared.IsSlot || loop.Forward.Steps.SlotOf(shared.Holder) is null));
    }

    public static IEnumerable<SharedBuffer> Of(LoopTransfer forward)
    {
        foreach (var slot in OneSlot(forward)) yield return slot;
        var filled = new HashSet<Place>(forward.Log.Written.Where(place => IsFilledAnew(forward, place)).Select(place => place.Parent).OfType<Place>());
        if (filled.Count == 0) yield break;
        foreach (var store in forward.Log.Stores.Where(store => IsOwnToStep(forward, store.Place)).GroupBy(store => store.Place).Select(stores => stores.Last()))
        {
            if (Identity.Of(store.Place, forward) is not { } holder || forward.ObjectsAtEnd(store.Place).ToList() is not { Count: 1 } held) continue;
            if (!filled.Contains(held[0]) || !forward.Outlives(held[0]) || held[0].IsWithin(store.Place)) continue;
            yield return new SharedBuffer(holder, store, Identity.NameOf(store.Place, forward));
        }
    }

    // `u[0, i] = e` in every step, where nothing else in the type fills u.
    private static IEnumerable<SharedBuffer> OneSlot(LoopTransfer forward)
    {
        foreach (var store in forward.Log.Stores)
        {
            if (store.Accumulates || store.Conditional || store.Place is not { Key.Kind: KeyKind.Elements, Parent: { } array } || forward.StepOf(array) is not null) continue;
            if (store.Operation is not ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation { Indices.Length: > 1 } target } || !ReferenceEquals(store.Operation, store.Site)) continue;
            if (!target.Indices.Any(index => index.ConstantValue.HasValue) || !target.Indices.All(index => index.ConstantValue.HasValue || IsSwept(index, forward.Loop))) continue;
            if (!IsOfStep(forward, store.Value) || Identity.Of(store.Place, forward) is not { } holder || IsFilledElsewhere(target)) continue;
            yield return new SharedBuffer(holder, store, Identity.NameOf(store.Place, forward)) { IsSlot = true };
        }
    }

    // i of `for (i = 0; i < n; i++)` inside of the step
    private static bool IsSwept(IOperation index, IOperation steps)
    {
        if (index is not ILocalReferenceOperation { Local: var local }) return false;
        for (var outer = index.Parent; outer is not null && !ReferenceEquals(outer, steps); outer = outer.Parent)
            if (outer is ILoopOperation loop && SymbolEqualityComparer.Default.Equals(FlowRun.Sweep(loop), local)) return true;
        return false;
    }

    // By its name, which other arrays may have too: that only silences.
    private static bool IsFilledElsewhere(IArrayElementReferenceOperation target) => target.ArrayReference.Named() is not { } array
        || (target.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantNodes() ?? []).Any(node =>
            node is IdentifierNameSyntax name && name.Identifier.ValueText == array.Name && !target.Syntax.Span.Contains(name.Span) && MayBeFilled(name));

    // Not where it is made, where its size is asked for, or where an element is read; what it is handed to may fill it.
    private static bool MayBeFilled(IdentifierNameSyntax name)
    {
        ExpressionSyntax array = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
        return array.Parent switch
        {
            ElementAccessExpressionSyntax element => MayBeWritten(element),
            MemberAccessExpressionSyntax part => part.Name.Identifier.ValueText is not ("Length" or "GetLength"),
            AssignmentExpressionSyntax assignment => assignment.Left != array || assignment.Right is not ArrayCreationExpressionSyntax,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: var left } } tuple } => left != tuple,
            _ => true,
        };
    }

    private static bool MayBeWritten(ExpressionSyntax element) => element.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == element,
        ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => MayBeWritten(tuple),
        ParenthesizedExpressionSyntax inner => MayBeWritten(inner),
        RefExpressionSyntax or PostfixUnaryExpressionSyntax => true,
        PrefixUnaryExpressionSyntax unary => !unary.IsKind(SyntaxKind.UnaryMinusExpression),
        _ => false,
    };

    // With something of the step, and not only added to.
    private static bool IsFilledAnew(LoopTransfer forward, Place place)
    {
        if (place.Parent is null || !IsOfStep(forward, forward.AtEnd(place))) return false;
        var stores = forward.Log.Stores.Where(store => ReferenceEquals(store.Place, place)).ToList();
        return stores.Count == 0 || stores.Any(store => !store.Accumulates);
    }

    private static bool IsOfStep(LoopTransfer forward, Terms value) =>
        forward.Atoms.PlacesOf(value.Atoms).Any(place => forward.StepOf(place) is not null || forward.Writes.Any(written => place.IsWithin(written)));

    // `h[t] = ...`, or a member of an object that the step makes.
    private static bool IsOwnToStep(LoopTransfer forward, Place place) =>
        ReferenceEquals(forward.StepOf(place), place) || place is { Key.Kind: KeyKind.Member or KeyKind.Constant, Parent: { Key.Kind: KeyKind.Fresh } made } && !forward.Outlives(made);
}
