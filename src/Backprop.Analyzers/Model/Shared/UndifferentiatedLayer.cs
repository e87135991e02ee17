using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>for (i = last; i > 0; i--) { layers[i].Back(net[i], delta[i], out delta[i]); delta[i - 1] = ...; }</c>, after which a loop
/// from zero uses <c>delta[i]</c>: the first one lacks the derivative. Proved: the forward pass applies the layers' functions in
/// a loop from zero, nothing else in the member differentiates, and the gradient that was handed down to the first layer is
/// used as it is. Not where the type itself makes a function that is a straight line: its first layer's may be
/// the identity, whose derivative is 1.
/// </summary>
internal sealed record UndifferentiatedLayer(IOperation Condition, LayerCall Call, string Gradient)
{
    public static IEnumerable<UndifferentiatedLayer> In(IReadOnlyCollection<LayerCall> calls, TypeModel type)
    {
        foreach (var call in calls)
            if (call.Derivative.LoopAround() is IForLoopOperation { Condition: { } condition } loop && EndsAtOne(loop, call.Derivative) && call.Forward.LoopAround() is IForLoopOperation forward && StartsAtZero(forward, call.Forward)
                && SymbolRoles.Root(call.Result) is { } gradient && LayerCall.IndexOf(call.Result) is ILocalReferenceOperation { Local: var index } && Same(index, Counter(loop))
                && HandsDown(loop, gradient, index) && IsUsedFromZero(call.Body, loop, gradient)
                && calls.All(other => other == call || other.Body != call.Body) && !call.Body.HasErrors && !MakesStraight(call.Pair, type))
                yield return new(condition, call, $"{gradient.Name}[0]");
    }

    private static bool MakesStraight(DerivativePair pair, TypeModel type) => type.Bodies.Any(body => body.Operations.Exists(operation =>
        operation is IObjectCreationOperation { Type: { } made } && pair.Implementations.Any(one => one.IsStraight && Same(one.Type, made.OriginalDefinition))));

    private static ILocalSymbol? Counter(IForLoopOperation loop) => loop.Before switch
    {
        [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var counter }] }] }] => counter,
        _ => null,
    };

    private static bool IsOfCounter(IOperation? value, ISymbol? counter) => value?.Inner() is ILocalReferenceOperation { Local: var local } && Same(local, counter);

    // i > 0, i >= 1; i--; of an element i
    private static bool EndsAtOne(IForLoopOperation loop, IInvocationOperation call) => Counter(loop) is { } counter
        && loop.Condition?.Inner() is IBinaryOperation end && IsOfCounter(end.LeftOperand, counter)
        && (end.OperatorKind == BinaryOperatorKind.GreaterThan && end.RightOperand.IsZero() || end.OperatorKind == BinaryOperatorKind.GreaterThanOrEqual && end.RightOperand.IsNumber(1))
        && loop.AtLoopBottom is [IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Kind: OperationKind.Decrement } }]
        && IsOfElement(call, counter);

    private static bool StartsAtZero(IForLoopOperation loop, IInvocationOperation call) =>
        Counter(loop) is { } counter && IsFromZero(loop) && IsOfElement(call, counter) && IsUnconditional(call, loop);

    private static bool IsUnconditional(IInvocationOperation call, IForLoopOperation loop)
    {
        var current = call.Parent;
        while (current is IAssignmentOperation or IExpressionStatementOperation or IBlockOperation && current != loop.Body) current = current.Parent;
        return current == loop.Body || current == loop;
    }

    private static bool IsFromZero(IForLoopOperation loop) =>
        loop.Before is [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Initializer.Value: { } first }] }] }] && first.IsZero();

    private static bool IsOfElement(IInvocationOperation call, ISymbol counter) =>
        call.Instance is { } owner && IsOfCounter(LayerCall.IndexOf(owner), counter);

    // delta[i - 1] is filled as well.
    private static bool HandsDown(IForLoopOperation loop, ISymbol gradient, ISymbol counter) => OperationParts.Exists(loop.Body, operation =>
        Fillings.Of(operation) is var (target, _) && Same(SymbolRoles.Root(target), gradient)
        && LayerCall.IndexOf(target) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } below && IsOfCounter(below.LeftOperand, counter) && below.RightOperand.IsNumber(1));

    private static bool IsUsedFromZero(MemberBody body, IForLoopOperation loop, ISymbol gradient) => body.Loops.Exists(later =>
        later is IForLoopOperation use && use.Syntax.SpanStart > loop.Syntax.Span.End && IsFromZero(use) && Counter(use) is { } counter
        && OperationParts.Exists(use.Body, operation => operation is IArrayElementReferenceOperation or IPropertyReferenceOperation
            && IsOfCounter(LayerCall.IndexOf(operation), counter) && Same(SymbolRoles.Root(operation), gradient)))
        && !body.Operations.Exists(operation => Fillings.Of(operation) is var (target, _) && operation.Syntax.SpanStart > loop.Syntax.Span.End && Same(SymbolRoles.Root(target), gradient));

    private static bool Same(ISymbol? x, ISymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);
}
