using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>Whether one operation of a member has certainly run whenever a later one runs, read off the operation tree.</summary>
internal static class Dominance
{
    public static bool IsCertain(IOperation first, IOperation second)
    {
        var above = new HashSet<IOperation>(Ancestors(second));
        var below = first;
        foreach (var ancestor in Ancestors(first))
        {
            if (above.Contains(ancestor)) return !IsAlternative(ancestor, below);
            if (IsAlternative(ancestor, below) || ancestor is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation) return false;
            below = ancestor;
        }

        return false;
    }

    /// <summary>The same the other way round: the later one certainly runs once the first has, for nothing in between leaves.</summary>
    public static bool IsCertainAfter(IOperation first, IOperation later)
    {
        var above = new HashSet<IOperation>(Ancestors(first));
        return IsCertain(later, first) && Ancestors(later).FirstOrDefault(above.Contains) is { } common
            && !OperationParts.Exists(common, part => Leaves(part) && part.Syntax.SpanStart > first.Syntax.SpanStart && part.Syntax.SpanStart < later.Syntax.SpanStart);
    }

    /// <summary>One operation runs whenever another does, be it before or after it.</summary>
    public static bool IsCertainWith(IOperation one, IOperation other) =>
        one.Syntax.SpanStart < other.Syntax.SpanStart ? IsCertain(one, other) : IsCertainAfter(other, one);

    /// <summary>Whenever the one runs the other does.</summary>
    public static bool AreTogether(IOperation one, IOperation other) => IsCertainWith(one, other) && IsCertainWith(other, one);

    private static bool Leaves(IOperation operation) => operation is IReturnOperation { IsImplicit: false } or IBranchOperation or IThrowOperation;

    private static IEnumerable<IOperation> Ancestors(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent) yield return parent;
    }

    // if (c) first; else second;
    private static bool IsAlternative(IOperation parent, IOperation child) => parent switch
    {
        IConditionalOperation choice => !ReferenceEquals(choice.Condition, child),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } logical =>
            !ReferenceEquals(logical.LeftOperand, child),
        ICoalesceOperation coalesce => !ReferenceEquals(coalesce.Value, child),
        IConditionalAccessOperation access => !ReferenceEquals(access.Operation, child),
        ISwitchOperation or ISwitchExpressionOperation or ISwitchCaseOperation or ISwitchExpressionArmOperation => true,
        ITryOperation attempt => !ReferenceEquals(attempt.Finally, child),
        _ => false,
    };
}
