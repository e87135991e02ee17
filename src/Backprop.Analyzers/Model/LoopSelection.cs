using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Which loops are worth running: from their shape alone, before anything is analysed. A loop may walk time when its counter
/// or item is used directly and its body computes with numbers; one that walks it back counts down, is reversed, takes from a
/// stack, or reads at `T - 1 - t`.
/// </summary>
internal static class LoopSelection
{
    private const int DeepestNest = 2;

    public static IEnumerable<ILoopOperation> TimeLoops(ImmutableArray<IOperation> blocks) =>
        blocks.SelectMany(block => block.DescendantsAndSelf().OfType<ILoopOperation>()).Where(loop => Depth(loop) < DeepestNest);

    public static IEnumerable<ILoopOperation> OutermostLoops(ImmutableArray<IOperation> blocks) => TimeLoops(blocks).Where(loop => Depth(loop) == 0);

    public static bool WalksBack(ILoopOperation loop) => loop switch
    {
        IForLoopOperation counted => counted.AtLoopBottom.Any(CountsDown) || MirrorsIndex(counted),
        IForEachLoopOperation each => each.Collection.DescendantsAndSelf().Any(IsReversal),
        IWhileLoopOperation other => other.DescendantsAndSelf().Any(operation => CountsDown(operation) || IsTaking(operation)),
        _ => false,
    };

    private static int Depth(ILoopOperation loop)
    {
        var depth = 0;
        for (var outer = loop.Parent; outer is not null; outer = outer.Parent) depth += outer is ILoopOperation ? 1 : 0;
        return depth;
    }

    private static bool CountsDown(IOperation operation) => operation switch
    {
        IExpressionStatementOperation statement => CountsDown(statement.Operation),
        IIncrementOrDecrementOperation { Kind: OperationKind.Decrement } => true,
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract } step => Shapes.IsInteger(step.Type),
        ISimpleAssignmentOperation { Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } } step => Shapes.IsInteger(step.Type),
        _ => false,
    };

    private static bool MirrorsIndex(IForLoopOperation loop) => loop.Body.Descendants().Any(operation =>
        operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference && Shapes.IsInteger(difference.Type)
        && difference.RightOperand.DescendantsAndSelf().Any(leaf => leaf is ILocalReferenceOperation local && loop.Locals.Contains(local.Local)));

    private static bool IsReversal(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Reverse" or "OrderByDescending" };

    private static bool IsTaking(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Pop" or "TryPop" or "RemoveLast" or "RemoveAt" };
}
