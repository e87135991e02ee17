using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>dPrev[j] = w[i][j] * dz[i]</c> inside of a loop over i: the recurrent gradient is a sum over i, and all but the last unit's
/// part is overwritten. Proved by the indices: the loop's variable is in the value and not in the target, the target is from
/// before the loop, nothing in the loop reads it, and no other path adds to it.
/// </summary>
internal static class InnerOverwrite
{
    // The indices first: to know the recurrent weights, the forward loops are run.
    public static IEnumerable<Store> In(BackwardLoop loop) => loop.Transfer.Log.Stores
        .Where(store => !store.Accumulates && Write.Of(store.Operation) is { } write
            && Around(store.Operation, loop.Transfer.Loop).Any(inner => Overwrites(write, inner)) && loop.RecurrentIn(store.Value).Any());

    /// <summary>`y = w * z`, or the call that delivers it into its last argument.</summary>
    private sealed record Write(IOperation Operation, IOperation Target, IReadOnlyList<IOperation> Values)
    {
        public static Write? Of(IOperation operation) => operation switch
        {
            ISimpleAssignmentOperation assignment => new Write(operation, assignment.Target, new[] { assignment.Value }),
            IInvocationOperation { TargetMethod: { ReturnsVoid: true, IsStatic: true }, Arguments: { Length: > 1 } arguments } when arguments[arguments.Length - 1] is { Parameter.Type: { } last } into && Shapes.IsSpan(last) =>
                new Write(operation, into.Value, arguments.Take(arguments.Length - 1).Select(argument => argument.Value).ToList()),
            _ => null,
        };
    }

    // The loops, and the lambdas that are run as loops, between the assignment and the time loop (or the method's edge).
    private static IEnumerable<IOperation> Around(IOperation operation, IOperation region)
    {
        var (within, chosen) = (new HashSet<ISymbol>(SymbolEqualityComparer.Default), new HashSet<ISymbol>(SymbolEqualityComparer.Default));
        for (var outer = operation.Parent; outer is not null && !ReferenceEquals(outer, region); outer = outer.Parent)
        {
            // `if (i < inputs) ... else dPrev[i - inputs] = ...` picks elements; any other choice may be that of the first unit.
            if (outer is ISwitchOperation || outer is IConditionalOperation choice && !PicksElements(choice.Condition, chosen)) yield break;
            if (IsRepeated(outer) && chosen.IsSubsetOf(within)) yield return outer;
            if (outer is ILoopOperation inner) within.UnionWith(inner.Locals);
        }
    }

    private static bool IsRepeated(IOperation outer) => outer is IForLoopOperation or IForEachLoopOperation
        or IAnonymousFunctionOperation { Parent.Parent.Parent: IInvocationOperation { TargetMethod: { Name: "For" or "ForEach", ContainingType.Name: "Parallel" } } };

    // A comparison of numbers; which variables are in it is noted.
    private static bool PicksElements(IOperation condition, HashSet<ISymbol> chosen)
    {
        chosen.UnionWith(condition.Descendants().OfType<ILocalReferenceOperation>().Select(local => local.Local));
        return condition is IBinaryOperation { LeftOperand: var left, RightOperand: var right } && Shapes.IsInteger(left.Type) && Shapes.IsInteger(right.Type)
            && chosen.Count > 0;
    }

    private static bool Overwrites(Write assignment, IOperation inner)
    {
        var varying = Varying(inner);
        return Base(assignment.Target) is { } target && !IsDeclaredIn(target, inner)
            && !Mentions(assignment.Target, varying) && assignment.Values.Any(value => Mentions(value, varying))
            && !inner.Descendants().Any(operation => IsOtherUse(operation, target, assignment, varying));
    }

    // The loop's own variables, and the locals in it that are made from them.
    private static HashSet<ISymbol> Varying(IOperation inner)
    {
        var varying = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (inner is ILoopOperation loop) varying.UnionWith(loop.Locals.Where(local => IsOwn(loop, local)));
        if (inner is IAnonymousFunctionOperation lambda) varying.UnionWith(lambda.Symbol.Parameters);
        foreach (var declarator in inner.Descendants().OfType<IVariableDeclaratorOperation>())
        {
            if (declarator.GetVariableInitializer() is { } initializer && Mentions(initializer, varying)) varying.Add(declarator.Symbol);
        }

        return varying;
    }

    private static bool IsOwn(ILoopOperation loop, ILocalSymbol local) => loop is not IForLoopOperation counted
        || counted.AtLoopBottom.Any(bottom => Mentions(bottom, new HashSet<ISymbol>(SymbolEqualityComparer.Default) { local }));

    private static bool Mentions(IOperation operation, HashSet<ISymbol> symbols) =>
        operation.DescendantsAndSelf().Any(part => Symbol(part) is { } symbol && symbols.Contains(symbol));

    private static ISymbol? Symbol(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };

    private static ISymbol? Base(IOperation target) => target switch
    {
        IArrayElementReferenceOperation element => Base(element.ArrayReference),
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: { } instance } => Base(instance),
        IConversionOperation conversion => Base(conversion.Operand),
        _ => Symbol(target),
    };

    private static bool IsDeclaredIn(ISymbol symbol, IOperation operation) => symbol.DeclaringSyntaxReferences.Any(reference =>
        reference.SyntaxTree == operation.Syntax.SyntaxTree && operation.Syntax.Span.Contains(reference.Span));

    // A read of it in the loop makes it a scratch value, an addition in the loop may be the rest of the sum's handling.
    private static bool IsOtherUse(IOperation operation, ISymbol target, Write assignment, HashSet<ISymbol> varying)
    {
        if (!SymbolEqualityComparer.Default.Equals(Symbol(operation), target)) return false;
        var whole = operation;
        // Its place in the call that delivers into it, and its length.
        if (IsWithin(operation, assignment.Target) || whole.Parent is IPropertyReferenceOperation { Property.Name: "Length", Arguments.IsEmpty: true }) return false;
        while (whole.Parent is IArrayElementReferenceOperation element && ReferenceEquals(element.ArrayReference, whole)
            || whole.Parent is IPropertyReferenceOperation { Arguments.IsEmpty: false } indexer && ReferenceEquals(indexer.Instance, whole)) whole = whole.Parent;
        return whole.Parent switch
        {
            ISimpleAssignmentOperation simple when ReferenceEquals(simple.Target, whole) => false,
            ICompoundAssignmentOperation compound when ReferenceEquals(compound.Target, whole) => !compound.Syntax.Span.Equals(assignment.Operation.Syntax.Span) && SameIndices(whole, assignment.Target),
            // The unit reads its own element, and overwrites those of all.
            _ => !(whole is IArrayElementReferenceOperation own && own.Indices.Any(index => Mentions(index, varying))),
        };
    }

    private static bool IsWithin(IOperation operation, IOperation target)
    {
        for (IOperation? part = operation; part is not null; part = part.Parent)
            if (ReferenceEquals(part, target)) return true;
        return false;
    }

    private static bool SameIndices(IOperation one, IOperation other) => one.Syntax.IsEquivalentTo(other.Syntax, topLevel: false) && one.Syntax.SpanStart < other.Syntax.SpanStart;
}
