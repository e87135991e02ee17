using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Shapes = Backprop.Analyzers.Flow.Effects.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    public static IEnumerable<ILoopOperation> TimeLoops(MemberBody body) =>
        body.Loops.Where(loop => Depth(loop) < DeepestNest);

    public static IEnumerable<ILoopOperation> OutermostLoops(MemberBody body) => TimeLoops(body).Where(loop => Depth(loop) == 0);

    public static bool WalksBack(ILoopOperation loop) => CountsBack(loop) || StepLink.Of(loop) is { LeadsBack: true };

    /// <summary>False for a counted loop whose counter picks nothing: it repeats what it does, and walks along no steps.</summary>
    public static bool MayWalk(ILoopOperation loop) => loop switch
    {
        IForLoopOperation { AtLoopBottom.IsEmpty: false } counted => counted.AtLoopBottom.Any(step => IsIndex(Counter(step), counted)),
        // while (steps.MoveNext()), while (queue.Count > 0) { ... queue.Dequeue() ... }
        IWhileLoopOperation { Condition: { } condition } other => condition.DescendantsAndSelf().Any(part => part is IInvocationOperation) || StepLink.Of(other) is not null
            || other.Descendants().Any(operation => IsTaking(operation)
                || Steps(operation) && Counter(operation) is var counter && !IsDeclaredIn(other, counter) && IsIndex(counter, other)),
        _ => true,
    };

    private static bool Steps(IOperation operation) => operation is IIncrementOrDecrementOperation
        || operation is IAssignmentOperation { Type: var type } and (ICompoundAssignmentOperation or ISimpleAssignmentOperation) && Shapes.IsInteger(type);

    private static bool CountsBack(ILoopOperation loop) => loop switch
    {
        IForLoopOperation counted => counted.AtLoopBottom.Any(step => CountsDown(step) && IsIndex(Counter(step), counted)) || MirrorsIndex(counted),
        IForEachLoopOperation each => each.Collection.DescendantsAndSelf().Any(IsReversal),
        // Its own counter: what an inner loop declares and counts down is not time.
        IWhileLoopOperation other => other.Descendants().Any(operation => IsTaking(operation)
            || CountsDown(operation) && Counter(operation) is var counter && !IsDeclaredIn(other, counter) && IsIndex(counter, other)),
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

    private static ISymbol? Counter(IOperation step) => step switch
    {
        IExpressionStatementOperation statement => Counter(statement.Operation),
        IIncrementOrDecrementOperation { Target: var target } => target.Named(),
        IAssignmentOperation { Target: var target } => target.Named(),
        _ => null,
    };

    private static bool IsDeclaredIn(ILoopOperation loop, ISymbol? counter) =>
        counter is ILocalSymbol && counter.DeclaringSyntaxReferences.Any(reference => loop.Syntax.Span.Contains(reference.Span));

    // `h[t]`, `Step(t)`, `var before = t - 1`: what only says how many are left is not time.
    private static bool IsIndex(ISymbol? counter, ILoopOperation loop) => loop.Descendants().Any(operation =>
        SymbolEqualityComparer.Default.Equals(operation.Named(), counter) && Leads(operation, loop));

    private static bool Leads(IOperation use, ILoopOperation loop)
    {
        var bounded = false;
        for (var child = use; child.Parent is { } parent && !ReferenceEquals(parent, loop); child = parent)
        {
            switch (parent)
            {
                case IArrayElementReferenceOperation element when !ReferenceEquals(element.ArrayReference, child): return true;
                case IArgumentOperation { Parent: IPropertyReferenceOperation }: return true;
                // `Math.Max(0, t - 1)` may still be an index; `Take(Math.Min(left, size))` is a number of things.
                case IInvocationOperation { TargetMethod.ContainingType.Name: "Math" }: bounded = true; break;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: not "Math" } } when !bounded: return true;
                case IVariableInitializerOperation { Value.Type: var type } when Shapes.IsInteger(type): return true;
                case ISimpleAssignmentOperation { Type: var type } when Shapes.IsInteger(type): return true;
                case IRangeOperation: return true;
                case IOperation statement when statement.Syntax is StatementSyntax: return false;
            }
        }

        return false;
    }

    private static bool MirrorsIndex(IForLoopOperation loop) => loop.Body.Descendants().Any(operation =>
        operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference && Shapes.IsInteger(difference.Type)
        && difference.RightOperand.DescendantsAndSelf().Any(leaf => leaf is ILocalReferenceOperation local && loop.Locals.Contains(local.Local)));

    private static bool IsReversal(IOperation operation) =>
        operation is IInvocationOperation call && Reversals.Orders.Contains(call.TargetMethod.Name);

    private static bool IsTaking(IOperation operation) =>
        operation is IInvocationOperation call && Reversals.Takings.Contains(call.TargetMethod.Name);
}
