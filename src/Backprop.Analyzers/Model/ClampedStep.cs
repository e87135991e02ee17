using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>caches[Math.Max(t - 1, 0)]</c> in a loop that counts t down to 0: the first step's cache is used in two iterations and
/// the last step's in none. Proved where two quantities or more of that cache are in the gradients, and the loop reads those
/// caches at no other index, or they are gates and no states, which a step takes over from the step before.
/// </summary>
internal static class ClampedStep
{
    public static IEnumerable<IOperation> In(BackwardLoop loop)
    {
        if (loop.Accumulators.Count == 0 || loop.Transfer.Loop is not ILoopOperation region || !EndsAtZero(region)) return Enumerable.Empty<IOperation>();
        return Clamps(region).Where(access => IsWholeCache(loop, access.Back, IsOnlyRead(region, access.Operation))).Select(access => access.Operation).Take(1);
    }

    private static bool EndsAtZero(ILoopOperation loop) => loop switch
    {
        IForLoopOperation { Condition: IBinaryOperation test } =>
            test is { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual, RightOperand.ConstantValue: { HasValue: true, Value: 0 } }
                or { OperatorKind: BinaryOperatorKind.GreaterThan, RightOperand.ConstantValue: { HasValue: true, Value: -1 } },
        IForEachLoopOperation each => Shapes.IsInteger((each.LoopControlVariable as IVariableDeclaratorOperation)?.Symbol.Type),
        _ => false,
    };

    private static IEnumerable<(IOperation Operation, ILocalSymbol Counter, int Back)> Clamps(ILoopOperation loop)
    {
        foreach (var operation in loop.Body.Descendants())
        {
            if (IndexOf(operation) is { } index && Clamped(index) is { Local: var counter, Back: var back } && loop.Locals.Contains(counter, SymbolEqualityComparer.Default))
                yield return (operation, counter, back);
        }
    }

    private static IOperation? IndexOf(IOperation operation) => operation switch
    {
        IArrayElementReferenceOperation { Indices: [var index] } => index,
        IPropertyReferenceOperation { Arguments: [var argument] } => argument.Value,
        _ => null,
    };

    private static (ILocalSymbol Local, int Back)? Clamped(IOperation index) => index switch
    {
        IConversionOperation conversion => Clamped(conversion.Operand),
        IInvocationOperation call => call.Maximum() is not var (one, other) ? null : other.IsZero() ? Before(one) : one.IsZero() ? Before(other) : null,
        IConditionalOperation { WhenFalse: { } whenFalse } choice => Before(choice.WhenTrue) is { } first && IsFirst(whenFalse, first.Local) ? first
            : Before(whenFalse) is { } second && IsFirst(choice.WhenTrue, second.Local) ? second : null,
        _ => null,
    };

    // t - 1
    private static (ILocalSymbol Local, int Back)? Before(IOperation operation) => operation is IBinaryOperation
        { OperatorKind: BinaryOperatorKind.Subtract, LeftOperand: ILocalReferenceOperation local, RightOperand.ConstantValue: { HasValue: true, Value: int back and > 0 } }
        ? (local.Local, back) : null;

    private static bool IsFirst(IOperation operation, ILocalSymbol counter) =>
        operation.IsZero() || operation is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, counter);

    private static bool IsOnlyRead(ILoopOperation loop, IOperation access) => !loop.Body.Descendants().Any(other => !ReferenceEquals(other, access)
        && IndexOf(other) is not null && other.Syntax.ChildNodes().First().IsEquivalentTo(access.Syntax.ChildNodes().First()));

    // Of the step before, the gradients are made of two quantities or more.
    private static bool IsWholeCache(BackwardLoop loop, int back, bool isOnlyRead) => loop.Accumulators
        .SelectMany(place => Carries.Contributions(loop.Transfer, place)).SelectMany(term => term.Atoms()).Distinct()
        .Select(loop.Transfer.Atoms.PlaceOf).OfType<Place>()
        .Where(place => loop.Transfer.StepOf(place) is { Key.Data: LinearIndex index } slot && !ReferenceEquals(slot, place) && index.Offset == -back
            && index.Parts.Count() == 1 && Identity.Of(place, loop.Transfer) is { } identity && (isOnlyRead ? loop.Forward.Stored.Contains(identity) : IsGateOfStep(loop.Forward.Steps, identity)))
        .Distinct().Take(2).Count() == 2;

    private static bool IsGateOfStep(ForwardSteps steps, Identity identity) =>
        steps.IsActivated(identity) && steps.ValueOf(identity) is { Lag: 0 } value && !steps.IsState(value.Stream);
}
